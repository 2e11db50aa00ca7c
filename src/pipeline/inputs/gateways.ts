import { withoutUdpPorts } from '../../core/migration/access.ts';
import { type Check, type Gateway, gatewayName, type Verdict } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Observation } from '../../core/model/observation.ts';
import { type Message, say } from '../../core/model/say.ts';
import {
  dialledByWindows,
  type GatewayProfile,
  isVirtualWan,
  offersSstp,
  type ProfileReading,
  profilesOf,
} from '../../core/path/gateway-profile.ts';
import { newestTls, type TlsVersion } from '../../core/path/tls-version.ts';
import type { VpnUser } from '../../core/stores/vpn-user.ts';
import type { Machine } from '../../machine/port.ts';
import type { PathOptions } from '../run/options.ts';

/** A standard user writes their own phonebooks, and SYSTEM may check each gateway in them. */
export const MAX_FOUND_GATEWAYS = 32;
/**
 * Entries without a gateway, each of which is a finding: the largest phonebooks hold more than a hundred thousand.
 */
const MAX_FOUND_ENTRIES = 100;
const PROBLEMS = {
  'too-large': say('it has more than 1 MiB, or all phonebooks together have more than 8 MiB'),
  unreadable: say('it was not opened, or not in time'),
};
const NOTHING: ProfileReading = { gateways: [], roots: [], plugins: [] };

/** The gateways of a run. */
export interface KnownPath extends PathOptions {
  /** Every gateway in the report; `gateways` are those that are probed. */
  reported: readonly Gateway[];
  known: ProfileReading;
  /** The newest TLS that SSTP of the machine's Windows offers. */
  newestTls: TlsVersion | null;
  /** Phonebooks that cannot be read. */
  unreadable: readonly { file: string; problem: Message }[];
  /** Gateways found on the computer beyond {@link MAX_FOUND_GATEWAYS}: neither reported nor probed. */
  leftOut: number;
}

/**
 * Which gateways a run is about. Named gateways, if there are any; else those of the profiles, of the phonebooks
 * of the VPN user and of all users, and of Get-VpnConnection if that was run. Profile data also applies to named
 * gateways. A found gateway without SSTP in its profile is reported but not probed.
 */
export async function gatewaysOf(
  path: PathOptions,
  observation: Pick<Observation, 'os' | 'phonebooks' | 'evidence'> | null,
  vpnUser: VpnUser | null,
): Promise<KnownPath> {
  const named = path.gateways.length > 0;
  const seen = named ? null : observation;
  const { reading, unreadable: own, leftOut } = limited(await readFromMachine(seen, vpnUser));
  const known = together(path.profiles ?? NOTHING, reading);
  const unreadable = [...own, ...(known.recordings ?? []).flatMap((one) => one.unreadable)];
  const found = withoutUdpPorts(distinct(known.gateways.filter(dialledByWindows)), known);
  const reported = named ? path.gateways : found;
  const gateways = reported.filter((gateway) => gateway.source === 'option' || mayHaveSstp(known, gateway));
  const newest = newestTls(observation?.os ?? { platform: 'unknown', build: null });
  return { ...path, gateways, reported, known, newestTls: newest, unreadable, leftOut };
}

/** Where a check runs from. */
export function placeOf(machine: Machine | null): Check['from'] {
  return machine?.kind === 'recorded' ? 'this-desk' : 'this-machine';
}

/** Why the path is not checked; `null` if it is. */
export function skipReason(machine: Machine | null, { reported, probe }: KnownPath) {
  if (probe === false) return 'not-asked-for';
  if (machine?.kind === 'recorded' && probe !== true) return 'recording';
  return reported.length === 0 ? 'no-gateway' : null;
}

/** The gateways with their profile data, for the report. */
export function reportedGateways({ reported, known }: KnownPath): Gateway[] {
  return reported.map((gateway) => {
    const profiles = profilesOf(known, gateway).map(shown);
    return profiles.length === 0 ? gateway : { ...gateway, profiles };
  });
}

/** Verdicts of the gateways that are not probed. */
export function verdictsUnprobed({ reported, gateways }: KnownPath): Verdict[] {
  const probed = new Set(gateways.map(gatewayName));
  return reported
    .map(gatewayName)
    .filter((gateway) => !probed.has(gateway))
    .map((gateway) => ({ gateway, stores: 'current', verdict: 'sstp-not-offered', stage: null }));
}

/** The profile of a gateway lists tunnel types, and not SSTP. */
export function lacksSstp(known: ProfileReading, gateway: Gateway): boolean {
  return !mayHaveSstp(known, gateway);
}

function mayHaveSstp(known: ProfileReading, gateway: Gateway): boolean {
  return !isVirtualWan(gateway) && offersSstp(profilesOf(known, gateway)) !== false;
}

interface FromMachine {
  reading: ProfileReading;
  unreadable: KnownPath['unreadable'];
  /** Names of the gateways for all users. A standard user cannot add to them. */
  shared: readonly string[];
}

/** The first gateways of the computer, those for all users before those of the VPN user. */
function limited({
  reading,
  unreadable,
  shared,
}: FromMachine): Omit<FromMachine, 'shared'> & { leftOut: number } {
  const dialled = reading.gateways.filter(dialledByWindows).map(gatewayName);
  const names = [...new Set([...shared.filter((name) => dialled.includes(name)), ...dialled])];
  const kept = new Set(names.slice(0, MAX_FOUND_GATEWAYS));
  const gateways = reading.gateways.filter((one) => !dialledByWindows(one) || kept.has(gatewayName(one)));
  const plugins = reading.plugins.slice(0, MAX_FOUND_ENTRIES);
  return { reading: { ...reading, gateways, plugins }, unreadable, leftOut: names.length - kept.size };
}

/** The VPN connections on the computer, of the VPN user and of all users. */
export async function readFromMachine(
  observation: Pick<Observation, 'phonebooks' | 'evidence'> | null,
  vpnUser: VpnUser | null,
): Promise<FromMachine> {
  if (observation === null) return { reading: NOTHING, unreadable: [], shared: [] };
  const shared: string[] = [];
  const gateways: GatewayProfile[] = [];
  const plugins: ProfileReading['plugins'][number][] = [];
  const unreadable: { file: string; problem: Message }[] = [];
  for (const { sid, path, bytes, problem } of observation.phonebooks ?? []) {
    if (sid !== null && sid.toUpperCase() !== vpnUser?.sid.toUpperCase()) continue;
    if (problem !== undefined) {
      unreadable.push({
        file: path,
        problem: say('The phonebook cannot be read: {reason}.', { reason: PROBLEMS[problem] }),
      });
      continue;
    }
    try {
      const { machineBook } = await import('../../profile/phonebook/machine-book.ts');
      const found = await machineBook(bytes, path);
      gateways.push(...found.gateways.map((one) => ({ ...one, package: one.file })));
      if (sid === null) shared.push(...found.gateways.map(gatewayName));
      plugins.push(...found.plugins);
    } catch (error) {
      if (!(error instanceof P2sError)) throw error;
      unreadable.push({ file: error.where ?? path, problem: error.messages.message });
    }
  }
  const { connectionGateways } = await import('../../profile/vpn-connections.ts');
  const asked = connectionGateways(observation.evidence?.vpnConnections ?? null, vpnUser);
  return { reading: together({ gateways, roots: [], plugins }, asked), unreadable, shared };
}

function together(a: ProfileReading, b: ProfileReading): ProfileReading {
  return {
    gateways: [...a.gateways, ...b.gateways],
    roots: [...a.roots, ...b.roots],
    plugins: [...a.plugins, ...b.plugins],
    recordings: [...(a.recordings ?? []), ...(b.recordings ?? [])],
  };
}

function distinct(profiles: readonly GatewayProfile[]): Gateway[] {
  const found = new Map<string, Gateway>();
  for (const { host, port, source } of profiles) {
    const gateway: Gateway = { host, port, source };
    if (!found.has(gatewayName(gateway))) found.set(gatewayName(gateway), gateway);
  }
  return [...found.values()];
}

function shown({ format, file, types, roots, vnetId, entry, strategy }: GatewayProfile) {
  return {
    format,
    file,
    types,
    roots: roots.map(({ name, sha1, sha256 }) => ({ name, sha1, sha256 })),
    vnetId,
    entry,
    strategy,
  };
}
