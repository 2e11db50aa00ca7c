import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  applyToWinHttp,
  decodeWinHttpBlob,
  encodeWinHttpBlob,
} from '../../../src/core/codec/winhttp-blob.ts';
import {
  applyToWinInet,
  decodeWinInetBlob,
  encodeWinInetBlob,
  type WinInetBlob,
} from '../../../src/core/codec/wininet-blob.ts';
import type { BlobChange } from '../../../src/core/export/targets.ts';
import { formatBypassList } from '../../../src/core/proxy/bypass-list.ts';
import { formatProxyList } from '../../../src/core/proxy/proxy-list.ts';
import { typedBypassList, typedProxyList } from '../../../src/core/proxy/typed.ts';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { damaged, winHttpBlob, winInetBlob } from '../../core/codec/arbitraries.ts';
import { describeReal, RUN } from '../real-adapters.ts';

const SCRIPT = 'Test-Align' as ScriptName;
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The scripts' comparison of lists, implemented independently. */
const words = (list: string) =>
  list
    .toLowerCase()
    .split(/[ \t\r\n\f\v;]+/)
    .filter((word) => word !== '');
const same = (a: string[], b: string[]) => a.join(';') === b.join(';');

const text = fc.constantFrom(
  'proxy.example:8080',
  'HTTP://proxy.example:8080/',
  'http=a:1;https=b:2',
  'a b',
  '<local>;*.example',
  'x',
);
const change: fc.Arbitrary<BlobChange> = fc.record(
  {
    proxy: fc.option(text),
    bypass: fc.oneof(text, fc.constant('')),
    pac: fc.option(fc.constantFrom('http://pac.example/a.pac', 'http://pac.example/b.pac')),
    autoDetect: fc.boolean(),
  },
  { requiredKeys: [] },
);
const near = winInetBlob.chain((blob) =>
  fc
    .record({ proxy: text, bypass: text, flags: fc.integer({ min: 0, max: 15 }) })
    .map((part) => ({ ...blob, ...part })),
);
const nearHttp = winHttpBlob.chain((blob) =>
  fc
    .record({ proxy: text, bypass: text, flags: fc.constantFrom(1, 2, 3) })
    .map((part) => ({ ...blob, ...part })),
);

const piece = fc.constantFrom(
  ...[
    'proxy',
    'a-b.example',
    '10.0.0.8',
    '[2001:db8::5]',
    ':8080',
    ':0',
    ':99999',
    ':',
    'http=',
    'https=',
    'socks=',
  ],
  ...['http://', ';', ' ', ',', '@', '"', "'", '<local>', '*.', '/', '\u00fc', '\u007f', '<-loopback>', 'x'],
);
const list = fc.oneof(
  fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.constantFrom('proxy:8080', 'http=a:1;https=b:2', '<local>;*.example', '10.0.0.8:3128'),
);
const typed = fc.record({
  api: fc.constantFrom('wininet' as const, 'winhttp' as const),
  change: fc.record({ proxy: list, bypass: list }),
});
/** Input that must be accepted. */
const PLAIN = [
  { proxy: 'proxy.contoso.example:8080', bypass: '<local>;*.contoso.example;10.*;fe80:*;a:1;https://b' },
  { proxy: 'http=a.example:1;https=b.example:2', bypass: '' },
  { proxy: '[2001:db8::5]:8080', bypass: '[::1]' },
];

const NOT_PLAIN = [
  'Direct',
  'proxy:65536',
  'proxy:0',
  'proxy:',
  ';',
  'a;',
  'a b',
  'http://a',
  'user@a:1',
  'gopher=a:1',
  '\u00e4:1',
];

const UNMATCHABLE = ['10.0.0.0/8', 'http://a/', 'a:99999', 'a:0', 'a:', '[::1]:x'];

/** The result of the program; `null` when it refuses the input. */
function storedAs({
  api,
  change,
}: {
  api: 'wininet' | 'winhttp';
  change: { proxy: string; bypass: string };
}) {
  const place = { where: 'here', store: api };
  const proxy = formatProxyList(typedProxyList(change.proxy, place).servers);
  return { proxy, bypass: formatBypassList(typedBypassList(change.bypass, place).entries) };
}

interface Case {
  api: 'wininet' | 'winhttp';
  hex: string;
  change: BlobChange;
}

const inet = fc.oneof(
  winInetBlob.map(encodeWinInetBlob),
  near.map(encodeWinInetBlob),
  damaged(near.map(encodeWinInetBlob)),
);
const http = fc.oneof(
  winHttpBlob.map(encodeWinHttpBlob),
  nearHttp.map(encodeWinHttpBlob),
  damaged(nearHttp.map(encodeWinHttpBlob)),
);
const oneCase: fc.Arbitrary<Case> = fc.oneof(
  fc.tuple(inet, change).map(([bytes, one]) => ({ api: 'wininet' as const, hex: hexOf(bytes), change: one })),
  fc.tuple(http, change).map(([bytes, { proxy = null, bypass }]) => ({
    api: 'winhttp' as const,
    hex: hexOf(bytes),
    change: { proxy, ...(bypass === undefined ? {} : { bypass }) },
  })),
);

/** The codec's result for a case. */
function expected({ api, hex, change: { proxy, bypass, pac, autoDetect } }: Case): unknown {
  const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
  if (api === 'winhttp') {
    const decoded = decodeWinHttpBlob(bytes);
    if (!decoded.ok) return { failure: decoded.reason };
    const changed = applyToWinHttp(decoded.blob, {
      proxy: proxy ?? null,
      bypass: bypass ?? decoded.blob.bypass,
    });
    // Text that stays need not follow the rules for writes.
    if (!changed.ok) throw new Error(changed.code);
    return { failure: null, same: hex, changed: hexOf(encodeWinHttpBlob(changed.blob)) };
  }
  const decoded = decodeWinInetBlob(bytes);
  if (!decoded.ok) return { failure: decoded.reason };
  const changed = applyToWinInet(
    decoded.blob,
    winInetChange(decoded.blob, { proxy, bypass, pac, autoDetect }),
  );
  if (!changed.ok) throw new Error(changed.code);
  return { failure: null, same: hex, changed: hexOf(encodeWinInetBlob(changed.blob)) };
}

type Loose = { [Part in keyof BlobChange]: BlobChange[Part] | undefined };

function winInetChange(blob: WinInetBlob, { proxy, bypass, pac, autoDetect }: Loose) {
  const newServers = proxy != null && !same(words(proxy), words(blob.proxy)) ? { servers: proxy } : {};
  return {
    ...(proxy === undefined ? {} : { proxy: { enabled: proxy !== null, ...newServers } }),
    ...(bypass === undefined || proxy === null || same(words(bypass), words(blob.bypass)) ? {} : { bypass }),
    ...(pac === undefined ? {} : { pac: { enabled: pac !== null, ...(pac === null ? {} : { url: pac }) } }),
    ...(autoDetect === undefined ? {} : { autoDetect }),
  };
}

describeReal('the changes to a blob', (real) => {
  const ask = async (request: Record<string, unknown>) => (await real.host.run(SCRIPT, request, RUN)).result;

  it("are the codec's, byte for byte, on good blobs and damaged ones", async () => {
    const cases = fc.sample(oneCase, { numRuns: real.mode === 'FullLanguage' ? 300 : 60, seed: 7 });
    const answers = (await ask({ blobs: cases })) as Record<string, unknown>[];
    let whole = 0;
    for (const [at, one] of cases.entries()) {
      const { after, ...answer } = answers[at] ?? {};
      expect({ case: one, answer }).toEqual({ case: one, answer: expected(one) });
      if (answer.failure !== null) continue;
      whole++;
      expect({ case: one, after }).toEqual({ case: one, after: true });
    }
    expect(whole).toBeGreaterThan(cases.length / 4);
  });

  it('are asked for in lists that the program would store as they are written', async () => {
    const cases = fc.sample(typed, { numRuns: 300, seed: 7 });
    const answers = (await ask({ typed: cases })) as boolean[];
    for (const [at, one] of cases.entries())
      if (answers[at]) expect({ one, stored: storedAs(one) }).toEqual({ one, stored: one.change });
    expect(answers.filter((taken) => taken).length).toBeGreaterThan(20);
    const plain = PLAIN.map((change) => ({ api: 'wininet', change }));
    expect(await ask({ typed: plain })).toEqual(PLAIN.map(() => true));
    const odd = NOT_PLAIN.map((proxy) => ({ api: 'wininet', change: { proxy } }));
    expect(await ask({ typed: odd })).toEqual(NOT_PLAIN.map(() => false));
    const unmatchable = UNMATCHABLE.map((entry) => ({ api: 'wininet', change: { bypass: `x;${entry}` } }));
    expect(await ask({ typed: unmatchable })).toEqual(UNMATCHABLE.map(() => false));
  });
});
