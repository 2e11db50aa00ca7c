import { describe, expect, it } from 'vitest';
import { encodeWinHttpBlob, freshWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import { encodeWinInetBlob, freshWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import { explain } from '../../support/stories/runs.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const KEY = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const USER = `HKEY_CURRENT_USER\\${KEY}`;
const DIRECT = '\nCurrent WinHTTP proxy settings:\n\n    Direct access (no proxy server).\n';
const netsh = (proxy: string, bypass = '(none)') =>
  `Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  ${proxy}\n    Bypass List     :  ${bypass}\n`;
const query = (...values: string[]) => `\n${USER}\n${values.map((one) => `    ${one}`).join('\n')}\n`;
const ON = 'ProxyEnable    REG_DWORD    0x1';
const OFF = 'ProxyEnable    REG_DWORD    0x0';
const AGENT = 'User Agent    REG_SZ    Mozilla/4.0 (compatible; MSIE 8.0; Win32)';
const server = (list: string) => `ProxyServer    REG_SZ    ${list}`;
const listOf = (...values: string[]) =>
  [
    ...values,
    'PSPath       : Microsoft.PowerShell.Core\\Registry::HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\Cur',
    '               rentVersion\\Internet Settings',
    'PSDrive      : HKCU',
  ].join('\n');
const reg = (...keys: [key: string, ...values: string[]][]) =>
  [
    'Windows Registry Editor Version 5.00',
    ...keys.map(([key, ...values]) => [`[${key}]`, ...values].join('\n')),
  ].join('\n\n');
const bytesOf = (bytes: Uint8Array) =>
  `hex:${[...bytes].map((one) => one.toString(16).padStart(2, '0')).join(',')}`;
const BLOB = encodeWinInetBlob({ ...freshWinInetBlob(), flags: 3, proxy: '10.0.0.1:3128' });
const WINHTTP = encodeWinHttpBlob({ ...freshWinHttpBlob(), flags: 3, proxy: '10.0.0.1:3128' });
const event = (id: number, provider: string, ...data: string[]) =>
  `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="${provider}"/><EventID Qualifiers="0">${id}</EventID><Level>2</Level><TimeCreated SystemTime="2026-12-01T07:31:02.000Z"/><Computer>PC-17.contoso.test</Computer></System><EventData>${data.map((one) => `<Data>${one}</Data>`).join('')}</EventData></Event>`;

/**
 * What people paste, and the answer: the state with the finding that leads, or what it is; what else it has; `+` what
 * is missing; `?` the number of parts that are not understood. `-`: nothing known.
 */
const TEXTS: readonly (readonly [name: string, text: string, answer: string])[] = [
  ['netsh, English', DIRECT, 'winhttp-direct +wininet +code'],
  [
    'netsh, German',
    'Aktuelle WinHTTP-Proxyeinstellungen:\n\n    Direktzugriff (kein Proxyserver).',
    'winhttp-direct +wininet +code',
  ],
  [
    'netsh, French',
    'Paramètres de proxy WinHTTP actuels :\n\n    Accès direct (sans serveur proxy).',
    'winhttp-direct +wininet +code',
  ],
  [
    'netsh, Japanese',
    '現在の WinHTTP プロキシ設定:\n\n    直接アクセス (プロキシ サーバーなし)。',
    'winhttp-direct +wininet +code',
  ],
  ['netsh with a proxy', netsh('10.0.0.1:3128'), 'winhttp-proxy +wininet +code'],
  [
    'netsh with a proxy, German',
    'Aktuelle WinHTTP-Proxyeinstellungen:\n\n    Proxyserver:  p.contoso.test:8080\n    Umgehungsliste     :  *.contoso.test;<local>',
    'winhttp-proxy +wininet +code',
  ],
  [
    'netsh with a proxy, Japanese',
    '現在の WinHTTP プロキシ設定:\n\n    プロキシ サーバー:  proxy:8080\n    バイパス一覧     :  (なし)',
    'winhttp-proxy +wininet +code',
  ],
  [
    'netsh with a proxy, French',
    'Paramètres de proxy WinHTTP actuels :\n\n    Serveur(s) proxy :  proxy:8080\n    Liste de contournement     :  (aucun)',
    'winhttp-proxy +wininet +code',
  ],
  ['netsh with quotation marks', netsh('\u201c10.0.0.1:3128\u201d'), 'winhttp-quotes +wininet +code'],
  ['netsh with a password', netsh('ana:secret@10.0.0.1:3128'), 'winhttp-credentials +wininet +code'],
  [
    'a console',
    `C:\\Users\\ana>netsh winhttp show proxy\n${DIRECT}\n\nC:\\Users\\ana>`,
    'winhttp-direct +wininet +code',
  ],
  ['reg query /v ProxyServer', query(server('10.0.0.1:3128')), 'wininet-proxy +proxy-enable +winhttp +code'],
  ['reg query', query(AGENT, OFF, server('10.0.0.1:3128')), 'wininet-direct +winhttp +code'],
  ['reg query /v ProxyEnable', query(ON), 'wininet-part +wininet +winhttp +code'],
  ['reg query of a proxy that is off', query(OFF), 'wininet-direct +auto-config-url +winhttp +code'],
  [
    'reg query with a PAC file',
    query(AGENT, OFF, 'AutoConfigURL    REG_SZ    http://pac.contoso.test/p.pac'),
    'wininet-automatic +winhttp +code',
  ],
  ['a line', 'ProxyServer 10.0.0.1:3128', 'wininet-proxy +proxy-enable +winhttp +code'],
  [
    'a line of a ticket',
    'The user has ProxyServer = 10.0.0.1:3128 and that is right',
    'wininet-proxy +proxy-enable +winhttp +code',
  ],
  [
    'Get-ItemProperty',
    listOf('ProxyEnable  : 1', 'ProxyServer  : 10.0.0.1:3128'),
    'wininet-proxy +winhttp +code',
  ],
  [
    'Select-Object',
    'ProxyEnable ProxyServer\n----------- -----------\n          1 10.0.0.1:3128',
    'wininet-proxy +winhttp +code',
  ],
  [
    '.reg text of the user',
    reg([USER, '"ProxyEnable"=dword:00000001', '"ProxyServer"="10.0.0.1:3128"']),
    'wininet-proxy +winhttp +code',
  ],
  [
    '.reg text of the connections',
    reg([`${USER}\\Connections`, `"DefaultConnectionSettings"=${bytesOf(BLOB)}`]),
    'wininet-proxy +winhttp +code',
  ],
  [
    'reg query of WinHTTP',
    `HKEY_LOCAL_MACHINE\\SOFTWARE\\${KEY.slice(9)}\\Connections\n    WinHttpSettings    REG_BINARY    ${hex(WINHTTP)}`,
    'winhttp-proxy +wininet +code',
  ],
  [
    'netsh winhttp show advproxy',
    '{\n  "Proxy":"",\n  "ProxyBypass":"",\n  "AutoconfigUrl":"",\n  "AutoDetect":true,\n  "PerUserProxySettings":true\n}',
    'advproxy',
  ],
  [
    'rasdial',
    'Connecting to Contoso VPN...\nVerifying username and password...\n\nRemote Access error 691 - The remote connection was denied.',
    '691',
  ],
  [
    'rasdial, German',
    'Verbindung mit Contoso VPN wird hergestellt...\n\nRAS-Fehler 812 - Die Verbindung wurde wegen einer Richtlinie verhindert.',
    '812',
  ],
  [
    'event 20227',
    event(
      20227,
      'RasClient',
      '{6C2F0A5C-1F3E-4B7D-9F56-0123456789AB}',
      'CONTOSO\\ana',
      'Contoso 2026',
      '-2146885613',
    ),
    '2148081683 +wininet +winhttp',
  ],
  ['RasSstp event 4', event(4, 'RasSstp', '407'), '2149122455 rassstp-4'],
  [
    'CAPI2 event 53',
    '<CryptRetrieveObjectByUrlWire><URL scheme="http">http://crl.contoso.test/ca.crl</URL><Result value="2EE7">The server name or address could not be resolved</Result></CryptRetrieveObjectByUrlWire>',
    'capi2-fetch 12007 +wininet +winhttp',
  ],
  [
    'the dialog',
    'The revocation function was unable to check revocation because the revocation server was offline. (Error 0x80092013)',
    '2148081683 +wininet +winhttp',
  ],
  [
    'the dialog, French',
    'La fonction de révocation n’a pas pu vérifier la révocation, car le serveur de révocation était déconnecté.',
    '2148081683 +wininet +winhttp',
  ],
  [
    'error 798',
    'A certificate could not be found that can be used with this Extensible Authentication Protocol. (Error 798)',
    '798',
  ],
  [
    'error 809, Japanese',
    'コンピューターと VPN サーバー間のネットワーク接続を確立できませんでした。(エラー 809)',
    '809',
  ],
  ['curl', 'curl: (56) CONNECT tunnel failed, response 407', '2149122455'],
  ['a code alone', '0x800b0109', '2148204809'],
  ['Windows Update', 'There were some problems installing updates. (0x80072ee2)', '12002'],
  ['its own word', 'FAIL (revocation-unreachable)', 'revocation-unreachable +wininet +winhttp'],
  ['a plea', 'Hello team, my VPN does not work since Monday, the proxy is on. Please help!', '-'],
  ['numbers', 'INC0004711, 10.12.8.117, 2026-11-28 17:31, ext. 809, room 691', '-'],
  ['a question about a value', 'What does ProxyServer mean? ProxyEnable is unclear to me.', '-'],
];
const COMBINATIONS: typeof TEXTS = [
  [
    'the three of them',
    'netsh: direct access\nProxyServer 10.0.0.1:3128\n0x80092013',
    'fix-available:winhttp-not-aligned 2148081683* +proxy-enable',
  ],
  [
    'netsh, reg query, event',
    `${DIRECT}${query(ON, server('10.0.0.1:3128'))}\n${event(20227, 'RasClient', '-2146885613')}`,
    'fix-available:winhttp-not-aligned 2148081683*',
  ],
  [
    'the same in Japanese',
    `現在の WinHTTP プロキシ設定:\n\n    直接アクセス (プロキシ サーバーなし)。\n\n${listOf('ProxyEnable  : 1', 'ProxyServer  : 10.0.0.1:3128')}\n\n失効サーバーがオフラインのため、失効の関数は失効を確認できませんでした。`,
    'fix-available:winhttp-not-aligned 2148081683*',
  ],
  [
    'equal settings',
    `${netsh('10.0.0.1:3128')}${query(ON, server('10.0.0.1:3128'))}\n0x80092013`,
    'done 2148081683',
  ],
  ['no setting of the user', `${DIRECT}\n0x80092013`, '2148081683 winhttp-direct +wininet'],
  [
    'no setting of WinHTTP',
    `${query(ON, server('10.0.0.1:3128'))}\n0x80092013`,
    '2148081683 wininet-proxy +winhttp',
  ],
  [
    'quotation marks',
    `${netsh('\u201c10.0.0.1:3128\u201d')}\n${query(ON, server('10.0.0.1:3128'))}`,
    'fix-available:winhttp-not-aligned winhttp-quotes* +code',
  ],
  [
    'a PAC file',
    `${DIRECT}\n${query(AGENT, OFF, 'AutoConfigURL    REG_SZ    http://pac.contoso.test/p.pac')}\n0x80092013`,
    'blocked:alignment-refused 2148081683',
  ],
  [
    'two computers',
    `${DIRECT}\n${netsh('10.0.0.1:3128')}\n${query(ON, server('10.0.0.1:3128'))}\n0x80092013`,
    '2148081683 winhttp-direct winhttp-proxy wininet-proxy +winhttp',
  ],
  [
    'a reply to a mail',
    `${DIRECT}\n- \`ProxyServer\`: \`10.0.0.1:3128\`\n0x80092013`.replaceAll('\n', '\n> '),
    'fix-available:winhttp-not-aligned 2148081683* +proxy-enable',
  ],
  [
    'a policy of the computer, and no setting of the user',
    `${DIRECT}\n${reg([`HKEY_LOCAL_MACHINE\\${KEY}`, '"ProxyServer"="10.0.0.9:3128"'])}`,
    'winhttp-direct +wininet +code',
  ],
  [
    '.reg text that is cut off',
    `${DIRECT}\n${reg([USER, '"ProxyServer"="10.0.0.1:3128"', '"ProxyEnable"=dword:0000'])}`,
    'winhttp-direct +wininet +code ?1',
  ],
  [
    'SOCKS, which blocks the change',
    `${DIRECT}\n${query(ON, server('socks=10.0.0.1:1080'))}`,
    'blocked:alignment-refused winhttp-direct +code',
  ],
  [
    'no error of settings, and a ticket',
    `Ticket 4711: it worked last week\n\n${DIRECT}\n${query(AGENT, OFF)}\n\n798\n\nThanks, Ana`,
    'done 798 ?2',
  ],
];

async function answerTo(text: string): Promise<string> {
  const { summary, explanation, exitCode, plan } = await explain(text);
  if (explanation === undefined) return exitCode === 3 ? '-' : `error ${exitCode}`;
  const { id, also = [], proved, missing = [], unread = [] } = explanation;
  const ids = [id, ...also.map((other) => other.id)].join(' ');
  const state = summary.code === null ? summary.state : `${summary.state}:${summary.code}`;
  return [
    ...(plan === null ? [] : [state]),
    `${ids}${proved === true ? '*' : ''}`,
    ...missing.toSorted((a, b) => b.localeCompare(a)).map((piece) => `+${piece}`),
    ...(unread.length === 0 ? [] : [`?${unread.length}`]),
  ].join(' ');
}

describe('explain, of anything that is pasted', () => {
  it.each([...TEXTS, ...COMBINATIONS])('%s', async (_name, text, answer) => {
    const [head = '', ...pieces] = answer.split(/ (?=[+?])/);
    const sorted = [head, ...pieces.toSorted((a, b) => b.localeCompare(a))].join(' ');
    expect(await answerTo(text)).toBe(sorted);
  });
});
