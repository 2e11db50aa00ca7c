import type { Gateway } from '../check.ts';
import type { ControlKey, OpenVpnAccess } from '../control-key.ts';
import { type ProfileReading, profilesOf } from '../gateway-profile.ts';

/**
 * How the gateway speaks OpenVPN, by its profiles: the `.ovpn` first, which names everything. Where one of several, or one
 * `remote` of several, can be spoken, those that name UDP or a key that cannot be used here do not count.
 */
export function openVpnAccessOf(
  reading: Pick<ProfileReading, 'gateways'>,
  gateway: Pick<Gateway, 'host' | 'port'>,
): OpenVpnAccess | null {
  const profiles = profilesOf(reading, gateway);
  const accesses = [
    ...profiles.filter(({ format }) => format === 'openvpn'),
    ...profiles.filter(({ format }) => format !== 'openvpn'),
  ].flatMap(({ openVpn }) => openVpn ?? []);
  return accesses.find((one) => typeof usableKey(one) !== 'string') ?? accesses[0] ?? null;
}

/** The key, or why there is none to speak with. */
export function usableKey(access: OpenVpnAccess | null): ControlKey | string {
  if (access === null) return 'no-profile';
  if (access.transport === 'udp') return 'profile-names-udp';
  return access.key.kind === 'unsupported' ? access.key.reason : access.key;
}
