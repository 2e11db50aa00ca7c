import { type PhonebookValue, readPhonebookText, valuesNamed } from './phonebook-text.ts';

/**
 * `automatic`: several protocols in turn, SSTP among them. `openvpn-plugin`: an app from the Store does the work (the
 * Azure VPN Client), whatever protocol the entry names. `other`: never SSTP, or no VPN.
 */
export type PhonebookKind = 'sstp' | 'ikev2' | 'automatic' | 'openvpn-plugin' | 'other';

export interface PhonebookEntry {
  /** Of the connection, as Windows shows it; from outside. */
  name: string;
  /** Line of the file on which the entry begins. */
  line: number;
  kind: PhonebookKind;
  /** The VPN server: `HOST` or `HOST:PORT` as stored; `null` when there is none. From outside. */
  phoneNumber: string | null;
  /** VS_* of ras.h; `null` when it is not there or no number. */
  vpnStrategy: number | null;
  /** Name of the device, localised (`WAN Miniport (SSTP)`). */
  device: string | null;
  /** RASET_* of ras.h; 2 is a VPN. */
  type: number | null;
  /** Whether, and which, proxy settings of its own the connection has. */
  proxyFlags: number | null;
  proxySettingsModified: number | null;
  /** Number of the EAP type that signs in (`CustomAuthKey`): 13 EAP-TLS, 25 PEAP, 26 EAP-MSCHAPv2. */
  eapType: number | null;
  /** `ThirdPartyProfileInfo` is filled. It holds the app's whole profile, secrets too, and is not carried. */
  thirdParty: boolean;
}

/** ras.h: VS_SstpOnly 5, VS_SstpFirst 6. */
const SSTP = [5, 6];
/** ras.h: VS_Ikev2Only. */
const IKEV2_ONLY = 7;
/**
 * ras.h: VS_Default 0, VS_PptpFirst 2, VS_L2tpFirst 4, VS_Ikev2First 8, VS_PptpSstp 12, VS_L2tpSstp 13,
 * VS_Ikev2Sstp 14, VS_ProtocolList 15. The "first" ones go on to the other protocols.
 */
const SEVERAL = [0, 2, 4, 8, 12, 13, 14, 15];
/** ras.h: RASET_Vpn. */
export const RASET_VPN = 2;

/**
 * The entries of a rasphone.pbk in their order, repeated names too. Any bytes give a result or a P2sError `input`
 * with the line.
 */
export function parsePhonebook(bytes: Uint8Array): PhonebookEntry[] {
  return readPhonebookText(bytes).map(({ name, line, values }) => {
    const top = values.filter(({ block }) => block === null);
    const number = (key: string) => numberIn(firstOf(top, key));
    const facts = {
      vpnStrategy: number('VpnStrategy'),
      device: firstOf(values, 'Device'),
      type: number('Type'),
      thirdParty: valuesNamed(values, 'ThirdPartyProfileInfo').some((value) => value !== ''),
    };
    return {
      name,
      line,
      kind: kindOf(facts, firstOf(values, 'DEVICE')),
      phoneNumber: firstOf(values, 'PhoneNumber'),
      ...facts,
      proxyFlags: number('ProxyFlags'),
      proxySettingsModified: number('ProxySettingsModified'),
      eapType: number('CustomAuthKey'),
    };
  });
}

function kindOf(
  {
    vpnStrategy,
    device,
    type,
    thirdParty,
  }: Pick<PhonebookEntry, 'vpnStrategy' | 'device' | 'type' | 'thirdParty'>,
  deviceClass: string | null,
): PhonebookKind {
  if (thirdParty) return 'openvpn-plugin';
  const isVpn = type === RASET_VPN || (type === null && deviceClass?.toLowerCase() === 'vpn');
  // Without a device nothing of Windows' own dials it, and the strategy says nothing.
  if (!isVpn || (device === null && deviceClass === null)) return 'other';
  return kindOfStrategy(vpnStrategy);
}

/** What a strategy (VS_* of ras.h) comes to; without one it is the default. */
export function kindOfStrategy(vpnStrategy: number | null): PhonebookKind {
  const strategy = vpnStrategy ?? 0;
  if (SSTP.includes(strategy)) return 'sstp';
  if (strategy === IKEV2_ONLY) return 'ikev2';
  return SEVERAL.includes(strategy) ? 'automatic' : 'other';
}

/** What only case tells from one another. */
const TOLD_BY_CASE = ['Device', 'DEVICE'];

/** The first that is not empty: an entry may have several links and alternate numbers. A tool may have changed its case. */
function firstOf(values: readonly PhonebookValue[], key: string): string | null {
  const filled = values.filter(({ value }) => value !== '');
  const exact = filled.find((one) => one.key === key);
  const alike = (one: PhonebookValue) =>
    one.key.toLowerCase() === key.toLowerCase() && !TOLD_BY_CASE.includes(one.key);
  return (exact ?? filled.find(alike))?.value ?? null;
}

/** Unsigned 32-bit, decimal. */
function numberIn(text: string | null): number | null {
  if (text === null || !/^\d{1,10}$/.test(text)) return null;
  const number = Number(text);
  return number <= 0xffffffff ? number : null;
}
