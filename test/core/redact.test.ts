import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bypasses, parseBypassList } from '../../src/core/proxy/bypass-list.ts';
import { parseProxyList } from '../../src/core/proxy/proxy-list.ts';
import { knownNames } from '../../src/core/redact/known-names.ts';
import {
  redactHost,
  redactIPv4,
  redactIPv6,
  redactList,
  redactPath,
  redactSid,
  redactWords,
} from '../../src/core/redact/names.ts';
import { redactProse } from '../../src/core/redact/prose.ts';
import { Pseudonyms } from '../../src/core/redact/pseudonyms.ts';

const names = new Pseudonyms(Buffer.from('0123456789abcdef'));
const other = new Pseudonyms(Buffer.from('fedcba9876543210'));
const word = fc.stringMatching(/^[a-zA-Z0-9-]{1,20}$/);
const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,14}[a-z0-9]$/);
const host = fc.array(label, { minLength: 2, maxLength: 5 }).map((labels) => labels.join('.'));
const ipv4 = fc.ipV4().filter((ip) => !ip.startsWith('127.') && ip !== '0.0.0.0');

describe('pseudonyms', () => {
  it('are as long, of the same characters, never the word itself, and the same without case', () => {
    fc.assert(
      fc.property(word, (text) => {
        const moved = names.word(text);
        expect(moved.length).toBe(text.length);
        const shape = (one: string) =>
          one.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/[0-9]/g, '0');
        expect(shape(moved)).toBe(shape(text));
        for (const [at, character] of [...text].entries())
          if (/[a-z1-9]/i.test(character)) expect(moved[at]).not.toBe(character);
        expect(names.word(text.toUpperCase())).toBe(moved.toUpperCase());
      }),
    );
  });

  it('of different words are different, and begin alike where the words do', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        if (a.toLowerCase() !== b.toLowerCase()) expect(names.word(a)).not.toBe(names.word(b));
        expect(names.word(a + b).startsWith(names.word(a))).toBe(true);
      }),
    );
  });

  it('are others by another key', () => {
    expect(names.word('contosoproxy')).not.toBe(other.word('contosoproxy'));
    expect(names.word('contosoproxy')).toBe(
      new Pseudonyms(Buffer.from('0123456789abcdef')).word('contosoproxy'),
    );
  });

  it('stay in one byte and one unit in every script', () => {
    for (const text of ['äöü-Ärger', '東京', 'naïve']) {
      const moved = names.word(text);
      expect(moved.length).toBe(text.length);
      expect(Buffer.from(moved, 'latin1').toString('latin1')).toBe(moved);
      expect(moved).not.toMatch(/[äöüÄ東京]/);
    }
  });
});

describe('addresses and hosts', () => {
  it('IPv4: as long, valid, not on loopback, another one, and in one network as before', () => {
    fc.assert(
      fc.property(ipv4, ipv4, (a, b) => {
        const [x, y] = [redactIPv4(names, a) ?? '', redactIPv4(names, b) ?? ''];
        expect(isIP(x)).toBe(4);
        expect(x.length).toBe(a.length);
        expect(x.startsWith('127.')).toBe(false);
        expect(x === y).toBe(a === b);
        const common = (p: string, q: string) =>
          p.split('.').findIndex((octet, at) => octet !== q.split('.')[at]);
        expect(common(x, y)).toBe(common(a, b));
        const network = `${a.split('.').slice(0, 2).join('.')}.*`;
        expect(x.startsWith((redactIPv4(names, network) ?? '*').slice(0, -1))).toBe(true);
      }),
    );
  });

  it('IPv4: whatever the first octet, none is moved to loopback', () => {
    for (let octet = 1; octet < 256; octet++) {
      const moved = redactIPv4(names, `${octet}.1.1.1`) ?? '';
      expect(moved.startsWith('127.')).toBe(octet === 127);
    }
  });

  it.each(['127.0.0.1', '127.1.2.3', '0.0.0.0', '::1', 'localhost', 'LocalHost', 'crl3.digicert.com'])(
    '%s names nobody and stays',
    (text) => {
      expect(redactHost(names, text)).toBe(text);
    },
  );

  it.each([
    'xdigicert.com',
    'digicert.com.evil.example',
    'contoso.microsoft.com.x.org',
    '10.0.0.1',
    '8.8.8.8',
  ])('%s does not', (text) => {
    expect(redactHost(names, text)).not.toBe(text);
  });

  it('IPv6: valid, another one, and loopback stays', () => {
    fc.assert(
      fc.property(fc.ipV6(), (a) => {
        const x = redactIPv6(names, a) ?? '';
        expect(isIP(x)).toBe(6);
        expect(x.length).toBe(a.length);
      }),
    );
  });

  it('a gateway of Azure stays one', () => {
    const gateway = 'azuregateway-12345678-9abc-def0-1234-56789abcdef0-0123456789ab.vpn.azure.com';
    const moved = redactHost(names, gateway);
    expect(moved).toMatch(/^azuregateway-[0-9a-z-]+\.vpn\.azure\.com$/);
    expect(moved).not.toContain('12345678');
    expect(moved.length).toBe(gateway.length);
  });

  it('SIDs: accounts move within 32 bits, one domain stays one, and what is the same everywhere stays', () => {
    const sid = 'S-1-5-21-1111111111-4294967295-3333333333';
    const [ana, bob] = [redactSid(names, `${sid}-1001`), redactSid(names, `${sid}-1002`)];
    expect(ana.split('-').slice(0, -1)).toEqual(bob.split('-').slice(0, -1));
    expect(ana).not.toBe(bob);
    for (const part of ana.split('-').slice(4)) {
      expect(sid).not.toContain(part);
      expect(Number(part)).toBeLessThan(2 ** 32);
    }
    expect(redactSid(names, `${sid}-500`)).toMatch(/-500$/);
    for (const same of ['S-1-5-18', 'S-1-5-32-544', 'S-1-5-80-1-2-3', 'current'])
      expect(redactSid(names, same)).toBe(same);
  });
});

describe('lists', () => {
  const entry = fc.oneof(
    host,
    host.map((name) => `*.${name}`),
    ipv4,
    fc.constantFrom('<local>', 'localhost', '127.0.0.1'),
  );
  const server = fc
    .tuple(
      fc.constantFrom('', 'http=', 'https=', 'socks=', 'http://'),
      fc.oneof(host, ipv4),
      fc.constantFrom('', ':8080', ':1'),
    )
    .map((parts) => parts.join(''));

  it('a proxy list reads as before: schemes, ports and remarks are the same', () => {
    fc.assert(
      fc.property(fc.array(server, { maxLength: 4 }), (servers) => {
        const text = servers.join(';');
        const moved = redactList(names, text);
        expect(moved.length).toBe(text.length);
        const read = (list: string) => {
          const { servers: found, issues } = parseProxyList(list, { store: 'wininet' });
          return [found.map(({ scheme, port }) => [scheme, port]), issues.map(({ code }) => code)];
        };
        expect(read(moved)).toEqual(read(text));
      }),
    );
  });

  it('a bypass list sends the same hosts round the proxy', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), host, fc.nat(4), (entries, name, at) => {
        const chosen = entries[at % entries.length] ?? name;
        const target = chosen.startsWith('*.')
          ? `a.${chosen.slice(2)}`
          : chosen.startsWith('<')
            ? name
            : chosen;
        const goesRound = (list: string, to: string) =>
          bypasses(parseBypassList(list).entries, { scheme: 'https', host: to, port: 443 }, 'wininet');
        const text = entries.join(';');
        expect(goesRound(redactList(names, text), redactHost(names, target))).toBe(goesRound(text, target));
      }),
    );
  });

  it.each([
    [
      'http://bob:geheim@pac.contoso.com:81/files/contoso.pac?user=ana%20x',
      /^http:\/\/\w+:\w+@\w+\.\w+\.com:81\//,
    ],
    ['https=[2001:db8::77]:8443', /^https=\[[0-9a-f]{4}:[0-9a-f]{3}::[0-9a-f]{2}\]:8443$/],
    ['bob:1234@proxy:80', /^\w{3}:(?!1234)\d{4}@\w{5}:80$/],
    ['http=proxy:80;https=PROXY:81', /^http=([a-z]{5}):80;https=([A-Z]{5}):81$/],
  ])('%s keeps its form and none of its names', (text, form) => {
    const moved = redactList(names, text);
    expect(moved).toMatch(form);
    expect(moved.length).toBe(text.length);
    expect(moved).not.toMatch(/bob|geheim|contoso|ana|db8|proxy/i);
  });
});

describe('sentences, paths and names', () => {
  const known = knownNames({ words: ['desktop-7', 'ana'] });
  it.each([
    ['C:\\Users\\ana\\AppData\\Roaming\\contoso.zip', /^C:\\Users\\\w{3}\\AppData\\Roaming\\\w{7}\.zip$/],
    ['/home/ana/machine.reg', /^\/home\/\w{3}\/\w{7}\.reg$/],
  ])('%s keeps what is the same on every machine', (path, form) => {
    expect(redactPath(names, path)).toMatch(form);
    expect(redactPath(names, path)).not.toMatch(/ana|contoso|machine/);
  });

  it('replaces what has the form of a name, and what is known to be one', () => {
    const text =
      "The proxy proxy.contoso.com:8080 of DESKTOP-7 refuses CONTOSO\\ana (S-1-5-21-1-22-333-1001) at 10.1.2.3, see 'C:\\Users\\ana\\x.reg' and docs/reference.md; p2s-fix --apply --user ana.";
    const moved = redactProse(names, text, known);
    expect(moved).not.toMatch(/contoso|desktop-7|\bana\b|10\.1\.2\.3|-22-333/i);
    expect(moved).toContain('The proxy ');
    expect(moved).toContain(':8080 of ');
    expect(moved).toContain('docs/reference.md; p2s-fix --apply --user ');
  });

  it('replaces each word of a name, so that it is known wherever it stands', () => {
    expect(redactWords(names, 'CONTOSO\\ana').toLowerCase()).toBe(
      `${names.word('contoso')}\\${names.word('ana')}`,
    );
  });
});
