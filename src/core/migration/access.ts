import type { Gateway } from '../model/check.ts';
import {
  type GatewayProfile,
  type ProfileReading,
  profilesOf,
  profilesOfHost,
  undottedHost,
} from '../path/gateway-profile.ts';
import type { ControlKey, OpenVpnAccess } from '../security/control-key.ts';

/** Why nothing can be asked on a port, where the profiles name TCP on another one of the host. */
export const OTHER_PORT = 'profile-names-other-port';

/**
 * How the gateway speaks OpenVPN, by its profiles: the `.ovpn` first, which names everything. Where one of several, or one
 * `remote` of several, can be spoken, those that name UDP or a key that cannot be used here do not count. Where none is
 * of this port, one that names another port of the host says why nothing can be asked.
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

/** The first port of the host, other than this one, for which a profile names TCP. */
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
 * The gateways to be judged: a port that profiles name for OpenVPN over UDP alone cannot be asked, so it does not count
 * beside another port of the same host. Where a host has none but such ports, the first stands for it.
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

/** The key, or why there is none to speak with. */
export function usableKey(access: ReturnType<typeof openVpnAccessOf>): ControlKey | string {
  if (access === null) return 'no-profile';
  if (access === OTHER_PORT) return access;
  if (access.transport === 'udp') return 'profile-names-udp';
  return access.key.kind === 'unsupported' ? access.key.reason : access.key;
}
