import { P2sError } from '../core/errors.ts';
import type { PluginEntry } from '../core/gateway-profile.ts';
import { withoutControls } from '../core/neutralise.ts';
import { blank, type FileSays, hostOrNull } from './file-says.ts';
import { parsePhonebook } from './phonebook.ts';
import { copied, shownPath } from './refused.ts';

/**
 * The gateways of a phonebook: its entries that may dial SSTP (by strategy alone, or automatically), and those that an
 * app from the Store serves. An entry whose server is no host name is passed over.
 *
 * @throws P2sError `input` with the file and the line
 */
export function phonebookGateways(
  bytes: Uint8Array,
  file: string,
): { gateways: FileSays[]; plugins: PluginEntry[] } {
  const gateways: FileSays[] = [];
  const plugins: PluginEntry[] = [];
  for (const { name, kind, phoneNumber, vpnStrategy } of inFile(file, () => parsePhonebook(bytes))) {
    const entry = copied(withoutControls(name, 200));
    if (kind === 'openvpn-plugin') plugins.push({ file: shownPath(file), entry });
    const host = phoneNumber === null ? null : hostOrNull(phoneNumber);
    if (host === null || (kind !== 'sstp' && kind !== 'automatic')) continue;
    const types = kind === 'sstp' ? (['SSTP'] as const) : null;
    gateways.push({ ...blank('phonebook', file), ...host, types, entry, strategy: vpnStrategy });
  }
  return { gateways, plugins };
}

/** Errors in the content of a phonebook get the name of the file. */
export function inFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof P2sError)) throw error;
    const where = [shownPath(file), error.where].filter((part) => part !== null).join(', ');
    throw error.again({ code: 'input', where });
  }
}
