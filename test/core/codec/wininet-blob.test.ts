import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyToWinInet,
  decodeWinInetBlob,
  encodeWinInetBlob,
  freshWinInetBlob,
  settingsOfWinInet,
  type WinInetBlob,
  type WinInetChange,
} from '../../../src/core/codec/wininet-blob.ts';
import { bytesOf, damaged, printable, winInetBlob } from './arbitraries.ts';

function applied(blob: WinInetBlob, change: WinInetChange): WinInetBlob {
  const result = applyToWinInet(blob, change);
  if (!result.ok) throw new Error(`${result.code} in ${result.field}`);
  return result.blob;
}

describe('decodeWinInetBlob', () => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(winInetBlob, (blob) => {
        expect(decodeWinInetBlob(encodeWinInetBlob(blob))).toEqual({ ok: true, blob });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is undone by encoding for everything it reads, and says where it stopped for everything else', () => {
    let read = 0;
    fc.assert(
      fc.property(damaged(winInetBlob.map(encodeWinInetBlob)), (bytes) => {
        const decoded = decodeWinInetBlob(bytes);
        if (decoded.ok) {
          read++;
          expect(encodeWinInetBlob(decoded.blob)).toEqual(bytes);
          return;
        }
        expect(decoded.reason).toMatch(/^(truncated|length-past-end|unknown-version)$/);
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
    ['three bytes', new Uint8Array([0x46, 0, 0]), 'truncated', 0, known()],
    ['5 bytes, as batch files write', bytesOf(0x46, '\0'), 'truncated', 4, known(70)],
    ['no flags', bytesOf(0x46, 9), 'truncated', 8, known(70, 9)],
    ['no PAC length', bytesOf(0x46, 9, 3, 1, 'p', 1, 'b'), 'truncated', 22, known(70, 9, 3)],
    ['a cut length', bytesOf(0x46, 9, 3, '\x01\0\0'), 'truncated', 12, known(70, 9, 3)],
    ['a cut string', bytesOf(0x3c, 9, 3, 5, 'abcd'), 'length-past-end', 12, known(60, 9, 3)],
    ['a length of 4 GB', bytesOf(0x46, 9, 3, 0, 0xffffffff, 'b'), 'length-past-end', 16, known(70, 9, 3)],
    ['another version', bytesOf(0x50, 9, 1, 0, 0, 0), 'unknown-version', 0, known(80)],
    ["WinHTTP's version", bytesOf(0x28, 9, 1, 0, 0, 0), 'unknown-version', 0, known(40)],
    ['a version in its first byte only', bytesOf(0x146, 9, 1, 0, 0, 0), 'unknown-version', 0, known(0x146)],
  ] as const)('does not guess: %s', (_, bytes, reason, offset, known) => {
    expect(decodeWinInetBlob(bytes)).toEqual({
      ok: false,
      reason,
      offset,
      known: { length: bytes.length, ...known },
    });
  });

  it.each([0, 1, 31, 33, 455, 699])('takes a tail of %i bytes as it is', (length) => {
    const tail = new Uint8Array(length).fill(0xa5);
    const decoded = decodeWinInetBlob(bytesOf(0x46, 1, 1, 0, 0, 0, tail));
    expect(decoded).toMatchObject({ ok: true, blob: { tail } });
  });

  it.each([255, 256, 1000, 65_535, 65_536, 70_000])('reads a bypass list of %i bytes', (length) => {
    const bypass = 'x'.repeat(length);
    const decoded = decodeWinInetBlob(bytesOf(0x46, 1, 3, 0, length, bypass, 0));
    expect(decoded).toMatchObject({ ok: true, blob: { bypass } });
  });
});

describe('encodeWinInetBlob', () => {
  it.each([
    ['a string of more than bytes', { proxy: 'pr\u0151xy:80' }],
    ['a negative counter', { counter: -1 }],
    ['flags of more than 32 bits', { flags: 2 ** 32 }],
    ['a fraction', { counter: 1.5 }],
  ])('refuses %s', (_, wrong) => {
    expect(() => encodeWinInetBlob({ ...freshWinInetBlob(), ...wrong })).toThrow(
      expect.objectContaining({ name: 'P2sError', code: 'internal' }),
    );
  });
});

describe('freshWinInetBlob', () => {
  it('is the shortest thing that WinINET writes', () => {
    expect(encodeWinInetBlob(freshWinInetBlob())).toEqual(bytesOf(0x46, 0, 1, 0, 0, 0, new Uint8Array(32)));
  });
});

describe('settingsOfWinInet', () => {
  it('shows each bit and string for itself', () => {
    const blob = {
      ...freshWinInetBlob(),
      proxy: 'http=P:80;socks=s:1080',
      bypass: '<local>;*.x',
      pac: 'http://w/p.pac',
    };
    const shown = {
      direct: true,
      proxy: {
        enabled: false,
        servers: [
          { scheme: 'http', host: 'p', port: 80 },
          { scheme: 'socks', host: 's', port: 1080 },
        ],
      },
      bypass: ['<local>', '*.x'],
      pac: { enabled: false, url: 'http://w/p.pac' },
      autoDetect: false,
    };
    expect(settingsOfWinInet(blob)).toStrictEqual(shown);
    expect(settingsOfWinInet({ ...blob, flags: 0 })).toStrictEqual({ ...shown, direct: false });
    expect(settingsOfWinInet({ ...blob, flags: 3 })).toStrictEqual({
      ...shown,
      proxy: { ...shown.proxy, enabled: true },
    });
    expect(settingsOfWinInet({ ...blob, flags: 5 })).toStrictEqual({
      ...shown,
      pac: { ...shown.pac, enabled: true },
    });
    expect(settingsOfWinInet({ ...blob, flags: 9 })).toStrictEqual({ ...shown, autoDetect: true });
  });

  it('has no PAC address where the string is empty, whatever the bit', () => {
    expect(settingsOfWinInet({ ...freshWinInetBlob(), flags: 5 }).pac).toEqual({ enabled: true, url: null });
  });

  it('carries what the lists cannot show', () => {
    const settings = settingsOfWinInet({ ...freshWinInetBlob(), proxy: 'http://p:80', bypass: '"*.x"' });
    expect(settings.proxy.issues).toEqual([
      { code: 'prefix-removed', scheme: 'all', entry: 'http://p:80', severity: 'normalised' },
    ]);
    expect(settings.bypassIssues).toEqual([
      { code: 'quotes', scheme: null, entry: '"*.x"', severity: 'refused' },
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(winInetBlob, (blob) => void settingsOfWinInet(blob)),
      { numRuns: 1_000 },
    );
  });
});

describe('applyToWinInet', () => {
  const change: fc.Arbitrary<WinInetChange> = fc.record(
    {
      proxy: fc.record({ enabled: fc.boolean(), servers: printable }, { requiredKeys: ['enabled'] }),
      bypass: printable,
      pac: fc.record({ enabled: fc.boolean(), url: printable }, { requiredKeys: ['enabled'] }),
      autoDetect: fc.boolean(),
    },
    { requiredKeys: [] },
  );

  it('changes the named parts, repairs bit 0, counts up, and leaves the rest byte for byte', () => {
    fc.assert(
      fc.property(winInetBlob, change, (blob, expected) => {
        const next = applied(blob, expected);
        const kept = blob.flags & ~15;
        const bit = (on: boolean | undefined, mask: number) =>
          on === undefined ? blob.flags & mask : on ? mask : 0;
        const flags =
          (kept |
            1 |
            bit(expected.proxy?.enabled, 2) |
            bit(expected.pac?.enabled, 4) |
            bit(expected.autoDetect, 8)) >>>
          0;
        const strings = {
          proxy: expected.proxy?.servers ?? blob.proxy,
          bypass: expected.bypass ?? blob.bypass,
          pac: expected.pac?.url ?? blob.pac,
        };
        const same =
          flags === blob.flags && Object.entries(strings).every(([k, v]) => blob[k as 'pac'] === v);
        const counter = same ? blob.counter : (blob.counter + 1) % 2 ** 32;
        expect(next).toEqual({ version: blob.version, tail: blob.tail, counter, flags, ...strings });
      }),
      { numRuns: 3_000 },
    );
  });

  it('does the same thing twice only once', () => {
    fc.assert(
      fc.property(winInetBlob, change, (blob, expected) => {
        const once = applied(blob, expected);
        expect(applied(once, expected)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it('counts on from the largest number to 0', () => {
    expect(applied({ ...freshWinInetBlob(), counter: 0xffffffff }, { autoDetect: true }).counter).toBe(0);
    expect(applied(freshWinInetBlob(), { autoDetect: true }).counter).toBe(1);
  });

  it.each([0, 2])('repairs flags %i without being asked for anything', (flags) => {
    expect(applied({ ...freshWinInetBlob(), flags }, {})).toEqual({
      ...freshWinInetBlob(),
      flags: flags | 1,
      counter: 1,
    });
  });

  it.each([
    [{ proxy: { enabled: true, servers: 'prox\u00fd:80' } }, 'non-ascii', 'proxy'],
    [{ bypass: '*.\u4f1a\u793e.jp' }, 'non-ascii', 'bypass'],
    [{ pac: { enabled: true, url: 'http://w/\u201dp' } }, 'non-ascii', 'pac'],
    [{ bypass: 'a;\0b' }, 'control-character', 'bypass'],
    [{ proxy: { enabled: true, servers: 'p:80\n' } }, 'control-character', 'proxy'],
    [{ bypass: 'x'.repeat(2065) }, 'too-long', 'bypass'],
  ] as const)('refuses to write %j', (expected, code, field) => {
    expect(applyToWinInet(freshWinInetBlob(), expected)).toEqual({ ok: false, code, field });
  });

  it('leaves odd strings alone that are there already', () => {
    const odd = { ...freshWinInetBlob(), bypass: `\u00e4\0${'x'.repeat(3000)}`, pac: '\u00ff' };
    const next = applied(odd, { proxy: { enabled: true, servers: 'p:80' }, bypass: odd.bypass });
    expect(next).toMatchObject({ bypass: odd.bypass, pac: odd.pac, proxy: 'p:80' });
    expect(applied(odd, { bypass: 'x'.repeat(2064) }).bypass).toHaveLength(2064);
  });
});
