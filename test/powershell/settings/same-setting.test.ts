import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import { encodeWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { sameSetting } from '../../../src/core/stores/same-setting.ts';
import { toWireOrNull } from '../../../src/machine/wire/value.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { damaged, u32, winHttpBlob, winInetBlob } from '../../core/codec/arbitraries.ts';
import { describeReal, RUN } from '../real-adapters.ts';

interface Pair {
  name: 'WinHttpSettings' | 'DefaultConnectionSettings' | 'SavedLegacySettings';
  found: RegistryValue | null;
  ours: RegistryValue | null;
}

const winHttp = (proxy: string, bypass = '', flags = 3, version: 0x18 | 0x28 = 0x28): RegistryValue => ({
  kind: 'binary',
  bytes: encodeWinHttpBlob({ version, counter: 0, flags, proxy, bypass }),
});
const OURS = winHttp('proxy.example:8080', '<local>;*.example');

/** Values of WinHTTP after we wrote {@link OURS}, and whether they still equal it. */
const WINHTTP: [string, RegistryValue | null, boolean][] = [
  ['the same bytes', OURS, true],
  ['another header', winHttp('proxy.example:8080', '<local>;*.example', 2, 0x18), true],
  ['other separators and case', winHttp('PROXY.example:8080;', '<LOCAL> *.example'), true],
  ['a prefix', winHttp('http://proxy.example:8080/', '<local>;*.example'), true],
  ['another order', winHttp('proxy.example:8080', '*.example;<local>'), false],
  [
    'each scheme by itself',
    winHttp('http=proxy.example:8080;https=proxy.example:8080', '<local>;*.example'),
    false,
  ],
  ['another proxy', winHttp('theirs.example:8080', '<local>;*.example'), false],
  ['another bypass list', winHttp('proxy.example:8080', '<local>'), false],
  ['switched off', winHttp('proxy.example:8080', '<local>;*.example', 1), false],
  ['nothing', null, false],
  ['a text', { kind: 'string', text: 'proxy.example:8080' }, false],
];
/** Each of them means no proxy. */
const DIRECT = [winHttp('', '', 1), winHttp('old.example:1', 'x', 1), winHttp('', 'x'), winHttp(' ;', '')];

const text = fc.constantFrom(
  'proxy.example:8080',
  'HTTP://proxy.example:8080/',
  ' http://; ',
  '',
  'a;b',
  'A b',
);
const nearHttp = winHttpBlob.chain((blob) =>
  fc
    .record({ proxy: text, bypass: text, flags: fc.constantFrom(1, 2, 3) })
    .map((part) => ({ ...blob, ...part })),
);
const nearInet = winInetBlob.chain((blob) =>
  fc
    .record({ proxy: text, bypass: text, pac: text, flags: fc.constantFrom(0, 1, 3, 5, 9, 11, 13) })
    .map((part) => ({ ...blob, ...part })),
);
const binary = (bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<RegistryValue> =>
  fc
    .oneof({ weight: 6, arbitrary: bytes }, damaged(bytes))
    .map((found) => ({ kind: 'binary', bytes: found }));
const anyHttp = binary(nearHttp.map(encodeWinHttpBlob));
const anyInet = binary(nearInet.map(encodeWinInetBlob));
const winInetName = fc.constantFrom('DefaultConnectionSettings' as const, 'SavedLegacySettings' as const);
const value = (bytes: Uint8Array): RegistryValue => ({ kind: 'binary', bytes });
const pairs: fc.Arbitrary<Pair> = fc.oneof(
  fc.record({
    name: fc.constant('WinHttpSettings' as const),
    found: fc.option(anyHttp, { freq: 9 }),
    ours: anyHttp,
  }),
  fc.record({
    name: winInetName,
    found: fc.option(anyInet, { freq: 9 }),
    ours: anyInet,
  }),
  // Legacy settings that Windows made of the string values.
  fc.tuple(nearInet, u32).map(([blob, counter]) => ({
    name: 'SavedLegacySettings' as const,
    found: value(
      encodeWinInetBlob({
        ...blob,
        counter,
        flags: blob.flags ^ 8,
        ...((blob.flags & 4) === 0 && { pac: 'x' }),
      }),
    ),
    ours: value(encodeWinInetBlob(blob)),
  })),
  // As Windows leaves them: with a higher counter, or another header.
  fc.tuple(nearHttp, u32).map(([blob, counter]) => ({
    name: 'WinHttpSettings' as const,
    found: value(encodeWinHttpBlob({ ...blob, version: 0x18, counter })),
    ours: value(encodeWinHttpBlob(blob)),
  })),
  fc.tuple(winInetName, nearInet, u32).map(([name, blob, counter]) => ({
    name,
    found: value(encodeWinInetBlob({ ...blob, counter })),
    ours: value(encodeWinInetBlob(blob)),
  })),
);

describeReal('whether a value still says what a change of ours wrote', (real) => {
  const ask = async (asked: readonly Pair[]) => {
    const wired = asked.map(({ name, found, ours }) => ({
      name,
      found: toWireOrNull(found),
      ours: toWireOrNull(ours),
    }));
    return (await real.host.run('Test-Align' as ScriptName, { pairs: wired }, RUN)).result;
  };

  it('is the same to the scripts and to the program', async () => {
    const named = WINHTTP.map(([, found]): Pair => ({ name: 'WinHttpSettings', found, ours: OURS }));
    const direct = DIRECT.map(
      (found): Pair => ({ name: 'WinHttpSettings', found, ours: winHttp('', '', 1) }),
    );
    const asked = [...named, ...direct, ...fc.sample(pairs, { numRuns: 150, seed: 7 })];
    const ours = asked.map((pair) => sameSetting(pair.name, pair.found, pair.ours));
    expect(named.map((_, at) => [WINHTTP[at]?.[0], ours[at]])).toEqual(
      WINHTTP.map(([what, , same]) => [what, same]),
    );
    expect(ours.slice(named.length, named.length + direct.length)).toEqual(DIRECT.map(() => true));
    const answers = (await ask(asked)) as boolean[];
    for (const [at, pair] of asked.entries())
      expect({ pair, same: answers[at] }).toEqual({ pair, same: ours[at] });
    expect(ours.filter((same) => same).length).toBeGreaterThan(20);
  });
});
