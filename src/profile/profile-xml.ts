import { neutralise, shownName } from '../core/model/neutralise.ts';
import { say } from '../core/model/say.ts';
import type { ExpectedRoot, VpnType } from '../core/path/gateway-profile.ts';
import { blank, type FileSays, hostIn } from './file-says.ts';
import { azureAccess } from './openvpn/access.ts';
import { refusedFile } from './refused.ts';
import { rootFromBase64 } from './root-certificate.ts';
import { readXml, type XmlValue } from './xml.ts';

/** Elements that are read; all others are ignored (facts: two schemas of VpnSettings). */
const SETTINGS = [
  'vpnserver',
  'vpntype',
  'vnetid',
  'cacert',
  'cacerts/string',
  'servercertrootcn',
  'servercertsrootcn/string',
];
const AZURE_CLIENT = /^serverlist\/serverentry\/fqdn$|^servervalidation\/(?:[^/]+\/)?hash$/;
/** Two spellings: the gateway's package, and exports of the client. */
const AZURE_ACCESS =
  /^servervalidation\/serversecret$|^proto(?:col)?config\/sslproto(?:col)?config\/transportprotocol$/;
const ALWAYS_ON = [
  'nativeprofile/servers',
  'nativeprofile/nativeprotocoltype',
  'nativeprofile/protocollist/nativeprotocollist/type',
];
const TYPES: Readonly<Record<string, VpnType>> = { sstp: 'SSTP', ikev2: 'IKEv2', openvpn: 'OpenVPN' };

/**
 * Reads VpnSettings.xml in both schemas, azurevpnconfig.xml, or the ProfileXML of Always On VPN; the content
 * decides. Skips the secret of azurevpnconfig.xml unless `keys` is set. `inPassing`: the file was not requested
 * by name; if it has no gateway, as for another app's connection, it gives no result.
 *
 * @throws P2sError `input` with the file and the line
 */
export function readProfileXml(
  bytes: Uint8Array,
  file: string,
  { keys, inPassing = false }: { keys: boolean; inPassing?: boolean },
): FileSays[] {
  const { root, values } = readXml(
    bytes,
    file,
    (path) =>
      SETTINGS.includes(path) ||
      ALWAYS_ON.includes(path) ||
      AZURE_CLIENT.test(path) ||
      (keys && AZURE_ACCESS.test(path)),
  );
  const named = (path: string) => values.filter((value) => value.path === path && value.text !== '');
  if (named('serverlist/serverentry/fqdn').length > 0) return azureClient(values, file, keys);
  if (named('nativeprofile/servers').length > 0) return alwaysOn(named, file);
  if (named('vpnserver').length > 0) return vpnSettings(named, file);
  if (inPassing) return [];
  throw refusedFile(
    file,
    say('no gateway is named below its root element <{root}>', { root: neutralise(root, 40) }),
    {
      next: say('Give VpnSettings.xml (element VpnServer) or azurevpnconfig.xml (element fqdn).'),
    },
  );
}

type Named = (path: string) => XmlValue[];

function vpnSettings(named: Named, file: string): FileSays[] {
  const certificates = [...named('cacert'), ...named('cacerts/string')].map((value): ExpectedRoot => {
    const root = rootFromBase64(value.text);
    if (root !== null) return root;
    throw refusedFile(file, say('its CaCert holds no certificate'), { place: `line ${value.line}` });
  });
  const names = [...named('servercertrootcn'), ...named('servercertsrootcn/string')].map(
    ({ text }): ExpectedRoot => ({ name: shownName(text), sha1: null, sha256: null, der: null }),
  );
  const vnetId = named('vnetid')[0]?.text ?? null;
  return named('vpnserver').map((value) => ({
    ...blank('vpn-settings', file),
    ...hostIn(value.text, value, file),
    types: typesIn(named('vpntype').map(({ text }) => text)),
    roots: [...certificates, ...names],
    vnetId: vnetId === null ? null : neutralise(vnetId),
  }));
}

/** The Azure VPN Client supports only OpenVPN. `hash` is the SHA-1 of the root. */
function azureClient(values: readonly XmlValue[], file: string, keys: boolean): FileSays[] {
  const hashes = values.filter(({ path, text }) => path.endsWith('/hash') && text !== '');
  const roots = hashes.map(({ text, line }): ExpectedRoot => {
    const sha1 = text.replace(/[\s:]/g, '').toLowerCase();
    if (/^[0-9a-f]{40}$/.test(sha1)) return { name: null, sha1, sha256: null, der: null };
    throw refusedFile(file, say('its hash is not a SHA-1 of 40 hexadecimal digits'), {
      place: `line ${line}`,
    });
  });
  const hosts = values.filter(({ path, text }) => path.endsWith('/fqdn') && text !== '');
  const of = (end: string) => values.find(({ path, text }) => path.endsWith(end) && text !== '')?.text;
  const access = keys ? { openVpn: azureAccess(of('/serversecret'), of('/transportprotocol'), file) } : {};
  return hosts.map((value) => ({
    ...blank('azure-vpn-client', file),
    ...hostIn(value.text, value, file),
    types: ['OpenVPN'],
    roots,
    ...access,
  }));
}

/** VPNv2 CSP: comma-separated servers, each with an optional display name after a semicolon. */
function alwaysOn(named: Named, file: string): FileSays[] {
  const protocols = [...named(ALWAYS_ON[1] ?? ''), ...named(ALWAYS_ON[2] ?? '')].map(({ text }) => text);
  // `Automatic` names no type; `ProtocolList` refers to the types of the list.
  const types = typesIn(protocols.filter((text) => !/^ProtocolList$/i.test(text)));
  return named('nativeprofile/servers').flatMap((value) =>
    value.text
      .split(',')
      .map((one) => one.split(';')[0]?.trim() ?? '')
      .filter((one) => one !== '')
      .map((host) => ({ ...blank('always-on', file), ...hostIn(host, value, file), types })),
  );
}

/** The listed types; `null` when the list is empty, or when an unknown word may mean SSTP. */
function typesIn(texts: readonly string[]): VpnType[] | null {
  const words = texts.flatMap((text) => text.toLowerCase().split(/[^a-z0-9]+/)).filter((word) => word !== '');
  const types = words.flatMap((word) => (Object.hasOwn(TYPES, word) ? (TYPES[word] ?? []) : []));
  return types.length === words.length && words.length > 0 ? types : types.includes('SSTP') ? types : null;
}
