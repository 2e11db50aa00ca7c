import type { ExpectedRoot, GatewayProfile, PluginEntry, ProfileReading } from '../core/gateway-profile.ts';
import { mergedRoots } from '../core/gateway-profile.ts';
import { say } from '../core/say.ts';
import type { FileSays } from './file-says.ts';
import { machineBook } from './machine-book.ts';
import { readOpenVpn } from './openvpn.ts';
import { refusedFile, shownPath } from './refused.ts';
import { rootsInFile } from './root-certificate.ts';
import type { UnpackBudget } from './zip.ts';

/** All archives together; a package has a few hundred kilobytes, most of them installers that are left packed. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** A package inside an archive of several. */
const MAX_NESTING = 2;

/** A file with its name as it is shown. */
export interface ProfileFile {
  path: string;
  bytes: Uint8Array;
}

type Kind = 'zip' | 'xml' | 'root' | 'phonebook' | 'openvpn';

/** What is read besides: the keys of OpenVPN's control channel, for those who speak to a server with them. */
export interface ReadingOptions {
  keys: boolean;
}

interface Findings extends ReadingOptions {
  gateways: (FileSays & { package: string })[];
  roots: { package: string; root: ExpectedRoot }[];
  plugins: PluginEntry[];
}

/** What a name says: the members of archives and folders that are read. The others (installers, scripts) are left alone. */
export function isProfileName(path: string): boolean {
  return kindByName(path) !== null;
}

/**
 * Reads files of Azure's profile packages, ProfileXML, OpenVPN profiles, phonebooks, settings of Connection Manager and archives of these. Each file is
 * taken for what it is by its content, where its name does not say. The libraries are loaded when they are needed.
 *
 * @throws P2sError `input` with the file and the place in it
 */
export async function readProfileFiles(
  files: readonly ProfileFile[],
  options: ReadingOptions = { keys: false },
): Promise<ProfileReading> {
  const findings: Findings = { ...options, gateways: [], roots: [], plugins: [] };
  const budget: UnpackBudget = { bytes: MAX_UNPACKED_BYTES };
  for (const file of files) await readOne(file, findings, budget, 0);
  return assembled(findings);
}

async function readOne(
  { path, bytes }: ProfileFile,
  findings: Findings,
  budget: UnpackBudget,
  depth: number,
): Promise<void> {
  const belongsTo = packageOf(path);
  const add = (says: readonly FileSays[]) =>
    findings.gateways.push(...says.map((one) => ({ ...one, package: shownPath(belongsTo) })));
  switch (isZip(bytes) ? 'zip' : (kindByName(path) ?? kindByContent(bytes))) {
    case 'zip': {
      if (depth === MAX_NESTING) throw refusedFile(path, say`archives lie too deep in one another`);
      const { readZip } = await import('./zip.ts');
      const members = await readZip(bytes, path, isProfileName, budget);
      if (members.length === 0)
        throw refusedFile(path, say`no profile is in it`, {
          next: say`The package of a gateway has Generic/VpnSettings.xml.`,
        });
      for (const { name, bytes: content } of members)
        await readOne(
          { path: `${path}/${name.replaceAll('\\', '/')}`, bytes: content },
          findings,
          budget,
          depth + 1,
        );
      return;
    }
    case 'xml': {
      const { readProfileXml } = await import('./profile-xml.ts');
      return void add(readProfileXml(bytes, path, findings));
    }
    case 'openvpn':
      return void add(readOpenVpn(bytes, path, findings));
    case 'phonebook': {
      const { gateways, plugins } = await machineBook(bytes, path);
      findings.plugins.push(...plugins);
      return void add(gateways);
    }
    case 'root': {
      const roots = rootsInFile(bytes);
      if (roots.length === 0)
        throw refusedFile(path, say`it holds no certificate`, { next: say`DER, PEM or base64 is expected.` });
      findings.roots.push(...roots.map((root) => ({ package: shownPath(belongsTo), root })));
      return;
    }
    case null:
      throw refusedFile(path, say`it is no zip, XML, certificate, phonebook or OpenVPN profile`, {
        next: say`Give the VPN client package, VpnSettings.xml, azurevpnconfig.xml or a rasphone.pbk.`,
      });
  }
}

/** A root belongs to every gateway of its package; without one it stands for itself. */
function assembled({ gateways, roots, plugins }: Findings): ProfileReading {
  const complete = gateways.map((gateway): GatewayProfile => {
    const own = gateway.source === 'profile' ? roots.filter((one) => one.package === gateway.package) : [];
    return { ...gateway, roots: mergedRoots([...gateway.roots, ...own.map(({ root }) => root)]) };
  });
  const taken = new Set(complete.filter(({ source }) => source === 'profile').map((one) => one.package));
  const loose = roots.filter((one) => !taken.has(one.package)).map(({ root }) => root);
  return { gateways: complete, roots: mergedRoots(loose), plugins };
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

function kindByName(path: string): Kind | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  if (/^(?:vpnsettings|azurevpnconfig)[^/]*\.xml$/.test(name)) return 'xml';
  if (/^vpnserverroot[^/]*\.(?:cer|crt|pem)$/.test(name)) return 'root';
  if (/\.(?:pbk|cms)$/.test(name)) return 'phonebook';
  if (name.endsWith('.ovpn')) return 'openvpn';
  return name.endsWith('.zip') ? 'zip' : null;
}

function kindByContent(bytes: Uint8Array): Exclude<Kind, 'zip'> | null {
  if (bytes[0] === 0x30 || rootsInFile(bytes).length > 0) return 'root';
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1').replaceAll('\0', '');
  const text = head.replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*/, '');
  if (text.startsWith('<')) return 'xml';
  if (/^(?:;[^\n]*\n\s*)*\[/.test(text)) return 'phonebook';
  return /^remote\s+\S/m.test(text) ? 'openvpn' : null;
}

/** The folders of Azure's package belong together. */
function packageOf(path: string): string {
  const parts = path.split(/[/\\]/);
  parts.pop();
  const folder = parts.at(-1)?.toLowerCase() ?? '';
  if (/^(?:generic|azurevpn|openvpn|windows\w*)$/.test(folder)) parts.pop();
  return parts.join('/');
}
