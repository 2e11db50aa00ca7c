import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bypasses,
  formatBypassList,
  globMatches,
  parseBypassList,
} from '../../../src/core/proxy/bypass-list.ts';
import type { Store } from '../../../src/core/proxy/settings.ts';
import { bypassEntry, messyList } from './arbitraries.ts';

describe('parseBypassList', () => {
  it.each([
    ['', []],
    [' ', []],
    ['<local>;*.Contoso.example;', ['<local>', '*.Contoso.example']],
    ['example *test*\r\n10.*', ['example', '*test*', '10.*']],
    ['*.*domain;b;a;b', ['*.*domain', 'b', 'a', 'b']],
    ['http://a:80;[::1]:443;<-loopback>', ['http://a:80', '[::1]:443', '<-loopback>']],
  ])('reads "%s" in its order', (text, entries) => {
    expect(parseBypassList(text)).toEqual({ entries, issues: [] });
  });

  it('takes commas for separators in WinINET, and says so, but not in WinHTTP', () => {
    const issue = { scheme: null, entry: ',' };
    expect(parseBypassList('*.a,*.b')).toEqual({
      entries: ['*.a', '*.b'],
      issues: [{ ...issue, code: 'comma-separator', severity: 'normalised' }],
    });
    expect(parseBypassList('*.a,*.b;c', { store: 'winhttp' })).toEqual({
      entries: ['c'],
      issues: [{ ...issue, entry: '*.a,*.b', code: 'comma-in-entry', severity: 'refused' }],
    });
  });

  it.each([
    ['"*.a"', 'quotes', '"*.a"'],
    ['\u201c*.a\u201d', 'quotes', '\\u{201c}*.a\\u{201d}'],
    ['*.\u4f1a\u793e.jp', 'non-ascii', '*.\\u{4f1a}\\u{793e}.jp'],
    ['a\u0000b', 'bad-entry', 'a\\x00b'],
    ['bob:s3cret@a', 'credentials', '***@a'],
    ['bob%3As3cret%40a', 'credentials', '***@a'],
  ])('leaves out "%s": %s', (text, code, entry) => {
    expect(parseBypassList(`x;${text};y`)).toEqual({
      entries: ['x', 'y'],
      issues: [{ code, entry, scheme: null, severity: 'refused' }],
    });
  });

  it('reads what formatBypassList writes', () => {
    fc.assert(
      fc.property(fc.array(bypassEntry, { maxLength: 30 }), (entries) => {
        expect(parseBypassList(formatBypassList(entries))).toEqual({ entries, issues: [] });
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws, and what it reads can be written again', () => {
    fc.assert(
      fc.property(messyList, fc.constantFrom<Store>('wininet', 'winhttp'), (text, store) => {
        const { entries } = parseBypassList(text, { store });
        expect(parseBypassList(formatBypassList(entries), { store })).toEqual({ entries, issues: [] });
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('bypasses', () => {
  const target = (host: string, port = 443, scheme = 'https') => ({ scheme, host, port });
  const both = ['wininet', 'winhttp'] as const;

  it.each([
    ['a.example', 'a.example', true],
    ['A.Example', 'a.eXample', true],
    ['a.example', 'b.a.example', false],
    ['*.example', 'a.example', true],
    ['*.example', 'example', false],
    ['*example', 'anexample', true],
    ['*', 'anything.at.all', true],
    ['<local>', 'intranet', true],
    ['<LOCAL>', 'intranet', true],
    ['<local>', 'a.example', false],
    ['<local>', '::1:2', false],
    ['10.0.0.1', '10.0.0.1', true],
    ['[2001:db8::1]', '2001:db8::1', true],
    ['2001:db8::1', '[2001:DB8::1]', true],
    ['a.e', 'axe', false],
    ['8080', '8080', true],
    ['', 'a', false],
  ])('both stores: %s and %s: %s', (entry, host, expected) => {
    for (const store of both) expect(bypasses([entry], target(host), store)).toBe(expected);
  });

  it.each([
    ['ms*', 'msdn.example'],
    ['*int*', 'painter.example'],
    ['10.*', '10.1.2.3'],
    ['192.168.*.*', '192.168.7.9'],
    ['*.*domain', 'x.mydomain'],
    ['x.*.y', 'x.1.y'],
  ])('WinINET knows %s, WinHTTP does not', (entry, host) => {
    expect(bypasses([entry], target(host), 'wininet')).toBe(true);
    expect(bypasses([entry], target(host), 'winhttp')).toBe(false);
  });

  it.each([
    ['https://a', target('a'), true],
    ['HTTPS://a', target('a'), true],
    ['http://a', target('a'), false],
    ['a:443', target('a'), true],
    ['a:443', target('a', 80), false],
    ['http://*.a:80', target('x.a', 80, 'http'), true],
    ['[::1:2]:443', target('::1:2'), true],
    ['[::1:2]:80', target('::1:2'), false],
    ['*:8080', target('a', 8080), true],
  ])('scheme and port: %s', (entry, to, expected) => {
    expect(bypasses([entry], to, 'wininet')).toBe(expected);
    expect(bypasses([entry], to, 'winhttp')).toBe(false);
  });

  it.each(['localhost', 'LOOPBACK', '127.0.0.1', '::1', '[::1]'])(
    'WinINET goes round the proxy for %s by itself',
    (host) => {
      expect(bypasses([], target(host), 'wininet')).toBe(true);
      expect(bypasses([], target(host), 'winhttp')).toBe(false);
      expect(bypasses([], target(host), 'wininet', { implicitLoopback: false })).toBe(false);
      expect(bypasses([], target(host), 'winhttp', { implicitLoopback: true })).toBe(true);
      expect(bypasses(['<-loopback>'], target(host), 'wininet')).toBe(false);
      expect(bypasses(['<-LOOPBACK>'], target(host), 'wininet')).toBe(false);
    },
  );

  it('lets the later of <-loopback> and an entry decide, for loopback alone', () => {
    expect(bypasses(['localhost', '<-loopback>'], target('localhost'), 'wininet')).toBe(false);
    expect(bypasses(['<-loopback>', 'localhost'], target('localhost'), 'wininet')).toBe(true);
    expect(bypasses(['<local>', '<-loopback>'], target('localhost'), 'wininet')).toBe(false);
    expect(bypasses(['<local>', '<-loopback>'], target('intranet'), 'wininet')).toBe(true);
    expect(bypasses(['<-loopback>', 'a'], target('127.0.0.2'), 'wininet')).toBe(false);
  });
});

describe('globMatches', () => {
  const text = fc.stringMatching(/^[ab]{0,8}$/);
  const pattern = fc.stringMatching(/^[ab*]{0,6}$/);

  it('agrees with a regular expression', () => {
    fc.assert(
      fc.property(pattern, text, (glob, subject) => {
        const expected = new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(subject);
        expect(globMatches(glob, subject)).toBe(expected);
      }),
      { numRuns: 10_000 },
    );
  });

  it('ends for patterns on which backtracking would not', () => {
    expect(globMatches(`${'*a'.repeat(500)}*b`, 'a'.repeat(2_000))).toBe(false);
    expect(globMatches(`${'*'.repeat(2_000)}b`, 'a'.repeat(2_000))).toBe(false);
    expect(globMatches('*a'.repeat(250), 'a'.repeat(250))).toBe(true);
  });
});
