import { P2sError } from '../../core/model/errors.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import { isOfApp, type PluginEntry } from '../../core/path/gateway-profile.ts';
import { isManagerFile, managerGateways } from '../connection-manager.ts';
import { blank, type FileSays } from '../file-says.ts';
import { copied } from '../refused.ts';
import { isNumberList } from './dialled-entries.ts';
import { phonebookGateways } from './gateways.ts';
import { type PhonebookSection, readPhonebookText, valuesNamed } from './text.ts';

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

/** The start of the profile in UTF-16LE; the client may write other bytes before it. */
const START = Buffer.from('<azvpnprofile', 'utf16le').toString('latin1');

/**
 * The profiles of the Azure VPN Client in a phonebook. Each entry's `ThirdPartyProfileInfo` is the XML of
 * azurevpnconfig.xml in UTF-16LE, as hexadecimal lines. Returns the gateway (OpenVPN) and the expected root;
 * skips keys, entries of other apps, and damaged entries.
 *
 * @throws P2sError `input` where the file is not a phonebook
 */
export async function azureClientEntries(bytes: Uint8Array, file: string): Promise<FileSays[]> {
  const found: FileSays[] = [];
  for (const section of readPhonebookText(bytes)) {
    const profile = profileIn(section);
    if (profile === null) continue;
    const { readProfileXml } = await import('../profile-xml.ts');
    const entry = copied(withoutControls(section.name, 200));
    try {
      const says = readProfileXml(profile, file, { keys: false });
      const { source } = blank('phonebook', file);
      found.push(...says.map((one) => ({ ...one, source, entry })));
    } catch (error) {
      if (!(error instanceof P2sError)) throw error;
    }
  }
  return found;
}

function profileIn({ values }: PhonebookSection): Uint8Array | null {
  const hex = valuesNamed(values, 'ThirdPartyProfileInfo');
  const text = Buffer.from(hex.join(''), 'hex').toString('latin1');
  const start = text.toLowerCase().indexOf(START);
  if (start === -1) return null;
  const whole = Buffer.from(text.slice(start), 'latin1').toString('utf16le');
  // The client may write a terminating zero and other bytes after the XML.
  const end = whole.lastIndexOf('>');
  return Buffer.from(`\ufeff${whole.slice(0, end + 1)}`, 'utf16le');
}
