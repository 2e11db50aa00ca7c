import { exportedBlob } from './reg-export.ts';

const INTERNET = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const CONTROL_PANEL = 'Policies\\Microsoft\\Internet Explorer\\Control Panel';
const USER = 'HKEY_CURRENT_USER\\Software';
const MACHINE = 'HKEY_LOCAL_MACHINE\\SOFTWARE';
const PROXY = 'proxy.contoso.example:8080';

/** The content of a machine beside empty keys. */
interface Odd {
  /** Values beside the blob. */
  mirror?: readonly string[];
  /** Values below Connections, of the user and of WinHTTP. */
  user?: readonly string[];
  winHttp?: readonly string[];
  policy?: readonly [key: string, value: string];
}

/** Each policy that can own a setting, and each value that only looks like one. */
const POLICIES: Odd[] = (
  [
    [`${USER}\\Policies\\${INTERNET}`, '"ProxyEnable"=dword:00000000'],
    [`${MACHINE}\\Policies\\${INTERNET}`, '"ProxyServer"="policy.contoso.example:1"'],
    [`${USER}\\Policies\\${INTERNET}`, '"ProxyOverride"=""'],
    [`${MACHINE}\\Policies\\${INTERNET}`, '"AutoConfigURL"="http://pac.contoso.example/p.pac"'],
    [`${USER}\\${CONTROL_PANEL}`, '"Proxy"=dword:00000001'],
    [`${MACHINE}\\${CONTROL_PANEL}`, '"Autoconfig"=dword:00000001'],
    [`${MACHINE}\\${CONTROL_PANEL}`, '"Proxy"=dword:00000000'],
    [`${MACHINE}\\Policies\\${INTERNET}`, '"ProxySettingsPerUser"=dword:00000000'],
    [`${MACHINE}\\Policies\\${INTERNET}`, '"ProxySettingsPerUser"=dword:00000001'],
    [`${MACHINE}\\Policies\\${INTERNET}`, '"ProxySettingsPerUser"="0"'],
  ] as const
).map((policy) => ({
  mirror: ['"ProxyEnable"=dword:00000001', '"ProxyServer"="other.contoso.example:1"'],
  policy,
}));

const lan = (head: [number, number, number], ...texts: string[]) =>
  `"DefaultConnectionSettings"=${exportedBlob(head, texts, 32)}`;

const STORES: Odd[] = [
  // Switched on, without a server, and no blob.
  { mirror: ['"ProxyEnable"=dword:00000001'] },
  // A list beside the blob that is not in the blob.
  {
    mirror: ['"ProxyEnable"=dword:00000001', '"ProxyOverride"="old"'],
    user: [lan([0x46, 9, 3], PROXY, '', '')],
  },
  { mirror: ['"ProxyServer"=dword:00000001'], user: [lan([0x46, 0xffffffff, 2], PROXY, '<local>', '')] },
  { user: ['"DefaultConnectionSettings"="text"'], winHttp: ['"WinHttpSettings"="text"'] },
  // Versions of an unknown Windows.
  {
    user: [lan([0x99, 1, 3], PROXY, '', '')],
    winHttp: [`"WinHttpSettings"=${exportedBlob([0x99, 0, 3], [PROXY, ''])}`],
  },
  { winHttp: [`"WinHttpSettings"=${exportedBlob([0x46, 0, 3], [PROXY, '', ''], 32)}`] },
  { winHttp: [`"WinHttpSettings"=${exportedBlob([0x18, 5, 3], ['', ''])}`] },
];

/** Machines with unusual settings, one for each peculiarity. */
export function oddMachines(): Buffer[] {
  return [...POLICIES, ...STORES].map(({ mirror = [], user = [], winHttp = [], policy }) =>
    Buffer.from(
      [
        'Windows Registry Editor Version 5.00',
        `[${USER}\\${INTERNET}]`,
        ...mirror,
        `[${USER}\\${INTERNET}\\Connections]`,
        ...user,
        `[${MACHINE}\\${INTERNET}]`,
        `[${MACHINE}\\${INTERNET}\\Connections]`,
        ...winHttp,
        ...(policy === undefined ? [] : [`[${policy[0]}]`, policy[1]]),
        '',
      ].join('\r\n'),
    ),
  );
}
