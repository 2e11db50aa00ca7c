import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyToWinHttp, decodeWinHttpBlob, encodeWinHttpBlob } from '../../src/core/codec/winhttp-blob.ts';
import {
  applyToWinInet,
  decodeWinInetBlob,
  encodeWinInetBlob,
  type WinInetBlob,
} from '../../src/core/codec/wininet-blob.ts';
import { desiredState } from '../../src/core/desired.ts';
import { type BlobChange, packagesOf, type StoreTarget } from '../../src/core/export/targets.ts';
import { neededChanges } from '../../src/core/needed.ts';
import type { RegistrySnapshot } from '../../src/core/registry.ts';
import { readStores, type Store, type WinInetStore } from '../../src/core/stores.ts';
import type { Wish } from '../../src/core/wish.ts';
import { readRecording } from '../../src/machine/recording.ts';
import { toWireValue } from '../../src/machine/wire-value.ts';
import type { ScriptName } from '../../src/powershell/port.ts';
import { damaged, winHttpBlob, winInetBlob } from '../core/codec/arbitraries.ts';
import { Random } from '../support/fuzz/random.ts';
import { randomMachine } from '../support/random-machines.ts';
import { describeReal, RUN } from './real-adapters.ts';

const SCRIPT = 'Test-Align' as ScriptName;
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** What the scripts take for the same list; here in other words than theirs. */
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

/** The codec's word on a case. */
function expected({ api, hex, change: { proxy, bypass, pac, autoDetect } }: Case): unknown {
  const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
  if (api === 'winhttp') {
    const decoded = decodeWinHttpBlob(bytes);
    if (!decoded.ok) return { failure: decoded.reason };
    const changed = applyToWinHttp(decoded.blob, {
      proxy: proxy ?? null,
      bypass: bypass ?? decoded.blob.bypass,
    });
    // What stays is not judged by what may be written.
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

describeReal(
  'the changes of an exported script',
  (real) => {
    const ask = async (request: Record<string, unknown>) =>
      (await real.host.run(SCRIPT, request, RUN)).result;

    it("are the codec's, byte for byte, on good blobs and damaged ones", async () => {
      const cases = fc.sample(oneCase, real.mode === 'FullLanguage' ? 300 : 60);
      const answers = (await ask({ blobs: cases })) as Record<string, unknown>[];
      let whole = 0;
      for (const [at, one] of cases.entries()) {
        const { storedAs, after, ...answer } = answers[at] ?? {};
        expect({ case: one, answer }).toEqual({ case: one, answer: expected(one) });
        if (answer.failure !== null) continue;
        whole++;
        expect({ case: one, after }).toEqual({ case: one, after: true });
        if (storedAs === true && one.api === 'wininet')
          expect({ case: one, changed: answer.changed }).toMatchObject({ changed: answer.same });
      }
      expect(whole).toBeGreaterThan(cases.length / 4);
    });

    it('are those of an apply, value for value, on machines of every kind', async () => {
      const seed = 7;
      const random = new Random(seed);
      const machines = Array.from({ length: real.mode === 'FullLanguage' ? 60 : 25 }, () => {
        const wish = random.pick(WISHES);
        const { registry } = readRecording(randomMachine(random));
        const targets = targetsFor(wish, registry);
        return { registry, wish, targets };
      });
      const answers = (await ask({
        machines: machines.map(({ registry, targets }) => ({ keys: keysOf(registry), targets })),
      })) as Planned[][];
      for (const [at, { registry, wish, targets }] of machines.entries()) {
        const planned = plansOf(registry, wish, targets);
        const found = (answers[at] ?? []).map((one, index) => {
          const ours = planned[index];
          return ours?.state === 'aligned' && isStricter(one) ? ours : one;
        });
        expect({ seed, at, found }).toEqual({ seed, at, found: planned });
      }
    });
  },
  'one-shot',
);

const SERVER = { scheme: 'all' as const, host: 'proxy.contoso.example', port: 8080 };
const WISHES: Extract<Wish, { source: 'explicit' }>[] = [
  { source: 'explicit', winInet: { kind: 'direct' }, winHttp: { kind: 'direct' } },
  {
    source: 'explicit',
    winInet: { kind: 'proxy', servers: [SERVER], bypass: ['<local>'] },
    winHttp: 'follow',
  },
  {
    source: 'explicit',
    winInet: { kind: 'pac', url: 'http://pac.contoso.example/proxy.pac' },
    winHttp: { kind: 'proxy', servers: [SERVER], bypass: [] },
  },
];

interface Planned {
  id: string;
  state: string;
  by: string | null;
  writes: { expected: unknown }[];
}

/** The scripts compare texts: a SOCKS server that WinHTTP overlooks, or commas, they put right where an apply lets it be. */
function isStricter({ state, writes }: Planned): boolean {
  const [socks, comma] = ['736f636b733d', '2c'];
  const text = JSON.stringify(writes[0]?.expected ?? '');
  return state === 'drift' && (text.includes(socks) || text.includes(comma));
}

/** The targets of both packages that this machine has; HKEY_CURRENT_USER is the hive that its recording shows. */
function targetsFor(wish: (typeof WISHES)[number], registry: RegistrySnapshot): StoreTarget[] {
  const { user, system } = packagesOf(wish, 'wish');
  const lan = readStores(registry).find(({ id }) => /^wininet\/(?:current|S-1-5-21-.*)\/lan$/.test(id));
  return [
    ...user.map((target) => ({ ...target, ...(lan === undefined ? {} : { key: lan.key }) })),
    ...system,
  ];
}

function keysOf(registry: RegistrySnapshot): Record<string, unknown> {
  return Object.fromEntries(
    [...registry.keys].map(({ path, visibility, values }) => [
      path.toLowerCase(),
      { visibility, values: [...values].map(([name, value]) => ({ name, ...toWireValue(value) })) },
    ]),
  );
}

/** The same by the program's own planner. */
function plansOf(
  registry: RegistrySnapshot,
  wish: (typeof WISHES)[number],
  targets: readonly StoreTarget[],
): Planned[] {
  const stores = readStores(registry);
  return targets.map((target) => {
    const none = { id: target.id, state: 'not-here', by: null, writes: [] };
    const perMachine = registry.value(
      'HKEY_LOCAL_MACHINE\\Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
      'ProxySettingsPerUser',
    );
    if (target.perMachine && !(perMachine?.kind === 'dword' && perMachine.number === 0)) return none;
    const store = stores.find(({ key, valueName }) => key === target.key && valueName === target.name);
    if (store === undefined)
      return { ...none, state: registry.key(target.key).visibility === 'unseen' ? 'unseen' : 'not-here' };
    if (store.present === null) return { ...none, state: 'unseen' };
    const inet = store.api === 'wininet' ? (store as WinInetStore) : null;
    const desired = desiredState(wish, inet, store.api === 'winhttp' ? store : null, stores);
    const settings = inet === null ? desired.winHttp : desired.winInet;
    if (settings === null) throw new Error('no state');
    const { changes, blocked } = neededChanges(
      registry,
      [{ store: store as Store, desired: settings }],
      null,
    );
    const [refused] = blocked;
    if (refused !== undefined) return { ...none, state: 'managed', by: refused.reason };
    const writes = changes.flatMap((one) => one.writes);
    return {
      id: target.id,
      state: writes.length > 0 ? 'drift' : 'aligned',
      by: writes.length > 0 ? null : store.managedBy,
      writes: writes.map<Planned['writes'][number]>(({ key, name, expected: old, next }) => ({
        key,
        name,
        expected: old && toWireValue(old),
        next: next && toWireValue(next),
      })),
    };
  });
}
