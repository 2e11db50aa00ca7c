import type { VpnConnections } from '../core/evidence/vpn-connections.ts';
import type { GatewayProfile, ProfileReading, VpnType } from '../core/gateway-profile.ts';
import { withoutControls } from '../core/neutralise.ts';
import { blank, hostOrNull } from './file-says.ts';

/** `TunnelType` as the cmdlet writes it. */
const TYPES: Readonly<Record<string, readonly VpnType[] | null>> = {
  sstp: ['SSTP'],
  // Several protocols in turn, SSTP among them.
  automatic: null,
};

/**
 * The gateways of what Get-VpnConnection told that may be dialled by SSTP: those of all users, and those of who asked,
 * where that is the VPN user. `null`: it was not asked.
 */
export function connectionGateways(
  asked: VpnConnections | null,
  vpnUser: { sid: string } | null,
): ProfileReading {
  const isTheirs = asked?.sid != null && asked.sid.toUpperCase() === vpnUser?.sid.toUpperCase();
  const gateways = (asked?.connections ?? []).flatMap(
    ({ name, server, tunnelType, allUsers }): GatewayProfile[] => {
      const types = TYPES[tunnelType.toLowerCase()];
      const host = hostOrNull(server);
      if (types === undefined || host === null || !(allUsers || isTheirs)) return [];
      const says = { ...blank('vpn-connection', 'Get-VpnConnection'), ...host, types };
      return [{ ...says, package: `Get-VpnConnection ${name}`, entry: withoutControls(name, 200) }];
    },
  );
  return { gateways, roots: [], plugins: [] };
}
