import { isOfApp, type PluginEntry } from '../../core/path/gateway-profile.ts';
import { isManagerFile, managerGateways } from '../connection-manager.ts';
import type { FileSays } from '../file-says.ts';
import { azureClientEntries } from './azure-client-entries.ts';
import { isNumberList } from './dialled-entries.ts';
import { phonebookGateways } from './gateways.ts';

/**
 * The gateways of a file with Windows connections: a phonebook, or the settings of a Connection Manager profile
 * (.cms). Entries of the Azure VPN Client are reported separately.
 *
 * @throws P2sError `input` with the file and the line
 */
export async function machineBook(
  bytes: Uint8Array,
  path: string,
): Promise<{ gateways: FileSays[]; plugins: PluginEntry[] }> {
  if (isManagerFile(path)) return managerGateways(bytes, path);
  if (isNumberList(bytes, path)) return { gateways: [], plugins: [] };
  const { gateways, plugins } = phonebookGateways(bytes, path);
  if (!plugins.some(isOfApp)) return { gateways, plugins };
  return { gateways: [...gateways, ...(await azureClientEntries(bytes, path))], plugins };
}
