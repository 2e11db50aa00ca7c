import { describe, expect, it } from 'vitest';
import { P2sError } from '../../src/core/model/errors.ts';
import { type PhonebookEntry, parsePhonebook } from '../../src/profile/phonebook/phonebook.ts';
import {
  MAX_PHONEBOOK_BYTES,
  MAX_PHONEBOOK_ENTRIES,
  readPhonebookText,
} from '../../src/profile/phonebook/text.ts';
import {
  azureVpnClientEntry,
  type PhonebookEntryText,
  phonebookText,
} from '../support/machines/phonebooks.ts';

const GATEWAY = 'azuregateway-11112222-3333-4444-5555-666677778888-0123456789ab.vpn.azure.com';
const OFFICE: PhonebookEntryText = { name: 'Contoso VPN', server: GATEWAY, strategy: 6 };

const parse = (text: string) => parsePhonebook(Buffer.from(text));

function only(entries: PhonebookEntry[]): PhonebookEntry {
  expect(entries).toHaveLength(1);
  return entries[0] as PhonebookEntry;
}

function refusal(bytes: Uint8Array): P2sError {
  try {
    parsePhonebook(bytes);
  } catch (error) {
    if (error instanceof P2sError) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('a phonebook', () => {
  it('is read in whatever case its keys are', () => {
    const text = phonebookText([OFFICE, { ...OFFICE, name: 'plant', strategy: 7 }]);
    const keys = (change: (key: string) => string) => text.replace(/^[A-Za-z]+(?==)/gm, change);
    for (const change of [(key: string) => key.toLowerCase(), (key: string) => key.toUpperCase()]) {
      const reported = parse(keys(change)).map(({ kind, phoneNumber, type }) => [kind, phoneNumber, type]);
      expect(reported).toEqual([
        ['sstp', GATEWAY, 2],
        ['ikev2', GATEWAY, 2],
      ]);
    }
    const app = phonebookText([azureVpnClientEntry('azure')]);
    expect(only(parse(app.replaceAll('ThirdPartyProfileInfo', 'thirdpartyprofileinfo'))).kind).toBe(
      'openvpn-plugin',
    );
  });

  it('does not take the class of a device for the device', () => {
    const text = phonebookText([OFFICE]).replace(/^Device=.*\r?\n/gm, '');
    expect(only(parse(text)).device).toBe(null);
  });

  it('returns for each entry what the VPN needs, in the order of the file', () => {
    const text = phonebookText([
      OFFICE,
      {
        ...OFFICE,
        name: 'plant',
        server: `${GATEWAY}:8443`,
        strategy: 14,
        proxyFlags: 3,
        proxySettingsModified: 1,
      },
    ]);
    expect(parse(text)).toEqual([
      {
        name: 'Contoso VPN',
        line: 1,
        kind: 'sstp',
        phoneNumber: GATEWAY,
        vpnStrategy: 6,
        device: 'WAN Miniport (SSTP)',
        type: 2,
        proxyFlags: 0,
        proxySettingsModified: 0,
        eapType: 13,
        thirdParty: false,
      },
      expect.objectContaining({
        name: 'plant',
        line: 41,
        kind: 'automatic',
        phoneNumber: `${GATEWAY}:8443`,
        proxyFlags: 3,
        proxySettingsModified: 1,
      }),
    ]);
  });

  it('reads LF as CRLF, a file without a last line end, and an empty one', () => {
    const text = phonebookText([OFFICE]);
    expect(parse(text.replaceAll('\r\n', '\n'))).toEqual(parse(text));
    expect(parse(text.trimEnd())).toEqual(parse(text));
    for (const nothing of ['', '\r\n\r\n', '\0\0']) expect(parse(nothing)).toEqual([]);
  });

  it.each([
    [0, 'automatic'],
    [1, 'other'],
    [2, 'automatic'],
    [3, 'other'],
    [4, 'automatic'],
    [5, 'sstp'],
    [6, 'sstp'],
    [7, 'ikev2'],
    [8, 'automatic'],
    [9, 'other'],
    [12, 'automatic'],
    [13, 'automatic'],
    [14, 'automatic'],
    [15, 'automatic'],
    [99, 'other'],
    [undefined, 'automatic'],
  ] as const)('takes VpnStrategy %s for %s', (strategy, kind) => {
    const { strategy: _, ...entry } = OFFICE;
    expect(only(parse(phonebookText([strategy === undefined ? entry : { ...entry, strategy }]))).kind).toBe(
      kind,
    );
  });

  it('does not take the entry of the Azure VPN Client for SSTP, nor a strategy without a device or a VPN', () => {
    const client = only(parse(phonebookText([azureVpnClientEntry('hub')])));
    expect(client).toMatchObject({ kind: 'openvpn-plugin', vpnStrategy: 5, device: null, thirdParty: true });
    expect(JSON.stringify(client)).not.toContain('4D6963');
    expect(only(parse('[x]\nType=2\nVpnStrategy=5\n')).kind).toBe('other');
    expect(only(parse(phonebookText([{ ...OFFICE, type: 1 }]))).kind).toBe('other');
    expect(only(parse(phonebookText([{ ...OFFICE, type: 5 }]))).kind).toBe('other');
  });

  it('finds a device under its local name, and does not mix up Device and DEVICE', () => {
    const entry = only(parse(phonebookText([{ ...OFFICE, device: 'WAN ミニポート (SSTP)' }])));
    expect(entry).toMatchObject({ device: 'WAN ミニポート (SSTP)', kind: 'sstp' });
  });

  it('returns the block in which a value stands', () => {
    const [section] = readPhonebookText(Buffer.from(phonebookText([OFFICE])));
    const blocks = Object.fromEntries((section?.values ?? []).map(({ key, block }) => [key, block]));
    expect(blocks).toMatchObject({
      Type: null,
      ms_server: 'NETCOMPONENTS',
      Device: 'MEDIA',
      DEVICE: 'DEVICE',
      PhoneNumber: 'DEVICE',
    });
  });

  it('reads keys of a sub-block as that: they are not the entry’s own', () => {
    const text =
      '[x]\nType=2\nNETCOMPONENTS=\nVpnStrategy=7\nMEDIA=rastapi\nDevice=WAN\nDEVICE=vpn\nPhoneNumber=a\n';
    expect(only(parse(text))).toMatchObject({ vpnStrategy: null, kind: 'automatic', device: 'WAN' });
  });

  it('takes the first number that is filled: alternates and further links follow', () => {
    const text = `${phonebookText([{ ...OFFICE, server: '' }])}DEVICE=vpn\r\nPhoneNumber=a.example\r\nPhoneNumber=b.example\r\n`;
    expect(only(parse(text)).phoneNumber).toBe('a.example');
  });

  it.each(['-1', '4294967296', '0x5', '5 5', '99999999999'])('does not take %s for a number', (text) => {
    expect(only(parse(`[x]\nVpnStrategy=${text}\n`)).vpnStrategy).toBeNull();
  });
});

describe('the encoding of a phonebook', () => {
  const japanese = { ...OFFICE, name: '東京オフィス' };

  it('is UTF-8 in an entry that says Encoding=1, with a byte order mark, and UTF-16', () => {
    const text = phonebookText([japanese]);
    const unmarked = phonebookText([{ ...japanese, utf8: false }]);
    const bytes = [
      Buffer.from(text),
      Buffer.from(`\ufeff${unmarked}`),
      Buffer.from(`\ufeff${unmarked}`, 'utf16le'),
      Buffer.from(unmarked, 'utf16le'),
    ];
    for (const one of bytes) expect(only(parsePhonebook(one)).name).toBe('東京オフィス');
  });

  it('is detected entry by entry', () => {
    const ansi = { ...OFFICE, name: 'B\xfcro', utf8: false };
    const bytes = Buffer.concat([
      Buffer.from(phonebookText([ansi]), 'latin1'),
      Buffer.from(phonebookText([{ ...OFFICE, name: 'Büro' }])),
    ]);
    expect(parsePhonebook(bytes).map(({ name }) => name)).toEqual(['B\xfcro', 'Büro']);
  });

  it('keeps the bytes of a code page that nobody names, also where they look like a bracket', () => {
    // Shift-JIS: the second byte of the last character is 0x5d, a closing bracket.
    const name = Buffer.from([0x89, 0x5d, 0x83, 0x5d]);
    const rest = phonebookText([{ ...OFFICE, name: '', utf8: false }]).slice(2);
    const bytes = Buffer.concat([Buffer.from('['), name, Buffer.from(`]${rest}`)]);
    expect(Buffer.from(only(parsePhonebook(bytes)).name, 'latin1')).toEqual(name);
  });

  it('keeps the bytes where an entry says UTF-8 and is not', () => {
    expect(only(parsePhonebook(Buffer.from('[B\xfcro]\nEncoding=1\n', 'latin1'))).name).toBe('B\xfcro');
    expect(only(parsePhonebook(Buffer.from('\xef\xbb\xbf[B\xfcro]\n', 'latin1'))).name).toBe('B\xfcro');
  });
});

describe('what is no phonebook', () => {
  it.each([
    ['<xml/>', 1],
    ['; a comment\r\n\r\nWindows Registry Editor Version 5.00\r\n', 3],
    ['Type=2\n', 1],
    ['[open\nType=2\n', 1],
    ['[x]\nType=2\n[{"a":1}\n', 3],
    ['\x89PNG\r\n', 1],
    ['\xfe\xff\0[', 1],
  ])('%j is refused, with the line', (text, line) => {
    const error = refusal(Buffer.from(text, 'latin1'));
    expect(error).toMatchObject({ code: 'input', where: `line ${line}`, evidence: { line } });
    expect(error.next).toContain('rasphone.pbk');
  });

  it('is refused when it is too large, or has too many entries', () => {
    expect(refusal(new Uint8Array(MAX_PHONEBOOK_BYTES + 1)).code).toBe('input');
    const many = '[x]\n'.repeat(MAX_PHONEBOOK_ENTRIES);
    expect(parse(many)).toHaveLength(MAX_PHONEBOOK_ENTRIES);
    expect(refusal(Buffer.from(`${many}[x]\n`)).where).toBe(`line ${MAX_PHONEBOOK_ENTRIES + 1}`);
  });
});
