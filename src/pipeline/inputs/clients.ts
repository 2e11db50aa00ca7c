import { win32 } from 'node:path';
import type { VpnClients } from '../../core/migration/model.ts';
import type { Observation } from '../../core/model/observation.ts';
import { isOfApp, type ProfileReading } from '../../core/path/gateway-profile.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { FilePort } from '../../files/port.ts';
import type { Ports } from '../run/ports.ts';

/** The Store app, by its package family. */
const AZURE_VPN_CLIENT = ['Packages', 'Microsoft.AzureVpn_8wekyb3d8bbwe'];
/** OpenVPN (GUI), and OpenVPN Connect. */
const OPENVPN = [
  ['OpenVPN', 'bin', 'openvpn.exe'],
  ['OpenVPN Connect', 'OpenVPNConnect.exe'],
];

/**
 * Which VPN clients are installed, as far as known: on this Windows by their folders, elsewhere only by the
 * computer's phonebooks. The app's folder is that of the current user, who may not be the VPN user.
 */
export async function clientsOf(
  { platform, env }: Pick<Ports, 'platform' | 'env'>,
  seen: { kind: string | null; observation: Observation | null; known: Pick<ProfileReading, 'plugins'> },
  files: Pick<FilePort, 'info'> = nodeFiles(),
): Promise<VpnClients> {
  const here = platform === 'win32' && seen.kind !== 'recorded' && seen.kind !== 'remote';
  const entry = seen.known.plugins.some(isOfApp) ? true : null;
  if (!here)
    return { windows: seen.observation === null ? null : true, azureVpnClient: entry, openVpn: null };
  const isThere = async (folder: string | undefined, parts: readonly string[]) => {
    if (folder === undefined || folder === '') return null;
    const info = await files.info(win32.join(folder, ...parts)).catch(() => undefined);
    return info === undefined ? null : info !== null;
  };
  const app = await isThere(env.LOCALAPPDATA, AZURE_VPN_CLIENT);
  const programs = await Promise.all(OPENVPN.map((parts) => isThere(env.ProgramFiles, parts)));
  return {
    windows: true,
    azureVpnClient: app === true ? true : entry,
    openVpn: programs.includes(true) ? true : programs.includes(null) ? null : false,
  };
}
