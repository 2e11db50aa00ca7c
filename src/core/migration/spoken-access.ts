import type { OpenVpnAccess } from '../control-key.ts';
import { type GatewayProfile, type ProfileReading, undotted } from '../gateway-profile.ts';

/**
 * Where a gateway can be asked by one of its profiles, or by one `remote` of several, what the others say of the way to it
 * is left out: they name UDP, or a key that cannot be used here.
 */
export function withSpokenAccess<T extends Pick<ProfileReading, 'gateways'>>(reading: T): T {
  const spoken = new Set(reading.gateways.filter(isSpoken).map(undotted));
  const gateways = reading.gateways.map((one): GatewayProfile => {
    if (isSpoken(one) || !spoken.has(undotted(one))) return one;
    const { openVpn: _left, ...rest } = one;
    return rest;
  });
  return { ...reading, gateways };
}

function isSpoken({ openVpn }: GatewayProfile): boolean {
  return openVpn !== undefined && canBeSpoken(openVpn);
}

function canBeSpoken({ transport, key }: OpenVpnAccess): boolean {
  return transport === 'tcp' && key.kind !== 'unsupported';
}
