import { isIPv4 } from 'node:net';
import { describe, expect, it } from 'vitest';
import { knownNames, wordsOf } from '../../../src/core/redact/known-names.ts';
import {
  redactHost,
  redactIPv4,
  redactIPv6,
  redactList,
  redactPath,
  redactSid,
  redactStoreId,
  redactValuePlace,
  redactWords,
} from '../../../src/core/redact/names.ts';
import { redactProse } from '../../../src/core/redact/prose.ts';
import { Pseudonyms } from '../../../src/core/redact/pseudonyms.ts';

const fresh = () => new Pseudonyms(Buffer.from('0123456789abcdef'));
const SID = 'S-1-5-21-1111111111-22-333-1001';
/** The text with `{word}`, `{10.1.2.3}`, `{fd00::1}` and the SID `{SID}` replaced. */
const moved = (text: string) =>
  text.replace(/\{([^}]*)\}/g, (_, name: string) =>
    name === 'SID'
      ? redactSid(fresh(), SID)
      : (redactIPv4(fresh(), name) ?? redactIPv6(fresh(), name) ?? fresh().word(name)),
  );
const written = (text: string) => text.replace(/[{}]/g, '').replaceAll('SID', SID);

describe('a host', () => {
  it.each([
    '{contoso}',
    '{com}',
    '{contoso}.com',
    '{contoso}.COM',
    '{com}.{contoso}',
    '{com}.com',
    'microsoft.com',
    'download.microsoft.com',
    '{notmicrosoft}.com',
    '*.{contoso}.local',
    'localhost',
    '10.0.19045.1',
    '300.1.1.1',
    '1.2.3.4.5',
    '.5',
    '10.2',
    '{v1}.{2}',
    '{1}.{2}.{x}',
    '*.{10}',
    '{10}.*.{1}',
    '{1}.{2}.{3}.{4}.*',
    '{10}.{x}.*',
    '{300}.*',
    '{02}.{1}.*',
    '{10.1.2.3}',
    '{10.1.2.3}.',
    '300.1.1.1.',
  ])('%s', (text) => {
    expect(redactHost(fresh(), written(text))).toBe(moved(text));
  });

  it.each(['10.*', '10.0.*', '10.0.0.*', '10.', '10.0.', '192.168.*.*'])(
    '%s is a part of a network',
    (text) => {
      const [found, whole] = [
        redactHost(fresh(), text),
        redactIPv4(fresh(), text.startsWith('192') ? '192.168.0.1' : '10.0.0.1') ?? '',
      ];
      const known = text.replace(/[*.]*$/, '.');
      expect(found).toBe(whole.slice(0, known.length) + text.slice(known.length));
      expect(found).not.toBe(text);
    },
  );
});

describe('an address', () => {
  it('has another number in each place, as long, and stays an address', () => {
    for (let octet = 0; octet < 256; octet++) {
      const first = octet === 0 || octet === 127 ? '10' : `${octet}`;
      const text = `${first}.${octet}.${octet}.${octet}`;
      const found = redactIPv4(fresh(), text) ?? '';
      expect([text, isIPv4(found), found.length]).toEqual([text, true, text.length]);
      expect(text.split('.').filter((part, at) => part === found.split('.')[at])).toEqual([]);
    }
    expect([
      redactIPv4(fresh(), '256.1.1.1'),
      redactIPv4(fresh(), '01.1.1.1'),
      redactIPv4(fresh(), '10'),
      redactIPv4(fresh(), '10.1x'),
    ]).toEqual([null, null, null, null]);
  });

  it.each(['::', '::1'])('%s stays', (text) => expect(redactIPv6(fresh(), text)).toBe(text));

  it('keeps a zone and an IPv4 address in it apart', () => {
    expect(redactIPv6(fresh(), 'fe80::1')).toBe(fresh().hex('fe80::1'));
    expect(redactIPv6(fresh(), 'fe80::1%eth0')).toBe(`${fresh().hex('fe80::1')}%${fresh().word('eth0')}`);
    expect(redactIPv6(fresh(), '64:ff9b::10.1.2.3')).toBe(
      `${fresh().hex('64:ff9b::')}${redactIPv4(fresh(), '10.1.2.3')}`,
    );
    expect(redactIPv6(fresh(), '64:ff9b::127.0.0.1')).toBe(`${fresh().hex('64:ff9b::')}127.0.0.1`);
    expect(redactIPv6(fresh(), 'fe80::x')).toBeNull();
  });
});

describe('a SID', () => {
  it('has other numbers of the same length, in 32 bits, without a zero in front', () => {
    for (let number = 1; number < 4_000_000_000; number = number * 3 + 1) {
      for (const part of [`${number}`, `4${`${number}`.padStart(9, '0').slice(0, 9)}`]) {
        const found = redactSid(fresh(), `S-1-5-21-${part}-1001`).split('-')[4] ?? '';
        expect([part, found.length, found.length > 1 && found.startsWith('0')]).toEqual([
          part,
          part.length,
          false,
        ]);
        expect(found).not.toBe(part);
        expect(Number(found)).toBeLessThan(2 ** 32);
        if (part.length === 10) expect(['1', '2', '3']).toContain(found[0]);
      }
    }
  });

  it('keeps the number of an account that exists everywhere', () => {
    const last = (number: number) => redactSid(fresh(), `S-1-5-21-1-2-3-${number}`).split('-').at(-1);
    expect([last(500), last(999), last(1000) === '1000']).toEqual(['500', '999', false]);
    for (const other of [`x${SID}`, `${SID}x`, 'S-1-5-18', '']) expect(redactSid(fresh(), other)).toBe(other);
  });
});

describe('a list', () => {
  it.each([
    'http={a}:80',
    '{httpx}={a}:80;{http}',
    'socks5://{s}:1080',
    '{a}:80/{x}',
    '{a}:{8080x}',
    '{a}:{1234567}',
    '{x80} {80}',
    '<local>;<LOCAL>;<-loopback>',
    '<{local};{local}>;<{locals}>;<{xlocal}>',
    '{a}%2D{b}',
    '%{contoso};%{x}%',
    '[{2001:db8::1}]:80',
    '{1}:{2}:3',
    '{SID};{a}',
    '({a}:80)',
    '{a} {SID} {10.1.2.3}:80, {fd00::1}',
  ])('%s', (text) => {
    expect(redactList(fresh(), written(text))).toBe(moved(text));
  });

  it('has no escape where it had none', () => {
    for (let number = 0; number < 300; number++)
      expect(redactList(fresh(), `%${number % 10}group${number}`)).not.toMatch(/%[0-9a-f]{2}/i);
  });

  it('has its escapes replaced alike', () => {
    expect(redactList(fresh(), 'a%20b%c3%bc')).toBe(moved('{a}%2D{b}%2D%2D'));
  });
});

describe('a place', () => {
  it.each([
    ['winhttp/native', 'winhttp/native'],
    ['wininet/current/lan', 'wininet/current/lan'],
    [`wininet/${SID}/lan`, moved('wininet/{SID}/lan')],
    [`wininet/${SID}/ras/Contoso%20VPN`, moved('wininet/{SID}/ras/{Contoso}%20{VPN}')],
    [`xwininet/${SID}/lan`, `xwininet/${SID}/lan`],
    [`wininet/${SID}/lanx`, `wininet/${SID}/lanx`],
  ])('of a store: %s', (id, expected) => {
    expect(redactStoreId(fresh(), id)).toBe(expected);
  });

  it.each([
    ['HKEY_CURRENT_USER\\Software\\x\\ProxyServer', 'HKEY_CURRENT_USER\\Software\\x\\ProxyServer'],
    [`HKEY_USERS\\${SID}\\x\\WinHttpSettings`, moved('HKEY_USERS\\{SID}\\x\\WinHttpSettings')],
    ['HKEY_CURRENT_USER\\x\\Contoso VPN', moved('HKEY_CURRENT_USER\\x\\{Contoso} {VPN}')],
    ['HKEY_CURRENT_USER\\x\\', 'HKEY_CURRENT_USER\\x\\'],
    ['HKEY_CURRENT_USER', null],
    ['x HKEY_CURRENT_USER\\a\\b', null],
    ['HKEY\\a\\b', null],
  ])('of a value: %s', (text, expected) => {
    expect(redactValuePlace(fresh(), text)).toBe(expected);
  });

  it.each([
    '{contoso}.html',
    '{contoso}.htm',
    '{contoso}.{exe}',
    '{x}.{contoso}.zip',
    'C:\\Users\\{ana}\\{SID}.json',
    '/home/{bob}/.local/{a} {b}',
    '{contoso}.{zip}.{bak}',
  ])('in a folder: %s', (text) => {
    expect(redactPath(fresh(), written(text))).toBe(moved(text));
  });

  it('of several words', () => {
    expect(redactWords(fresh(), `Contoso ${SID} (VPN) ${SID}`)).toBe(moved('{Contoso} {SID} ({VPN}) {SID}'));
  });
});

describe('a sentence', () => {
  const known = knownNames({ words: wordsOf('Ana \u00c4rger') });

  it.each([
    ['DESKTOP-7 Ana M\u00fcller', ['desktop-7', 'ana', 'm\u00fcller']],
    ['VPN Gateway 12345 ab', []],
    ['12a34 1a2 a12', ['12a34', '1a2', 'a12']],
    ['--', []],
  ])('has names of %s', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });

  it.each([
    'The user {ana} has "{\u00c4rger}".',
    '({Ana}), ..{ana}..; {ANA}',
    'p2s-fix --proxy {contoso}.com:8080 --ana -ana',
    'winhttp/native of p2s-fix.exe and powershell.exe: docs/reference.md.',
    'C:\\Users\\{bob}, C:/{contoso}/{x} and /home/{bob}',
    'either/or, a:\u2026 and 10.1.2, 1.2 or v1',
    'http://{contoso}.com/{x} and {bob}@{contoso}',
    '{a1}.{b2}.{contoso}.com, *.{contoso}.com, {contoso}.com:443',
    '{10.1.2.3}, {10.1.2.3}:80 and {192.168.100.200}',
    '{2001:db8::1} and {fe80::1}',
    '{contoso}:443, {c}:1',
    'contoso: a, contoso x:y',
    'of {SID}={SID}',
    '| {ana} |\n{ana}\t{ana}',
    'p2s-fix --apply --machine {bob}.{smith}/{SECPC}-{01}.reg --in-place',
    '--state-dir=../{bob}, ~/{bob} and {bob}/{x}.json.',
    'see {bob}/{notes}.md, C:\\{bob}\\{x}.{exe} and docs/reference.md',
    '"C:\\Users\\{Bob} {Smith}\\{a} {b}.reg" and \'--ca=/{Bob} {Smith}/{x}.pem\' or',
    'wininet/current/lan, advproxy/machine, TCP/IP, 2026/11/24, TLS1.2/1.3',
    '{ana}/{x} and {x}_{ana}',
  ])('%s', (text) => {
    expect(redactProse(fresh(), written(text), known)).toBe(moved(text));
  });

  it('may end behind a name', () => {
    for (const text of [
      'contoso.com.',
      'contoso.com:443.',
      'contoso:443.',
      'contoso:443:',
      '10.1.2.3.',
      'contoso.com:',
    ])
      expect(redactProse(fresh(), text, known)).not.toMatch(/contoso|10\.1/);
  });
});
