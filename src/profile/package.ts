import type { P2sError } from '../core/model/errors.ts';
import { neutralise } from '../core/model/neutralise.ts';
import { pemBlocks } from '../core/model/pem.ts';
import { say } from '../core/model/say.ts';
import {
  type ExpectedRoot,
  type GatewayProfile,
  mergedRoots,
  type PluginEntry,
  type ProfileReading,
  type RecordingSays,
} from '../core/path/gateway-profile.ts';
import { blank, type FileSays, hostIn } from './file-says.ts';
import { accessOf, KEY_BLOCKS } from './openvpn/access.ts';
import { connectionsOf, type OvpnConnection } from './openvpn/connections.ts';
import { isOvpnText, MAX_OVPN_BYTES, readOvpnText } from './openvpn/text.ts';
import { machineBook } from './phonebook/machine-book.ts';
import { copied, refusedFile, shownPath, tooLarge } from './refused.ts';
import { rootFromBase64, rootsInFile } from './root-certificate.ts';
import type { UnpackBudget } from './zip.ts';

/**
 * Limit for all archives together; a package has a few hundred kilobytes, mostly installers, which stay packed.
 */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** A package inside an archive of several packages. */
const MAX_NESTING = 2;

/** A file with its display name. */
export interface ProfileFile {
  path: string;
  bytes: Uint8Array;
  /** True if it was found in a folder: a file that is not a profile is then ignored. */
  found?: boolean;
}

type Kind = 'zip' | 'xml' | 'root' | 'phonebook' | 'openvpn' | 'recording';

/** What to read in addition: the keys of OpenVPN's control channel, for probes of the server. */
export interface ReadingOptions {
  keys: boolean;
}

/** Reads a recording of a machine; `null` when it is not one. */
export type RecordingReader = (bytes: Uint8Array, path: string) => Promise<ProfileReading | null>;

interface Findings extends ReadingOptions {
  recording: RecordingReader | null;
  recordings: RecordingSays[];
  gateways: (FileSays & { package: string })[];
  roots: { package: string; root: ExpectedRoot }[];
  plugins: PluginEntry[];
}

/** Selects members of archives and folders by name. Other files (installers, scripts) are ignored. */
export function isProfileName(path: string): boolean {
  return kindByName(path) !== null || hasProfileWord(path);
}

/** Whether the content must decide, because files of other programs use such names too. */
export function isNamedByWord(path: string): boolean {
  return kindByName(path) === null && hasProfileWord(path);
}

/**
 * ProfileXML of Always On VPN and exports of the Azure VPN Client can have any name, but usually contain such a
 * word.
 */
function hasProfileWord(path: string): boolean {
  return /(?:vpn|profile)[^/\\]*\.xml$/i.test(path);
}

/** The root element of all these formats, in any case and namespace. */
export function isProfileXml(bytes: Uint8Array): boolean {
  return /<(?:[\w.-]+:)?(?:az)?vpnprofile[\s/>]/i.test(headOf(bytes));
}

/** Whether a file is a profile: by its name, otherwise by its content. */
export function isProfile(path: string, bytes: Uint8Array): boolean {
  return isZip(bytes) || (kindByName(path) ?? kindByContent(bytes)) !== null;
}

/** File names of recordings; other files use these extensions too. */
export function isRecordingName(path: string): boolean {
  return /\.(?:reg|json)$/i.test(path);
}

/**
 * Reads files of Azure's profile packages, ProfileXML, OpenVPN profiles, phonebooks, Connection Manager settings,
 * recordings (with the given reader), and archives of these. The content decides the format where the name does
 * not. Libraries are loaded on demand.
 *
 * @throws P2sError `input` with the file and the place in it
 */
export async function readProfileFiles(
  files: readonly ProfileFile[],
  options: ReadingOptions = { keys: false },
  recording: RecordingReader | null = null,
): Promise<ProfileReading> {
  const findings: Findings = { ...options, recording, gateways: [], roots: [], plugins: [], recordings: [] };
  const budget: UnpackBudget = { bytes: MAX_UNPACKED_BYTES };
  for (const file of files)
    if (!(await readOne(file, findings, budget, 0)) && file.found !== true) throw unknownKind(file.path);
  return assembled(findings);
}

function unknownKind(path: string): P2sError {
  return refusedFile(
    path,
    say('it is not a zip, XML, certificate, phonebook, OpenVPN profile or recording'),
    {
      next: say('Give the VPN client package, VpnSettings.xml, azurevpnconfig.xml or a rasphone.pbk.'),
    },
  );
}

/** Resolves to false when the file is none of these formats. */
async function readOne(
  { path, bytes, found }: ProfileFile,
  findings: Findings,
  budget: UnpackBudget,
  depth: number,
): Promise<boolean> {
  const belongsTo = packageOf(path);
  const add = (says: readonly FileSays[]): true => {
    findings.gateways.push(...says.map((one) => ({ ...one, package: shownPath(belongsTo) })));
    return true;
  };
  const named = kindByName(path);
  const inPassing = named === null && (depth > 0 || found === true);
  if (inPassing && hasProfileWord(path) && !isProfileXml(bytes)) return false;
  switch (isZip(bytes) ? 'zip' : (named ?? kindByContent(bytes))) {
    case 'zip': {
      if (depth === MAX_NESTING) throw refusedFile(path, say('archives are nested too deeply'));
      const { readZip } = await import('./zip.ts');
      let taken = 0;
      for (const { name, bytes: content } of await readZip(bytes, path, isProfileName, budget)) {
        const member = { path: `${path}/${name.replaceAll('\\', '/')}`, bytes: content };
        if (await readOne(member, findings, budget, depth + 1)) taken += 1;
      }
      if (taken === 0)
        throw refusedFile(path, say('no profile is in it'), {
          next: say('The package of a gateway has Generic/VpnSettings.xml.'),
        });
      return true;
    }
    case 'recording': {
      const says = (await findings.recording?.(bytes, shownPath(path))) ?? null;
      if (says === null) return false;
      findings.gateways.push(...says.gateways);
      findings.plugins.push(...says.plugins);
      findings.recordings.push(...(says.recordings ?? []));
      return true;
    }
    case 'xml': {
      const { readProfileXml } = await import('./profile-xml.ts');
      const says = readProfileXml(bytes, path, { keys: findings.keys, inPassing });
      return inPassing && says.length === 0 ? false : add(says);
    }
    case 'openvpn':
      return add(readOpenVpn(bytes, path, findings));
    case 'phonebook': {
      const { gateways, plugins } = await machineBook(bytes, path);
      findings.plugins.push(...plugins);
      return add(gateways);
    }
    case 'root': {
      const roots = rootsInFile(bytes);
      if (roots.length === 0)
        throw refusedFile(path, say('it holds no certificate'), {
          next: say('DER, PEM or base64 is expected.'),
        });
      findings.roots.push(...roots.map((root) => ({ package: shownPath(belongsTo), root })));
      return true;
    }
    case null:
      return false;
  }
}

/** A root applies to all gateways of its package; without gateways it is listed on its own. */
function assembled({ gateways, roots, plugins, recordings }: Findings): ProfileReading {
  const complete = gateways.map((gateway): GatewayProfile => {
    const own = gateway.source === 'profile' ? roots.filter((one) => one.package === gateway.package) : [];
    return { ...gateway, roots: mergedRoots([...gateway.roots, ...own.map(({ root }) => root)]) };
  });
  const taken = new Set(complete.filter(({ source }) => source === 'profile').map((one) => one.package));
  const loose = roots.filter((one) => !taken.has(one.package)).map(({ root }) => root);
  const more = recordings.length === 0 ? {} : { recordings };
  return { gateways: complete, roots: mergedRoots(loose), plugins, ...more };
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

function kindByName(path: string): Kind | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  // What macOS adds beside a file: its attributes.
  if (name.startsWith('._')) return null;
  if (/^(?:vpnsettings|azurevpnconfig)[^/]*\.xml$/.test(name)) return 'xml';
  if (/^vpnserverroot[^/]*\.(?:cer|crt|pem)(?:_\d{1,2})?$/.test(name)) return 'root';
  if (/\.(?:pbk|cms)$/.test(name)) return 'phonebook';
  if (name.endsWith('.ovpn')) return 'openvpn';
  if (isRecordingName(name)) return 'recording';
  return name.endsWith('.zip') ? 'zip' : null;
}

function kindByContent(bytes: Uint8Array): Exclude<Kind, 'zip'> | null {
  if (bytes[0] === 0x30) return 'root';
  // Before certificates, because such a profile contains certificates too.
  if (isOvpnText(bytes)) return 'openvpn';
  if (rootsInFile(bytes).length > 0) return 'root';
  const text = headOf(bytes).replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*/, '');
  if (text.startsWith('<')) return 'xml';
  if (text.startsWith('{') || /^(?:Windows Registry Editor|REGEDIT4)\b/.test(text)) return 'recording';
  return /^(?:;[^\n]*\n\s*)*\[/.test(text) ? 'phonebook' : null;
}

/** The first characters, with the ASCII ones readable in any encoding. */
function headOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 4096)).toString('latin1').replaceAll('\0', '');
}

/** The package folder: Azure's packages have several folders. */
function packageOf(path: string): string {
  const parts = path.split(/[/\\]/);
  parts.pop();
  const folder = parts.at(-1)?.toLowerCase() ?? '';
  if (/^(?:generic|azurevpn|openvpn|windows\w*)$/.test(folder)) parts.pop();
  return parts.join('/');
}

const MAX_REMOTES = 64;

/** Service names that a `remote` may use as its port (IANA). */
const SERVICES = new Map([
  ['openvpn', '1194'],
  ['https', '443'],
  ['http', '80'],
]);

/**
 * Reads the servers and the `<ca>` block of an OpenVPN profile. With `keys` it also reads the keys of the control
 * channel (`<tls-auth>`, `<tls-crypt>`). It never reads the private key for sign-in (`<key>`).
 *
 * @throws P2sError `input` with file and line
 */
function readOpenVpn(bytes: Uint8Array, file: string, { keys }: { keys: boolean }): FileSays[] {
  if (bytes.length > MAX_OVPN_BYTES) throw refusedFile(file, tooLarge(bytes, MAX_OVPN_BYTES));
  const options = readOvpnText(bytes, ['ca', ...(keys ? KEY_BLOCKS : [])], file);
  const servers = connectionsOf(options, file);
  const [tooMuch] = servers.slice(MAX_REMOTES);
  if (tooMuch !== undefined)
    throw refusedFile(file, say('it names more than {limit} servers', { limit: MAX_REMOTES }), {
      place: `line ${tooMuch.line}`,
    });
  if (servers.length === 0)
    throw refusedFile(file, say('it has no line "remote HOST PORT"'), {
      next: say('Give the .ovpn file of the package.'),
    });
  const authority = options.findLast(({ name }) => name === 'ca')?.lines ?? [];
  const roots = pemBlocks(authority.join('\n'), 'CERTIFICATE').flatMap(
    (base64) => rootFromBase64(base64) ?? [],
  );
  return servers.map((server): FileSays => {
    const { host, port } = hostIn(nameOf(server, file), server, file);
    const says = { ...blank('openvpn', file), host: copied(host), port, types: ['OpenVPN'] as const, roots };
    return keys ? { ...says, openVpn: accessOf(server, options, file) } : says;
  });
}

function nameOf({ host, port, line }: OvpnConnection, file: string): string {
  const number = SERVICES.get(port) ?? port;
  if (!/^\d+$/.test(number))
    throw refusedFile(file, say('its port "{port}" is not a number', { port: neutralise(port, 40) }), {
      place: `line ${line}`,
    });
  return `${host.includes(':') ? `[${host}]` : host}:${number}`;
}
