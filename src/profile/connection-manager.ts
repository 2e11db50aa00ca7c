import { gatewayName } from '../core/model/check.ts';
import { withoutControls } from '../core/model/neutralise.ts';
import type { PluginEntry } from '../core/path/gateway-profile.ts';
import { blank, type FileSays, hostOrNull, unreadableServer } from './file-says.ts';
import { inFile, isWithoutSstp } from './phonebook/gateways.ts';
import { kindOfStrategy, type PhonebookKind, RASET_VPN } from './phonebook/phonebook.ts';
import { type PhonebookSection, readPhonebookText } from './phonebook/text.ts';
import { copied, shownPath } from './refused.ts';

/** The VPN settings of a Connection Manager profile. */
export interface ManagerProfile {
  /** Display name; untrusted. */
  name: string;
  kind: PhonebookKind;
  /** `HOST` as stored; `null` when there is none. Untrusted. */
  server: string | null;
  /** VS_* of ras.h; `null` when it is missing. */
  vpnStrategy: number | null;
  /** As in a phonebook. */
  eapType: number | null;
}

/**
 * Reads the settings (.cms) of a Connection Manager profile, which the native package of an Azure gateway
 * installs. Sections, keys and values as in an .ini file (Microsoft: "Connection Manager keys", "Networking
 * keys"). The section `Connection Manager` has the server in `TunnelAddress`, and in `TunnelDUN` the NAME of its
 * settings, which are in `Networking&NAME` and `Server&NAME`. Neither case nor order matter.
 *
 * @throws P2sError `input` with the line
 */
export function parseManagerProfile(bytes: Uint8Array): ManagerProfile {
  const sections = readPhonebookText(bytes);
  const main = valueIn(sections, 'connection manager');
  const dun = main('tunneldun') ?? main('dun') ?? '';
  const strategy = numberIn(valueIn(sections, `networking&${dun}`)('vpnstrategy'));
  const isTunnel = main('tunnel') !== '0';
  return {
    name: main('servicename') ?? '',
    kind: isTunnel ? kindOfStrategy(strategy) : 'other',
    server: isTunnel ? main('tunneladdress') : null,
    vpnStrategy: strategy,
    eapType: numberIn(valueIn(sections, `server&${dun}`)('customauthkey')),
  };
}

/**
 * The gateway of a profile that can use SSTP; otherwise the entry that cannot, or whose server is not a host
 * name.
 */
export function managerGateways(
  bytes: Uint8Array,
  file: string,
): { gateways: FileSays[]; plugins: PluginEntry[] } {
  const { name, kind, server, vpnStrategy } = inFile(file, () => parseManagerProfile(bytes));
  const host = server === null ? null : hostOrNull(server);
  const nothing = { gateways: [], plugins: [] };
  const entry = copied(withoutControls(name, 200));
  const mayDialSstp = kind === 'sstp' || kind === 'automatic';
  if (host === null) {
    const unreadable = unreadableServer(server);
    return mayDialSstp ? { ...nothing, plugins: [{ file: shownPath(file), entry, unreadable }] } : nothing;
  }
  if (isWithoutSstp({ kind, type: RASET_VPN, vpnStrategy })) {
    const dials = { gateway: gatewayName(host), strategy: vpnStrategy ?? 0 };
    return { ...nothing, plugins: [{ file: shownPath(file), entry, dials }] };
  }
  if (!mayDialSstp) return nothing;
  const types = kind === 'sstp' ? (['SSTP'] as const) : null;
  const named = { entry: entry === '' ? null : entry, strategy: vpnStrategy };
  return { ...nothing, gateways: [{ ...blank('connection-manager', file), ...host, types, ...named }] };
}

/** Whether a file name is one of Connection Manager settings. */
export function isManagerFile(path: string): boolean {
  return /\.cms$/i.test(path);
}

/** Reads a section by lower-case keys; the first value that is not empty counts. */
function valueIn(sections: readonly PhonebookSection[], name: string): (key: string) => string | null {
  const section = sections.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  const values = section.flatMap((one) => one.values);
  return (key) => values.find((one) => one.key.toLowerCase() === key && one.value !== '')?.value ?? null;
}

/** An .ini number; anything else is `null`. */
function numberIn(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text) && Number(text) <= 0xffffffff ? Number(text) : null;
}
