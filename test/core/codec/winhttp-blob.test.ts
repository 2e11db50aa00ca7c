import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyToWinHttp,
  decodeWinHttpBlob,
  encodeWinHttpBlob,
  freshWinHttpBlob,
  settingsOfWinHttp,
  type WinHttpBlob,
} from '../../../src/core/codec/winhttp-blob.ts';
import { bytesOf, damaged, printable, winHttpBlob } from './arbitraries.ts';

describe('decodeWinHttpBlob', () => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(winHttpBlob, (blob) => {
        expect(decodeWinHttpBlob(encodeWinHttpBlob(blob))).toEqual({ ok: true, blob });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is undone by encoding for everything it reads, and says where it stopped for everything else', () => {
    let read = 0;
    fc.assert(
      fc.property(damaged(winHttpBlob.map(encodeWinHttpBlob)), (bytes) => {
        const decoded = decodeWinHttpBlob(bytes);
        if (decoded.ok) {
          read++;
          expect(encodeWinHttpBlob(decoded.blob)).toEqual(bytes);
          return;
        }
        expect(decoded.reason).toMatch(
          /^(truncated|length-past-end|unknown-version|wininet-shaped|trailing-bytes)$/,
        );
        expect(decoded.offset).toBeGreaterThanOrEqual(0);
        expect(decoded.offset).toBeLessThanOrEqual(bytes.length);
        expect(decoded.known.length).toBe(bytes.length);
        expect(decoded.known.version).toBe(bytes.length < 4 ? null : Buffer.from(bytes).readUInt32LE(0));
      }),
      { numRuns: 10_000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  const known = (
    version: number | null = null,
    counter: number | null = null,
    flags: number | null = null,
  ) => {
    return { version, counter, flags };
  };

  it.each([
    ['nothing', bytesOf(), 'truncated', 0, known()],
    ['19 bytes', bytesOf(0x28, 0, 1, 0, '\0\0\0'), 'truncated', 16, known(40, 0, 1)],
    ['a cut string', bytesOf(0x28, 0, 3, 4, 'a:4'), 'length-past-end', 12, known(40, 0, 3)],
    [
      'a PAC slot and a tail',
      bytesOf(0x28, 0, 3, 1, 'p', 1, 'b', 0, new Uint8Array(32)),
      'trailing-bytes',
      22,
      known(40, 0, 3),
    ],
    ['one byte too many', bytesOf(0x18, 0, 1, 0, 0, '\0'), 'trailing-bytes', 20, known(24, 0, 1)],
    [
      "WinINET's shape",
      bytesOf(0x46, 7, 3, 1, 'p', 0, 0, new Uint8Array(32)),
      'wininet-shaped',
      0,
      known(70, 7, 3),
    ],
    ["WinINET's old shape, cut", bytesOf(0x3c, 7), 'wininet-shaped', 0, known(60, 7)],
    ['another version', bytesOf(0x38, 7, 1, 0, 0), 'unknown-version', 0, known(56)],
  ] as const)('does not guess: %s', (_, bytes, reason, offset, known) => {
    expect(decodeWinHttpBlob(bytes)).toEqual({
      ok: false,
      reason,
      offset,
      known: { length: bytes.length, ...known },
    });
  });

  it.each([255, 256, 65_535, 70_000])('reads strings of %i bytes', (length) => {
    const text = 'x'.repeat(length);
    const decoded = decodeWinHttpBlob(bytesOf(0x28, 0, 3, length, text, length, text));
    expect(decoded).toMatchObject({ ok: true, blob: { proxy: text, bypass: text } });
  });
});

describe('settingsOfWinHttp', () => {
  const settings = (part: Partial<WinHttpBlob>) => settingsOfWinHttp({ ...freshWinHttpBlob(), ...part });
  const servers = [{ scheme: 'all', host: 'p.example', port: 8080 }];

  it.each([
    [3, true, true],
    [2, false, true],
    [1, true, false],
    [0, false, false],
  ])('flags %i: direct bit %s, proxy %s; strings are shown either way', (flags, direct, enabled) => {
    expect(settings({ flags, proxy: 'p.example:8080', bypass: '<local>;*.b' })).toStrictEqual({
      direct,
      proxy: { enabled, servers },
      bypass: ['<local>', '*.b'],
      pac: null,
      autoDetect: null,
    });
  });

  it.each(['', ' ', ' ; '])('flags 3 with "%s" is no proxy, as the API says', (proxy) => {
    expect(settings({ flags: 3, proxy }).proxy).toEqual({ enabled: false, servers: [] });
  });

  it('a comma is a name to WinHTTP, not a separator, so a proxy is on', () => {
    expect(settings({ flags: 3, proxy: ',' }).proxy?.enabled).toBe(true);
  });

  it('a string that cannot be read counts as on, and is reported', () => {
    const { proxy } = settings({ flags: 3, proxy: '\u201dp.example:8080\u201d' });
    expect(proxy).toMatchObject({
      enabled: true,
      servers: [],
      issues: [{ code: 'quotes', severity: 'refused' }],
    });
  });
});

describe('applyToWinHttp', () => {
  it('names a proxy as Windows does, and keeps version, counter and unknown bits', () => {
    fc.assert(
      fc.property(winHttpBlob, printable, printable, (blob, proxy, bypass) => {
        const result = applyToWinHttp(blob, { proxy, bypass });
        const expected =
          proxy === ''
            ? { flags: ((blob.flags | 1) & ~2) >>> 0, proxy: '', bypass: '' }
            : { flags: (blob.flags | 3) >>> 0, proxy, bypass };
        expect(result).toEqual({ ok: true, blob: { ...blob, ...expected } });
      }),
      { numRuns: 2_000 },
    );
  });

  it('direct is the 20 bytes of an untouched machine', () => {
    const named = { ...freshWinHttpBlob(), flags: 3, proxy: 'a:42', bypass: '*.42' };
    const result = applyToWinHttp(named, { proxy: null, bypass: 'left over' });
    expect(result.ok && encodeWinHttpBlob(result.blob)).toEqual(bytesOf(0x28, 0, 1, 0, 0));
  });

  it.each([
    [{ proxy: 'pr\u00f6xy:80', bypass: '' }, 'non-ascii', 'proxy'],
    [{ proxy: 'p:80', bypass: '\u201d' }, 'non-ascii', 'bypass'],
    [{ proxy: 'p:80\r\n', bypass: '' }, 'control-character', 'proxy'],
  ] as const)('refuses to write %j', (change, code, field) => {
    expect(applyToWinHttp(freshWinHttpBlob(), change)).toEqual({ ok: false, code, field });
  });
});
