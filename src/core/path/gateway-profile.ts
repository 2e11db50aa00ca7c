import { type Gateway, gatewayName } from '../model/check.ts';
import type { Message } from '../model/say.ts';
import type { OpenVpnAccess } from '../security/control-key.ts';

export type VpnType = 'SSTP' | 'IKEv2' | 'OpenVPN';

/** A root that a profile expects at the end of the gateway's chain; at least one of the first three is set. */
export interface ExpectedRoot {
  /** Common name; untrusted text, made safe. */
  name: string | null;
  /** Digests of the certificate, lower-case hex. */
  sha1: string | null;
  sha256: string | null;
  /** The certificate, if the profile contains it. */
  der: Uint8Array | null;
}

/** Kind of file that names a gateway. */
export type ProfileFormat =
  | 'vpn-settings' // Generic/VpnSettings.xml of Azure's profile package
  | 'azure-vpn-client' // azurevpnconfig.xml, and the client's copy of it in a phonebook
  | 'openvpn' // .ovpn
  | 'always-on' // ProfileXML of Always On VPN
  | 'phonebook' // rasphone.pbk
  | 'connection-manager' // .cms of a Connection Manager profile
  | 'vpn-connection'; // Get-VpnConnection

/** One file's settings of one gateway. Names and texts are made safe. */
export interface GatewayProfile {
  host: string;
  port: number;
  source: 'profile' | 'phonebook';
  format: ProfileFormat;
  /** Its path; in an archive `package.zip/Generic/VpnSettings.xml`. */
  file: string;
  /** Groups related files: the folder or archive with the files of one gateway, or the file alone. */
  package: string;
  /** The offered tunnel types; `null`: unknown. */
  types: readonly VpnType[] | null;
  roots: readonly ExpectedRoot[];
  vnetId: string | null;
  /** Name of the phonebook entry, and its strategy (VS_* of ras.h). */
  entry: string | null;
  strategy: number | null;
  /** Only if requested, because it contains a key. */
  openVpn?: OpenVpnAccess;
}

/**
 * An entry that yields no gateway for SSTP: an app from the Store handles it (the Azure VPN Client), its strategy
 * excludes SSTP (`dials`), or its server is not a host name (`unreadable`).
 */
export interface PluginEntry {
  file: string;
  entry: string;
  /** If Windows itself dials it: the gateway and the strategy (VS_* of ras.h). */
  dials?: { gateway: string; strategy: number };
  /** The stored server, safe to show; empty if there is none. */
  unreadable?: { server: string };
}

/** Whether an app from the Store handles an entry. */
export function isOfApp({ dials, unreadable }: PluginEntry): boolean {
  return dials === undefined && unreadable === undefined;
}

/** Contents of a recording of a computer (`.reg`, `.json`) among the profiles. */
export interface RecordingSays {
  file: string;
  /** The setting that applies there: a proxy list, `direct`, …; `null` if it is not in the recording. */
  winInet: Message | null;
  winHttp: Message | null;
  /** The gateways in its user's phonebook, `HOST` or `HOST:PORT`. */
  gateways: readonly string[];
  /** Phonebooks in it that cannot be read. */
  unreadable: readonly { file: string; problem: Message }[];
}

/** Contents of a set of files. */
export interface ProfileReading {
  gateways: readonly GatewayProfile[];
  /** Roots in single files: expected for every gateway whose profiles have no other root. */
  roots: readonly ExpectedRoot[];
  plugins: readonly PluginEntry[];
  recordings?: readonly RecordingSays[];
}

/** Formats that list every tunnel type of the gateway, including SSTP. */
const LISTING: readonly ProfileFormat[] = [
  'vpn-settings',
  'always-on',
  'phonebook',
  'connection-manager',
  'vpn-connection',
];

/** A trailing dot in a name is only notation, not another gateway. */
export function profilesOf(
  { gateways }: Pick<ProfileReading, 'gateways'>,
  gateway: Pick<Gateway, 'host' | 'port'>,
): GatewayProfile[] {
  return gateways.filter((one) => undotted(one) === undotted(gateway));
}

/** Profiles of every port. */
export function profilesOfHost(
  { gateways }: Pick<ProfileReading, 'gateways'>,
  gateway: Pick<Gateway, 'host'>,
): GatewayProfile[] {
  return gateways.filter((one) => undottedHost(one) === undottedHost(gateway));
}

/** A gateway by its name, with or without the trailing dot. */
function undotted({ host, port }: Pick<Gateway, 'host' | 'port'>): string {
  return gatewayName({ host: undottedHost({ host }), port });
}

export function undottedHost({ host }: Pick<Gateway, 'host'>): string {
  return host.replace(/\.$/, '');
}

/** `wan.` and 24 or 25 characters: a hub of Virtual WAN, which never had SSTP (facts: azure-docs #50758). */
const VIRTUAL_WAN = /^wan\.[0-9a-z]{24,25}\.vpn\.azure\.com$/;

/** Whether a gateway has no SSTP, by its name alone. */
export function isVirtualWan(gateway: Pick<Gateway, 'host'>): boolean {
  return VIRTUAL_WAN.test(undottedHost(gateway));
}

/** The Azure VPN Client itself connects its phonebook profiles, by OpenVPN: SSTP does not use them. */
export function dialledByWindows({ source, format }: GatewayProfile): boolean {
  return source !== 'phonebook' || format !== 'azure-vpn-client';
}

/** Whether the profiles offer SSTP; `null`: unknown. A list of types has priority over an OpenVPN file. */
export function offersSstp(profiles: readonly GatewayProfile[]): boolean | null {
  const listing = profiles.filter(({ format, types }) => types !== null && LISTING.includes(format));
  if (listing.length > 0) return listing.some(({ types }) => types?.includes('SSTP'));
  // An automatic phonebook entry may use SSTP.
  if (profiles.some(({ types }) => types === null)) return null;
  return profiles.length === 0 ? null : false;
}

/** The roots that may end a gateway's chain; during a migration there are two. */
export function expectedRoots(
  reading: ProfileReading,
  gateway: Pick<Gateway, 'host' | 'port'>,
): ExpectedRoot[] {
  const own = profilesOf(reading, gateway)
    .filter(dialledByWindows)
    .flatMap(({ roots }) => roots);
  return mergedRoots(own.length > 0 ? own : reading.roots);
}

/** Each root once, with what several files contain about it. */
export function mergedRoots(roots: readonly ExpectedRoot[]): ExpectedRoot[] {
  const merged: ExpectedRoot[] = [];
  const byKnowledge = (root: ExpectedRoot) => (root.der !== null ? 0 : root.sha1 !== null ? 1 : 2);
  for (const root of [...roots].sort((a, b) => byKnowledge(a) - byKnowledge(b))) {
    if (!merged.some((known) => sameRoot(known, root))) merged.push(root);
  }
  return merged;
}

/** By digest if both have one of the same kind, else by name. */
function sameRoot(a: ExpectedRoot, b: ExpectedRoot): boolean {
  if (a.sha256 !== null && b.sha256 !== null) return a.sha256 === b.sha256;
  if (a.sha1 !== null && b.sha1 !== null) return a.sha1 === b.sha1;
  return a.name !== null && a.name === b.name;
}
