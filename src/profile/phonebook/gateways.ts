import { gatewayName } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import type { PluginEntry } from '../../core/path/gateway-profile.ts';
import { blank, type FileSays, hostOrNull, unreadableServer } from '../file-says.ts';
import { copied, shownPath } from '../refused.ts';
import { type PhonebookEntry, parsePhonebook, RASET_VPN } from './phonebook.ts';

/**
 * The gateways of a phonebook: entries that can use SSTP (SSTP only, or automatic). Returns separately the
 * entries that never use SSTP, and those whose server is not a host name.
 *
 * @throws P2sError `input` with the file and the line
 */
export function phonebookGateways(
  bytes: Uint8Array,
  file: string,
): { gateways: FileSays[]; plugins: PluginEntry[] } {
  const gateways: FileSays[] = [];
  const plugins: PluginEntry[] = [];
  for (const one of inFile(file, () => parsePhonebook(bytes))) {
    const { name, kind, phoneNumber, vpnStrategy } = one;
    const entry = copied(withoutControls(name, 200));
    if (kind === 'openvpn-plugin') plugins.push({ file: shownPath(file), entry });
    const host = phoneNumber === null ? null : hostOrNull(phoneNumber);
    if (host !== null && isWithoutSstp(one))
      plugins.push({
        file: shownPath(file),
        entry,
        dials: { gateway: gatewayName(host), strategy: vpnStrategy ?? 0 },
      });
    if (kind !== 'sstp' && kind !== 'automatic') continue;
    if (host === null) {
      plugins.push({ file: shownPath(file), entry, unreadable: unreadableServer(phoneNumber) });
      continue;
    }
    const types = kind === 'sstp' ? (['SSTP'] as const) : null;
    gateways.push({ ...blank('phonebook', file), ...host, types, entry, strategy: vpnStrategy });
  }
  return { gateways, plugins };
}

/** ras.h: VS_PptpOnly 1, VS_L2tpOnly 3, VS_Ikev2Only 7. */
const WITHOUT_SSTP = [1, 3, 7];

/** A VPN that uses only one protocol other than SSTP. */
export function isWithoutSstp({
  kind,
  type,
  vpnStrategy,
}: Pick<PhonebookEntry, 'kind' | 'type' | 'vpnStrategy'>): boolean {
  const isVpn = kind === 'ikev2' || (kind === 'other' && type === RASET_VPN);
  return isVpn && vpnStrategy !== null && WITHOUT_SSTP.includes(vpnStrategy);
}

/** Adds the file name to errors in the content of a phonebook. */
export function inFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof P2sError)) throw error;
    const where = [shownPath(file), error.where].filter((part) => part !== null).join(', ');
    throw error.again({ code: 'input', where });
  }
}
