import { describe, expect, it } from 'vitest';
import { KNOWN_CODES } from '../../../src/core/explain/codes/codes.ts';
import { explainCode } from '../../../src/core/explain/explain.ts';
import { KNOWN_MESSAGES } from '../../../src/core/explain/messages.ts';
import { codesIn } from '../../../src/core/explain/pasted.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { Random } from '../../support/fuzz/random.ts';

describe('explain, of what people paste', () => {
  it.each([
    ['error 798', 798],
    ['(Error 691)', 691],
    ['#720', 720],
    ['エラー 809 が発生しました', 809],
    ['エラー コード：８０９', 809],
    ['Error code: 0x80092013.', 0x80092013],
    ['failed with -2146885613 today', 0x80092013],
    ['failed with −2146885613 today', 0x80092013],
    ['CRYPT_E_REVOCATION_OFFLINE (in German Windows)', 0x80092013],
    [
      'The revocation function was unable to check revocation because the revocation server was offline.',
      0x80092013,
    ],
    ['失効サーバーがオフラインのため、失効の関数は失効を確認できませんでした。', 0x80092013],
    [
      'CoId={6C2F0A5C-1F3E-4B7D-9F56-0123456789AB}: The user CONTOSO\\ana dialed a connection named Contoso which has failed. The error code returned on failure is 809.',
      809,
    ],
    [
      "CoId={6C2F0A5C-1F3E-4B7D-9F56-0123456789AB}: L'utilisateur CONTOSO\\ana a établi une connexion nommée Contoso 2026 qui a échoué. Le code d'erreur retourné en cas d'échec est 809.",
      809,
    ],
    ['CoId={6C2F0A5C-1F3E-4B7D-9F56-0123456789AB}: 连接已失败。失败时返回的代码为 809。\r\nEvent Xml:', 809],
    ['<EventID>20227</EventID>\n<Data>PC\\ana</Data>\n<Data>VPN 2</Data>\n<Data>809</Data>', 809],
    ['Fehler 691: Die Remoteverbindung wurde verweigert', 691],
    ['Erreur 691', 691],
    ['Codice errore: 798', 798],
    ['(Código 798)', 798],
    ['Błąd 798', 798],
    ['Fel 809', 809],
    ['Fejlkode 809', 809],
    ['Kód: 809', 809],
    ['798 error', 798],
    ['got a 798 error today', 798],
    ['798エラー', 798],
    ['HTTP/1.1 407 Proxy Authentication Required', 0x80190197],
    ['407 Proxy Authentication Required', 0x80190197],
    ['the proxy answers HTTP 407', 0x80190197],
    ['The error code returned on failure is -2146885613.', 0x80092013],
    ['The error code returned on failure is\n      809.', 809],
    [
      'The remote connection was not made because the\nattempted VPN tunnels failed. The VPN server might',
      800,
    ],
    ['Die Remoteverbindung wurde aufgrund von VPN-Tunnelfehlern nicht hergestellt.', 800],
    ['La connexion à distance n\u2019a pas été établie en raison de l\u2019échec des tunnels VPN', 800],
    ['試行された VPN\nトンネルが失敗した ため、リモート接続を確立できませんでした。', 800],
    ['konnte die\n    Sperrung nicht überprüfen, da der Sperrserver offline war.', 0x80092013],
    ['car le serveur de révocation était déconnecté', 0x80092013],
    ['<Result value="2EE7">', 12007],
    ['<TrustStatus><ErrorStatus value="1000040" CERT_TRUST_IS_OFFLINE_REVOCATION="true"/>', 0x80092013],
    ['curl: (56) CONNECT tunnel failed, response 407', 0x80190197],
    ["The proxy tunnel request to proxy 'http://p:8080/' failed with status code '407'.", 0x80190197],
    ['Dialing VPN connection X, Status = VPN Platform did not trigger connection', 1460],
    [
      'CoId={B5B1E7A6-1F3E-4B7D-9F56-0123456789AB}: The error code returned on failure is -2146885613.',
      0x80092013,
    ],
    ['2026-11-28 17:31:02 dial failed, error 691', 691],
    ['0x8009 2013', 0x80092013],
    ['failed: 0x8009\r\n2013.', 0x80092013],
    ['0x031e 2013', 798],
    [
      'The certificate received from the remote server was issued by an untrusted certificate authority.',
      0x80090325,
    ],
    [
      'Die Zertifikatkette wurde von einer nicht vertrauenswürdigen Zertifizierungsstelle ausgestellt.',
      0x80090325,
    ],
    ['信頼されていない機関によって証明書チェーンが発行されました。', 0x80090325],
    ['received from the remote server has either expired or is not yet valid', 0x800b0101],
    ['received from the remote server does not contain the expected name', 0x800b010f],
    ['The certificate received from the remote server has been revoked.', 0x800b010c],
    ['The sync could not be initiated (0x80072f9a).', 12186],
    ['s_client: HTTP CONNECT failed: 403 Forbidden', 0x80190193],
    ['canceled due to the configured HttpClient.Timeout of 100 seconds elapsing.', 12002],
    ['1764662412.114 0 10.12.8.117 TCP_DENIED/407 4213 CONNECT gw.test:443 - HIER_NONE/-', 0x80190197],
    ['<Data Name="HTTPResponseCode">407</Data>', 0x80190197],
  ])('%s', (text, value) => {
    const { win32, unsigned } = explainCode(text);
    expect(win32 ?? unsigned).toBe(value);
  });

  it.each([
    ['Remote Access error 800 - the attempted VPN tunnels failed. (0x80092013)', ['2148081683', '800']],
    ['Error 800 and 0x80092013 and 407', ['2148081683', '2149122455', '800']],
    ['0x80131500: ... HRESULT 0x80072EE7, error 809', ['12007', '2148734208', '809']],
    ['error 809, then error 798 and 0x80092013', ['798', '2148081683', '809']],
    ['809', ['809']],
    ['Error retrieving URL: Not found (404). 0x80190194\nERROR: 0x80092013', ['2148081683', '2149122452']],
    [
      'Current WinHTTP proxy settings:\n  Direct access.\n\nCurrent WinHTTP proxy settings:\n  Proxy Server(s) : \u201cp:80\u201d',
      ['winhttp-quotes', 'winhttp-direct'],
    ],
    ['RasSstp 1: The server name or address could not be resolved', ['12007', 'rassstp-1']],
    ['GetLastError=12180 (ERROR_WINHTTP_AUTODETECTION_FAILED), error 12002', ['12002', '12180']],
    ['<CryptRetrieveObjectByUrlWire><Timeout>PT15S</Timeout><Result value="5B4">', ['capi2-fetch', '1460']],
    ['Chain status: RevocationStatusUnknown, OfflineRevocation', ['2148081683', '2148081682']],
  ])('%s: the most specific leads, whatever the order', (text, ids) => {
    const { id, also = [] } = explainCode(text);
    expect([id, ...also.map((other) => other.id)]).toEqual(ids);
  });

  it('names codes that no table has beside the known one', () => {
    expect(explainCode('0x80092013 then 0x800b0102').unknown).toEqual(['0x800b0102']);
  });

  it.each([
    'dwErrorStatus = CERT_TRUST_REVOCATION_STATUS_UNKNOWN (0x40), CA_VERIFY_FLAGS_CONSOLE_TRACE (0x20000000)',
    '<Data>{6C2F0A5C}</Data><Binary>93010000</Binary>',
    '(問合せ番号 2026-11-0932)',
    '< HTTP/1.1 200 Connection established',
    '<Result value="0">',
    '<Data Name="CallerProcessId">756</Data>',
    'Level: Error   Computer: VAN-LT-551',
    'The Windows SChannel error state is 1205.',
    'Ticket #4471-B',
    'Downloader.cpp(185)\\WindowsPackageManager.dll',
    'ProxyEnable    REG_DWORD    0x5',
  ])('%s has no code', (text) => {
    expect(codesIn(text).filter(([, code]) => /\d/.test(code))).toEqual([]);
  });

  const refusal = (text: string) => {
    try {
      explainCode(text);
    } catch (error) {
      if (error instanceof P2sError) return error;
    }
    throw new Error(`explained: ${text}`);
  };

  it('does not take the start of a CoId for a code', () => {
    const text = 'CoId={B5B1E7A6-1F3E-4B7D-9F56-0123456789AB}: which has failed.';
    expect(codesIn(text)).toEqual([]);
    expect(refusal(text).message).not.toContain('b5b1e7a6');
  });

  it.each([
    ['20227', 'rasclient-20227'],
    ['RasClient, id=20227, failed', 'rasclient-20227'],
    ['RasSstp 1', 'rassstp-1'],
    ['RasSstp event ID 4', 'rassstp-4'],
    ['Source: RasSstp, event 23', 'rassstp-23'],
    ['Event ID 6 of RasSstp', 'rassstp-6'],
    ['RasSstp event 4, correlation ID 8F21', 'rassstp-4'],
    ['Source:        RasSstp\nDate:          1/6/2026 4:00:00 AM\nEvent ID:      23\n', 'rassstp-23'],
    ['Quelle:        RasSstp\nDatum:         06.01.2026 04:00:00\nEreignis-ID:   6\n', 'rassstp-6'],
    ['ソース:           RasSstp\n日付:            2026/01/06 4:00:00\nイベント ID:       4\n', 'rassstp-4'],
    ['<Provider Name="RasSstp" />\n<EventID Qualifiers="0">23</EventID>', 'rassstp-23'],
    [
      'connection to the remote access server was terminated because of a security check failure',
      'rassstp-6',
    ],
    ['The server has refused the Secure Socket Tunneling Protocol (SSTP) request.', 'rassstp-4'],
    ['Proxy authentication is not supported by this version of SSTP.', 'rassstp-23'],
    ['Could not establish trust relationship for the SSL/TLS secure channel.', 'dotnet-trust'],
    ['The remote certificate is invalid according to the validation procedure.', 'dotnet-trust'],
    ['The SSL connection could not be established, see inner exception.', 'dotnet-tls'],
    ['Server did not respond properly to VPN Control Packets. Session State: Reset sent', 'openvpn-control'],
    ["Impossible d'établir une relation de confiance pour le canal sécurisé SSL/TLS.", 'dotnet-trust'],
    ['The TLS protocol defined fatal alert code is 46.', 'schannel-alert'],
    ['リモート エンドポイントから致命的な警告を受け取りました。', 'schannel-alert'],
    ['   ProviderName: Microsoft-Windows-CAPI2\n\n30 Error', 'capi2-details'],
    ['TcpTestSucceeded       : False', 'tcp-direct'],
    ['{ "AutoDetect": false, "PerUserProxySettings": true }', 'advproxy'],
  ])('%s is a message or an event', (text, id) => {
    expect(explainCode(text)).toMatchObject({ kind: 'message', id });
    expect(explainCode(text)).not.toHaveProperty('hex');
  });

  it.each([
    ['Current WinHTTP proxy settings:\n\n    Direct access (no proxy server).', 'winhttp-direct', undefined],
    [
      'Aktuelle WinHTTP-Proxyeinstellungen:\r\n\r\n    Direktzugriff (kein Proxyserver).\r\n',
      'winhttp-direct',
      undefined,
    ],
    [
      'Paramètres de proxy WinHTTP actuels :\n\n    Accès direct (sans serveur proxy).',
      'winhttp-direct',
      undefined,
    ],
    [
      '現在の WinHTTP プロキシ設定:\n\n    直接アクセス (プロキシ サーバーなし)。',
      'winhttp-direct',
      undefined,
    ],
    [
      'C:\\>netsh winhttp show proxy\nCurrent WinHTTP proxy settings:\n\n    Proxy Server(s) :  http=p.test:80;https=p.test:80\n    Bypass List     :  <local>',
      'winhttp-proxy',
      'http=p.test:80;https=p.test:80',
    ],
    [
      '現在の WinHTTP プロキシ設定:\n\n    プロキシ サーバー:  p.test:3128\n    バイパス一覧: (なし)',
      'winhttp-proxy',
      'p.test:3128',
    ],
    ['Aktuelle WinHTTP-Proxyeinstellungen:\n\n    Proxyserver : "p.test:3128"', 'winhttp-quotes', undefined],
    [
      'Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  \u201cp.test:3128\u201d',
      'winhttp-quotes',
      '\u201cp.test:3128\u201d',
    ],
    [
      'Paramètres de proxy WinHTTP actuels :\n\n    Serveur(s) proxy :  ana:geheim@p.test:3128',
      'winhttp-credentials',
      '***@p.test:3128',
    ],
    [
      'Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  socks=p.test:1080',
      'winhttp-socks',
      'socks=p.test:1080',
    ],
    ['Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  p.test:99999', 'winhttp-bad-list', undefined],
    [
      'Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  127.0.0.1:9000',
      'winhttp-loopback',
      '127.0.0.1:9000',
    ],
  ])('%s is a setting, judged by its form', (text, id, list) => {
    const explanation = explainCode(text);
    expect(explanation).toMatchObject({ kind: 'setting', id });
    if (list !== undefined) expect(explanation.list).toBe(list);
    expect(JSON.stringify(explanation)).not.toContain('geheim');
  });

  it('has the error before the setting of the same text', () => {
    const text =
      'Current WinHTTP proxy settings:\n\n    Direct access (no proxy server).\n\nError 0x80092013';
    expect(explainCode(text)).toMatchObject({
      id: '2148081683',
      also: [{ kind: 'setting', id: 'winhttp-direct' }],
    });
  });

  it.each(['120227', '202270', 'RasSstp 7', 'Please help, ticket 20227 is open since Monday'])(
    '%s is no event',
    (text) => {
      expect(refusal(text).message).toMatch(/^(?:This code is not known|No known code)/);
    },
  );

  it.each([
    'Please help, the VPN does not connect since Monday.',
    'Ticket 691234 of 2026-11-12: 809 people, room 720, phone 0800 798 631, port 443, 10.8.0.9',
    'we use client-certificate authentication and a timeout of 800 ms',
    'The proxy settings were checked. The certificate is fine. Revocation works.',
    'Current WinHTTP proxy settings:',
  ])('%s stays refused', (text) => {
    expect(refusal(text)).toMatchObject({
      message: 'No known code, message or setting is in this text.',
      next: expect.stringMatching(/^Paste the message/),
    });
    expect(refusal(text).where).not.toMatch(/\n|u\{a\}/);
  });

  it('reads the first 100,000 characters, without blanks around them', () => {
    const late = ' '.repeat(100_000);
    expect(explainCode(' 798\n').id).toBe('798');
    expect(refusal(`x${late}0x80092013`).message).toMatch(/^No known code/);
    expect(refusal(`x${late}RasSstp 1`).message).toMatch(/^No known code/);
  });

  it('has neighbours of the same facility alone', () => {
    const near = refusal('0x80099999').next;
    expect(near?.match(/\b0x80092[0-9a-f]{3} CRYPT_E_/g)).toHaveLength(3);
    for (const code of ['0x8fff0001', '20228', '31000', '550', '1003']) {
      expect(refusal(code).next).toContain('certutil');
      expect(refusal(code).next).not.toContain('nearest');
    }
    for (const code of ['12000', '12199', '13800'])
      expect(refusal(code).next, code).toMatch(/nearest that are: 1[23]\d{3} /);
  });

  it('shows text in its own script', () => {
    expect(refusal('失効').where).toContain('失効');
    expect(refusal('a\u001B[31mb').where).not.toContain('\u001B');
  });

  it('takes any text', () => {
    const random = new Random(20_261_128);
    const parts = [
      'error ',
      '#',
      '(',
      ')',
      '0x',
      'エラー',
      '-',
      ' ',
      '\n',
      'RasSstp ',
      '．',
      '8009',
      '2013',
      '7',
      'é',
      '\u0000',
      '_E_',
    ];
    const known = new Set([...KNOWN_CODES, ...Object.values(KNOWN_MESSAGES)].map(({ name }) => name));
    for (let round = 0; round < 10_000; round++) {
      const text = Array.from({ length: random.below(12) }, () => random.pick(parts)).join('');
      for (const [, code] of codesIn(text)) expect(typeof code).toBe('string');
      try {
        expect(known.has(explainCode(text).name)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(P2sError);
      }
    }
  });
});
