import { type PhonebookValue, readPhonebookText, valuesNamed } from './text.ts';

/**
 * `automatic`: several protocols in turn, including SSTP. `openvpn-plugin`: a Store app (the Azure VPN Client)
 * connects, regardless of the entry's protocol. `other`: never SSTP, or not a VPN.
 */
export type PhonebookKind = 'sstp' | 'ikev2' | 'automatic' | 'openvpn-plugin' | 'other';

export interface PhonebookEntry {
  /** Name of the connection, as Windows shows it; untrusted. */
  name: string;
  /** Line where the entry begins. */
  line: number;
  kind: PhonebookKind;
  /** The VPN server: `HOST` or `HOST:PORT` as stored; `null` when there is none. Untrusted. */
  phoneNumber: string | null;
  /** VS_* of ras.h; `null` when it is missing or not a number. */
  vpnStrategy: number | null;
  /** Localized device name (`WAN Miniport (SSTP)`). */
  device: string | null;
  /** RASET_* of ras.h; 2 is a VPN. */
  type: number | null;
  /** Whether the connection has its own proxy settings, and which. */
  proxyFlags: number | null;
  proxySettingsModified: number | null;
  /** EAP type for sign-in (`CustomAuthKey`): 13 EAP-TLS, 25 PEAP, 26 EAP-MSCHAPv2. */
  eapType: number | null;
  /**
   * `ThirdPartyProfileInfo` is not empty. It holds the app's whole profile, including secrets, so it is not kept.
   */
  thirdParty: boolean;
}

/** ras.h: VS_SstpOnly 5, VS_SstpFirst 6. */
const SSTP = [5, 6];
/** ras.h: VS_Ikev2Only. */
const IKEV2_ONLY = 7;
/**
 * ras.h: VS_Default 0, VS_PptpFirst 2, VS_L2tpFirst 4, VS_Ikev2First 8, VS_PptpSstp 12, VS_L2tpSstp 13,
 * VS_Ikev2Sstp 14, VS_ProtocolList 15. The "first" strategies fall back to the other protocols.
 */
const SEVERAL = [0, 2, 4, 8, 12, 13, 14, 15];
/** ras.h: RASET_Vpn. */
export const RASET_VPN = 2;

/**
 * The entries of a rasphone.pbk in file order, including repeated names. Any input gives a result or a P2sError
 * `input` with the line.
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
  // Without a device, the VPN client of Windows cannot use the entry, so the strategy does not matter.
  if (!isVpn || (device === null && deviceClass === null)) return 'other';
  return kindOfStrategy(vpnStrategy);
}

/** The protocols of a strategy (VS_* of ras.h); a missing one means the default. */
export function kindOfStrategy(vpnStrategy: number | null): PhonebookKind {
  const strategy = vpnStrategy ?? 0;
  if (SSTP.includes(strategy)) return 'sstp';
  if (strategy === IKEV2_ONLY) return 'ikev2';
  return SEVERAL.includes(strategy) ? 'automatic' : 'other';
}

/** Keys that differ only in case. */
const CASE_SENSITIVE = ['Device', 'DEVICE'];

/** The first value that is not empty, in any case: an entry may have several links and alternate numbers. */
function firstOf(values: readonly PhonebookValue[], key: string): string | null {
  const filled = values.filter(({ value }) => value !== '');
  const exact = filled.find((one) => one.key === key);
  const alike = (one: PhonebookValue) =>
    one.key.toLowerCase() === key.toLowerCase() && !CASE_SENSITIVE.includes(one.key);
  return (exact ?? filled.find(alike))?.value ?? null;
}

/** Unsigned 32-bit, decimal. */
function numberIn(text: string | null): number | null {
  if (text === null || !/^\d{1,10}$/.test(text)) return null;
  const number = Number(text);
  return number <= 0xffffffff ? number : null;
}
