import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/core/model/observation.ts';
import { redactKeyPath, redactList, redactPath, redactWords } from '../../../src/core/redact/names.ts';
import { redactObservation } from '../../../src/core/redact/observation.ts';
import { Pseudonyms } from '../../../src/core/redact/pseudonyms.ts';
import { localEvidence } from '../../support/machines/evidence.ts';
import { observe, registryOf } from '../stores/registry-scene.ts';

const fresh = () => new Pseudonyms(Buffer.from('0123456789abcdef'));
const SID = 'S-1-5-21-9-8-7-1001';
const PBK = 'C:\\Users\\ana\\rasphone.pbk';
const words = (value: string) => redactWords(fresh(), value);
const list = (value: string) => redactList(fresh(), value);
const sid = redactKeyPath(fresh(), SID);
const redacted = (part: Partial<Observation>) =>
  redactObservation(fresh(), { ...observe(registryOf({})), ...part });

describe('an observation without names', () => {
  it('keeps what names nobody, and has no member that was not there', () => {
    const os = { platform: 'win32', version: '10.0', build: 26100 } as const;
    const plain = { ...observe(registryOf({})), os, powershell: null };
    expect(redactObservation(fresh(), plain)).toStrictEqual(plain);
    const unknown = { ...plain, user: { name: null, sid: null, elevated: true }, secret: 'contoso' };
    expect(redactObservation(fresh(), unknown)).toStrictEqual({ ...plain, user: unknown.user });
  });

  it('has another computer, user and owners', () => {
    const found = redacted({
      name: 'PC-CONTOSO',
      user: { name: 'CONTOSO\\ana', sid: SID, elevated: false },
      vpnOwners: [SID],
    });
    expect(found).toMatchObject({
      name: words('PC-CONTOSO'),
      user: { name: words('CONTOSO\\ana'), sid, elevated: false },
      vpnOwners: [sid],
    });
    expect(sid).not.toBe(SID);
    expect(JSON.stringify(found)).not.toMatch(/contoso|ana/i);
  });

  it('has the JSON of advproxy alone, with other names in its values', () => {
    const advProxy =
      'Contoso "x": "y"\r\n{ "Proxy": "proxy.contoso.example:80", "Bypass" :"a\\"contoso\\\\", "N": 1 }\r\n"Contoso": "x"';
    const found = redacted({ advProxy }).advProxy ?? '';
    expect(found).toBe(
      `{ "Proxy": "${list('proxy.contoso.example:80')}", "Bypass" :"${list('a\\"contoso\\\\')}", "N": 1 }`,
    );
    expect(redacted({ advProxy: null })).not.toHaveProperty('advProxy');
  });
});

describe('a phonebook without names', () => {
  const bookOf = (text: string, encoding: BufferEncoding = 'utf8') => {
    const phonebooks = [{ sid: SID, path: PBK, bytes: Buffer.from(text, encoding) }];
    const [book] = redacted({ phonebooks }).phonebooks ?? [];
    return { ...book, text: Buffer.from(book?.bytes ?? []).toString(encoding) };
  };

  it('keeps no number of a connection by telephone, and no name in another code page', () => {
    expect(bookOf('[x]\nPhoneNumber=0312345678').text).not.toContain('0312345678');
    const tokyo = Buffer.from('938c8b9e8e78935890', 'hex').toString('latin1');
    const { text } = bookOf(`[${tokyo}]`, 'latin1');
    expect(text).not.toMatch(/\u008c|\u008b|\u009e|\u008e/);
    expect(bookOf('[𠮷田商事 VPN]').text).not.toContain('𠮷');
  });

  it.each<[string, string]>([
    ['[Contoso VPN]', `[${words('Contoso VPN')}]`],
    ['[Contoso VPN]  ', `[${words('Contoso VPN')}]`],
    ['[Connection Manager]', '[Connection Manager]'],
    ['[Networking&Contoso VPN]', `[Networking&${words('Contoso VPN')}]`],
    ['[TCP/IP&Contoso]', `[TCP/IP&${words('Contoso')}]`],
    ['[Networking]', `[${words('Networking')}]`],
    ['VpnStrategy=5', 'VpnStrategy=5'],
    ['Empty=', 'Empty='],
    ['  Spaces=1234567890', 'Spaces=1234567890'],
    ['Number=12345678901', 'Number=xxxxxxxx'],
    ['Number=1a', 'Number=xx'],
    ['MEDIA=rastapi', 'MEDIA=rastapi'],
    ['Device=WAN Miniport (SSTP)', 'Device=WAN Miniport (SSTP)'],
    ['TunnelDUN=Contoso', `TunnelDUN=${words('Contoso')}`],
    ['ServiceName=Contoso', `ServiceName=${words('Contoso')}`],
    ['PhoneNumber=vpn.contoso.example', `PhoneNumber=${list('vpn.contoso.example')}`],
    ['TunnelAddress=vpn.contoso.example', `TunnelAddress=${list('vpn.contoso.example')}`],
    ['AreaPhoneNumber=vpn.contoso.example', 'AreaPhoneNumber=xxxxxxxx'],
    ['CustomAuthKey=ab', 'CustomAuthKey=xx'],
    ['; contoso=1', ''],
    ['contoso', ''],
    ['=contoso', ''],
  ])('%s is %s', (line, expected) => {
    expect(bookOf(`a=1\r\n${line}\nb=2`).text).toBe(`a=1\r\n${expected}\nb=2`);
  });

  it.each<[BufferEncoding, string]>([
    ['utf8', ''],
    ['utf8', '\ufeff'],
    ['utf16le', '\ufeff'],
    ['latin1', ''],
  ])('keeps its encoding, with its mark: %s %j', (encoding, mark) => {
    const { text } = bookOf(`${mark}[\u00fcber]\r\nb=22\r\n[a]`, encoding);
    expect(text).toBe(`${mark}[${words('\u00fcber')}]\r\nb=22\r\n[${words('a')}]`);
  });

  it('has another owner and path, or is of all users', () => {
    expect(bookOf('')).toMatchObject({ sid, path: redactPath(fresh(), PBK) });
    const all = { sid: null, path: 'C:\\ProgramData\\rasphone.pbk', bytes: new Uint8Array() };
    expect(redacted({ phonebooks: [all] }).phonebooks).toMatchObject([{ sid: null, path: all.path }]);
  });
});

describe('evidence without names', () => {
  const id = 'CoId={12345678-9abc-def0-1234-56789abcdef0}';
  const event = { ...localEvidence({}).events[0], data: [] } as never as ReturnType<
    typeof localEvidence
  >['events'][number];
  const evidenceOf = (part: Parameters<typeof localEvidence>[0]) =>
    redacted({ evidence: localEvidence(part) }).evidence;

  it.each<[string | Uint8Array, string | Uint8Array]>([
    ['-2146885613', '-2146885613'],
    ['0x80092013', '0x80092013'],
    ['%%798', '%%798'],
    ['%%5', '%%5'],
    [id, id],
    [`x${id}`, list(`x${id}`)],
    ['13 contoso', list('13 contoso')],
    ['vpn.contoso.example', list('vpn.contoso.example')],
    [new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]), new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])],
    [new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9]), new Uint8Array(9)],
  ])('%s of an event is %s', (value, expected) => {
    const [found] = evidenceOf({ events: [{ ...event, data: [value] }] })?.events ?? [];
    expect(found).toEqual({ ...event, data: [expected] });
  });

  it('has no certificate and no file of a CRL', () => {
    const files = [{ url: 'http://contoso' }] as never;
    const cache = localEvidence({}).crlCaches[0];
    const caches = [files, []].map((one) => ({ ...cache, files: one, omitted: false })) as never;
    const found = evidenceOf({ crlCaches: caches });
    expect(found?.certificates).toBeNull();
    expect(found?.crlCaches).toMatchObject([
      { files: [], omitted: true },
      { files: [], omitted: false },
    ]);
  });

  it('has other connections and servers', () => {
    const connection = {
      name: 'Contoso VPN',
      server: 'vpn.contoso.example',
      tunnelType: 'Sstp',
      allUsers: false,
      extra: 'contoso',
    };
    const vpnConnections = { state: 'read', sid: SID, connections: [connection] } as never;
    expect(evidenceOf({ vpnConnections })?.vpnConnections).toEqual({
      state: 'read',
      sid,
      connections: [
        {
          name: words('Contoso VPN'),
          server: list('vpn.contoso.example'),
          tunnelType: 'Sstp',
          allUsers: false,
        },
      ],
    });
    expect(
      evidenceOf({ vpnConnections: { state: 'read', sid: null, connections: [] } as never })?.vpnConnections,
    ).toEqual({ state: 'read', sid: null, connections: [] });
    expect(evidenceOf({})).not.toHaveProperty('vpnConnections');
  });
});
