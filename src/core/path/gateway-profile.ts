import { type Gateway, gatewayName } from '../model/check.ts';
import type { Message } from '../model/say.ts';
import type { OpenVpnAccess } from '../security/control-key.ts';

export type VpnType = 'SSTP' | 'IKEv2' | 'OpenVPN';

/** A root that a profile expects at the end of the gateway's chain; at least one of the first three is there. */
export interface ExpectedRoot {
  /** Common name; from outside, neutralised. */
  name: string | null;
  /** Digests of the certificate, lower-case hex. */
  sha1: string | null;
  sha256: string | null;
  /** The certificate, where the profile holds it. */
  der: Uint8Array | null;
}

/** Of what kind a file is that names a gateway. */
export type ProfileFormat =
  | 'vpn-settings' // Generic/VpnSettings.xml of Azure's profile package
  | 'azure-vpn-client' // azurevpnconfig.xml, and what the client keeps of it in a phonebook
  | 'openvpn' // .ovpn
  | 'always-on' // ProfileXML of Always On VPN
  | 'phonebook' // rasphone.pbk
  | 'connection-manager' // .cms of a Connection Manager profile
  | 'vpn-connection'; // Get-VpnConnection

/** What one file says of one gateway. Names and texts are neutralised. */
export interface GatewayProfile {
  host: string;
  port: number;
  source: 'profile' | 'phonebook';
  format: ProfileFormat;
  /** Where it stands; in an archive `package.zip/Generic/VpnSettings.xml`. */
  file: string;
  /** What belongs together: the folder or archive with the files of one gateway, or the file by itself. */
  package: string;
  /** The tunnel types that it offers; `null`: it does not say. */
  types: readonly VpnType[] | null;
  roots: readonly ExpectedRoot[];
  vnetId: string | null;
  /** Name of the phonebook entry, and its strategy (VS_* of ras.h). */
  entry: string | null;
  strategy: number | null;
  /** Only where it was asked for: there is a key in it. */
  openVpn?: OpenVpnAccess;
}

/**
 * An entry that gives no gateway for SSTP: an app from the Store does its work (the Azure VPN Client), its strategy leaves
 * SSTP out (`dials`), or its server is no host name (`unreadable`).
 */
export interface PluginEntry {
  file: string;
  entry: string;
  /** Where Windows dials it: which gateway, by which strategy (VS_* of ras.h). */
  dials?: { gateway: string; strategy: number };
  /** The server as it is stored, to be shown; empty where there is none. */
  unreadable?: { server: string };
}

/** Whether an app from the Store does the work of an entry. */
export function isOfApp({ dials, unreadable }: PluginEntry): boolean {
  return dials === undefined && unreadable === undefined;
}

/** What a recording of a machine (`.reg`, `.json`) says that stands among profiles. */
export interface RecordingSays {
  file: string;
  /** The setting that decides there: a proxy list, `direct`, …; `null` where it does not say. */
  winInet: Message | null;
  winHttp: Message | null;
  /** The gateways that its user dials, `HOST` or `HOST:PORT`. */
  gateways: readonly string[];
  /** Phonebooks in it that cannot be read. */
  unreadable: readonly { file: string; problem: Message }[];
}

/** What a set of files says. */
export interface ProfileReading {
  gateways: readonly GatewayProfile[];
  /** Roots in files that stand by themselves: they are expected of every gateway of which no profile says another. */
  roots: readonly ExpectedRoot[];
  plugins: readonly PluginEntry[];
  recordings?: readonly RecordingSays[];
}

/** How far a profile is to be believed about SSTP; these list every type that the gateway offers. */
const LISTING: readonly ProfileFormat[] = [
  'vpn-settings',
  'always-on',
  'phonebook',
  'connection-manager',
  'vpn-connection',
];

/** The final dot of a name is how it was written, not another gateway. */
export function profilesOf(
  { gateways }: Pick<ProfileReading, 'gateways'>,
  gateway: Pick<Gateway, 'host' | 'port'>,
): GatewayProfile[] {
  return gateways.filter((one) => undotted(one) === undotted(gateway));
}

/** Of every port. */
export function profilesOfHost(
  { gateways }: Pick<ProfileReading, 'gateways'>,
  gateway: Pick<Gateway, 'host'>,
): GatewayProfile[] {
  return gateways.filter((one) => undottedHost(one) === undottedHost(gateway));
}

/** A gateway by its name, however that was written. */
function undotted({ host, port }: Pick<Gateway, 'host' | 'port'>): string {
  return gatewayName({ host: undottedHost({ host }), port });
}

export function undottedHost({ host }: Pick<Gateway, 'host'>): string {
  return host.replace(/\.$/, '');
}

/** What the Azure VPN Client has on a machine it dials itself, by OpenVPN: SSTP does not go by it. */
export function dialledByWindows({ source, format }: GatewayProfile): boolean {
  return source !== 'phonebook' || format !== 'azure-vpn-client';
}

/** Whether the profiles of a gateway offer SSTP; `null` where none says. A list of types counts before a mere OpenVPN file. */
export function offersSstp(profiles: readonly GatewayProfile[]): boolean | null {
  const listing = profiles.filter(({ format, types }) => types !== null && LISTING.includes(format));
  if (listing.length > 0) return listing.some(({ types }) => types?.includes('SSTP'));
  // An automatic entry of a phonebook may dial it.
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

/** Each root once: what is known of it from several places is put together. */
export function mergedRoots(roots: readonly ExpectedRoot[]): ExpectedRoot[] {
  const merged: ExpectedRoot[] = [];
  const byKnowledge = (root: ExpectedRoot) => (root.der !== null ? 0 : root.sha1 !== null ? 1 : 2);
  for (const root of [...roots].sort((a, b) => byKnowledge(a) - byKnowledge(b))) {
    if (!merged.some((known) => sameRoot(known, root))) merged.push(root);
  }
  return merged;
}

/** By digest where both have one of a kind, else by name. */
function sameRoot(a: ExpectedRoot, b: ExpectedRoot): boolean {
  if (a.sha256 !== null && b.sha256 !== null) return a.sha256 === b.sha256;
  if (a.sha1 !== null && b.sha1 !== null) return a.sha1 === b.sha1;
  return a.name !== null && a.name === b.name;
}
