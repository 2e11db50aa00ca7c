/**
 * Phonebooks in the form of Windows 10 and later, built line by line. Only the gateway matters; the rest is there
 * because real files have it.
 */
export interface PhonebookEntryText {
  name: string;
  server: string;
  /** VS_*; absent: the key is left out. */
  strategy?: number;
  device?: string;
  /** RASET_*. */
  type?: number;
  /** The data of an app from the Store, cut into lines. */
  thirdParty?: readonly string[];
  proxyFlags?: number;
  proxySettingsModified?: number;
  /** `Encoding=1`. */
  utf8?: boolean;
}

/** The lines of one entry, with keys that repeat and the three kinds of sub-blocks. */
export function entryLines(entry: PhonebookEntryText): string[] {
  const { name, server, strategy, device = 'WAN Miniport (SSTP)', type = 2, thirdParty = [''] } = entry;
  return [
    `[${name}]`,
    ...(entry.utf8 === false ? [] : ['Encoding=1']),
    'PBVersion=8',
    `Type=${type}`,
    'AutoLogon=0',
    'DialParamsUID=3145906',
    'Guid=00112233445566778899AABBCCDDEEFF',
    ...(strategy === undefined ? [] : [`VpnStrategy=${strategy}`]),
    'CustomAuthKey=13',
    'CustomAuthData=314442430D000000A40000000100000047000000FB0000004100000002000000',
    'CustomAuthData=0200000000000000000000000000000000000000000000000000000000000000',
    'IpDnsSuffix=contoso.example',
    'DnsSuffixSearchList=contoso.example',
    'DnsSuffixSearchList=branch.contoso.example',
    'NumNrptRules=0',
    'TrustedNetworks=office.contoso.example',
    'TrustedNetworks=plant.contoso.example',
    `ProxyFlags=${entry.proxyFlags ?? 0}`,
    `ProxySettingsModified=${entry.proxySettingsModified ?? 0}`,
    ...thirdParty.map((line) => `ThirdPartyProfileInfo=${line}`),
    '',
    'NETCOMPONENTS=',
    'ms_msclient=1',
    'ms_server=0',
    '',
    'MEDIA=rastapi',
    'Port=VPN2-1',
    `Device=${device}`,
    '',
    `DEVICE=${device === '' ? 'modem' : 'vpn'}`,
    `PhoneNumber=${server}`,
    'AreaCode=',
    'CountryCode=0',
    'UseDialingRules=0',
    'Comment=',
    'FriendlyName=',
    'LastSelectedPhone=0',
    'PromoteAlternates=0',
    'TryNextAlternateOnFail=1',
    '',
  ];
}

/** The entry that the Azure VPN Client makes: strategy 5, no device, its own profile. */
export function azureVpnClientEntry(name: string): PhonebookEntryText {
  return {
    name,
    server: 'azuregateway-0f0f0f0f.vpn.azure.com',
    strategy: 5,
    device: '',
    thirdParty: ['4D6963726F736F66742E417A75726556706E', '3C617A76706E70726F66696C653E'],
  };
}

export function phonebookText(entries: readonly PhonebookEntryText[], eol = '\r\n'): string {
  return entries.map((entry) => entryLines(entry).join(eol) + eol).join('');
}

/** The data of the Azure VPN Client for a profile: XML in UTF-16LE as hexadecimal, cut into lines. */
export function thirdPartyLines(xml: string, before = ''): string[] {
  const hex = before + Buffer.from(`${xml}\0`, 'utf16le').toString('hex').toUpperCase();
  return hex.match(/.{1,256}/g) ?? [''];
}

export interface ManagerText {
  server: string;
  name?: string;
  /** VS_*; `null` leaves the key out. */
  strategy?: number | null;
  tunnel?: 0 | 1;
  eapType?: number;
}

/** Settings of a Connection Manager profile (.cms) as CMAK writes them. */
export function managerSettings(text: ManagerText): string {
  const { server, name = 'Contoso', strategy = 6, tunnel = 1, eapType = 13 } = text;
  return [
    '[Profile Format]',
    'Version=4',
    '',
    '[ISP]',
    'PBFile=',
    'Mask&SignOn=0x0001',
    '',
    '[Connection Manager]',
    'RedialCount=3',
    `ServiceName=${name}`,
    `DUN=${name}`,
    'Dialup=0',
    'Direct=1',
    `Tunnel=${tunnel}`,
    `TunnelAddress=${server}`,
    'TunnelFile=',
    `TunnelDUN=${name} Tunnel`,
    '',
    '[Pre-Connect Actions]',
    '',
    `[Server&${name} Tunnel]`,
    'NetworkLogon=0',
    'Require_EAP=1',
    `CustomAuthKey=${eapType}`,
    '',
    `[Networking&${name} Tunnel]`,
    ...(strategy === null ? [] : [`VpnStrategy=${strategy}`]),
    'VpnEntry=1',
    '',
    `[Networking&${name}]`,
    'VpnStrategy=1',
    '',
  ].join('\r\n');
}
