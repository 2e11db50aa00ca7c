import type { VpnConnections } from '../core/evidence/local-evidence.ts';
import { withoutControls } from '../core/model/neutralise.ts';
import type { GatewayProfile, PluginEntry, ProfileReading, VpnType } from '../core/path/gateway-profile.ts';
import { blank, hostOrNull, unreadableServer } from './file-says.ts';

const CMDLET = 'Get-VpnConnection';
/** `TunnelType` as the cmdlet returns it. */
const TYPES: Readonly<Record<string, readonly VpnType[] | null>> = {
  sstp: ['SSTP'],
  // Several protocols in turn, including SSTP.
  automatic: null,
};

/**
 * The gateways from Get-VpnConnection that can use SSTP: connections of all users, and those of the current user
 * if that is the VPN user. `null`: the cmdlet was not run.
 */
export function connectionGateways(
  asked: VpnConnections | null,
  vpnUser: { sid: string } | null,
): ProfileReading {
  const isTheirs = asked?.sid != null && asked.sid.toUpperCase() === vpnUser?.sid.toUpperCase();
  const gateways: GatewayProfile[] = [];
  const plugins: PluginEntry[] = [];
  for (const { name, server, tunnelType, allUsers } of asked?.connections ?? []) {
    const types = TYPES[tunnelType.toLowerCase()];
    if (types === undefined || !(allUsers || isTheirs)) continue;
    const entry = withoutControls(name, 200);
    const host = hostOrNull(server);
    if (host === null) plugins.push({ file: CMDLET, entry, unreadable: unreadableServer(server) });
    else
      gateways.push({
        ...blank('vpn-connection', CMDLET),
        ...host,
        types,
        entry,
        package: `${CMDLET} ${name}`,
      });
  }
  return { gateways, roots: [], plugins };
}
