import type { Gateway } from '../model/check.ts';
import {
  type GatewayProfile,
  type ProfileReading,
  profilesOf,
  profilesOfHost,
  undottedHost,
} from '../path/gateway-profile.ts';
import type { ControlKey, OpenVpnAccess } from '../security/control-key.ts';

/** Why a port cannot be probed: the profiles name TCP on another port of the host. */
export const OTHER_PORT = 'profile-names-other-port';

/**
 * How to reach the gateway by OpenVPN, from its profiles: the `.ovpn` file first, which is complete. If one
 * profile or `remote` is usable, others with UDP or an unusable key do not count. If none has this port, a profile
 * with another port of the host gives the reason.
 */
export function openVpnAccessOf(
  reading: Pick<ProfileReading, 'gateways'>,
  gateway: Pick<Gateway, 'host' | 'port'>,
): OpenVpnAccess | typeof OTHER_PORT | null {
  const accesses = accessesIn(profilesOf(reading, gateway));
  const usable = accesses.find((one) => typeof usableKey(one) !== 'string');
  const own = usable ?? accesses[0];
  if (own !== undefined) return own;
  if (otherTcpPort(reading, gateway) !== null) return OTHER_PORT;
  return accessesIn(profilesOfHost(reading, gateway)).find(isUdp) ?? null;
}

/** The first other port of the host for which a profile names TCP. */
export function otherTcpPort(
  reading: Pick<ProfileReading, 'gateways'>,
  gateway: Pick<Gateway, 'host' | 'port'>,
): number | null {
  const others = profilesOfHost(reading, gateway).filter(({ port }) => port !== gateway.port);
  return others.find(({ openVpn }) => openVpn?.transport === 'tcp')?.port ?? null;
}

function accessesIn(profiles: readonly GatewayProfile[]): OpenVpnAccess[] {
  return [
    ...profiles.filter(({ format }) => format === 'openvpn'),
    ...profiles.filter(({ format }) => format !== 'openvpn'),
  ].flatMap(({ openVpn }) => openVpn ?? []);
}

function isUdp({ transport }: OpenVpnAccess): boolean {
  return transport === 'udp';
}

/**
 * The gateways to check: a port that profiles name only for OpenVPN over UDP cannot be probed, so it is dropped if
 * the host has another port. If a host has only such ports, the first one is kept.
 */
export function withoutUdpPorts<T extends Pick<Gateway, 'host' | 'port'>>(
  gateways: readonly T[],
  reading: Pick<ProfileReading, 'gateways'>,
): T[] {
  const udpAlone = (gateway: T) =>
    profilesOf(reading, gateway).every(({ openVpn }) => openVpn !== undefined && isUdp(openVpn));
  const hosts = new Map<string, T>();
  for (const gateway of gateways) {
    const host = undottedHost(gateway);
    const before = hosts.get(host);
    if (before === undefined || (udpAlone(before) && !udpAlone(gateway))) hosts.set(host, gateway);
  }
  return gateways.filter((one) => hosts.get(undottedHost(one)) === one || !udpAlone(one));
}

/** The key, or why no key can be used. */
export function usableKey(access: ReturnType<typeof openVpnAccessOf>): ControlKey | string {
  if (access === null) return 'no-profile';
  if (access === OTHER_PORT) return access;
  if (access.transport === 'udp') return 'profile-names-udp';
  return access.key.kind === 'unsupported' ? access.key.reason : access.key;
}
