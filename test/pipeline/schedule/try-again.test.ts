import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ErrorCode, P2sError } from '../../../src/core/model/errors.ts';
import { say } from '../../../src/core/model/say.ts';
import { EVENT_IDS, type EventEntry } from '../../../src/core/schedule/record.ts';
import { runScheduled } from '../../../src/pipeline/schedule/run.ts';
import { openScheduled } from '../../../src/pipeline/schedule/windows.ts';
import { type Network, startNetwork } from './network.ts';
import { Laptop } from './scene.ts';

let network: Network;
let laptop: Laptop;
beforeAll(async () => {
  network = await startNetwork();
  network.enter('proxy');
});
afterAll(() => network?.close());
beforeEach(async () => {
  laptop = await new Laptop(network).prepare();
});
afterEach(() => laptop.remove());

/** A run whose machine cannot be opened for a while; time passes while it waits, and each attempt takes some. */
async function run(
  failures: number,
  code: ErrorCode,
  { installed = true, attemptMs = 0, cancelAt = 9 } = {},
) {
  const waits: number[] = [];
  const entries: EventEntry[] = [];
  const cancel = new AbortController();
  let [at, attempts] = [0, 0];
  const ports = {
    ...laptop.ports,
    now: () => at,
    wait: async (ms: number) => {
      waits.push(ms);
      at += ms;
      if (waits.length === cancelAt) cancel.abort();
    },
  };
  const options = { ...laptop.options(), installed, signal: cancel.signal };
  const document = await runScheduled(options, ports, async (machine, given) => {
    attempts++;
    at += attemptMs;
    if (attempts <= failures) throw new P2sError(code, say('no answer'));
    const write = async (entry: EventEntry) => {
      entries.push(entry);
      return { unavailable: null };
    };
    return { ...(await openScheduled(machine, given)), eventLog: { register: write as never, write } };
  });
  return { document, waits, attempts, ids: entries.map(({ id }) => id) };
}

describe('a run of the task that fails', () => {
  it('tries again, and reports only how it ended', async () => {
    const { document, waits, ids } = await run(2, 'powershell-timeout');
    expect([document.exitCode, document.error]).toEqual([0, undefined]);
    expect(waits).toEqual([15_000, 30_000]);
    expect(ids).toEqual([EVENT_IDS.changed]);
    expect(await laptop.winHttp()).toBe(`${network.host}:${network.port}`);
  });

  it('waits for another run, and ends after its last attempt', async () => {
    const { document, waits, attempts } = await run(9, 'locked');
    expect([document.exitCode, attempts]).toEqual([9, 4]);
    expect(waits).toEqual([15_000, 30_000, 60_000]);
  });

  it.each([
    ['by hand', { installed: false }, 'powershell-timeout'],
    ['for what does not pass', {}, 'refused'],
    [
      'where no whole run fits into what is left of its ten minutes',
      { attemptMs: 500_000 },
      'powershell-timeout',
    ],
  ] as const)('does not %s', async (_what, how, code) => {
    const { attempts, waits, document } = await run(1, code, how);
    expect([attempts, waits]).toEqual([1, []]);
    expect(document.error?.code).toBe(code);
  });

  it('ends when it is cancelled while it waits', async () => {
    const { attempts } = await run(9, 'powershell-timeout', { cancelAt: 1 });
    expect(attempts).toBe(1);
  });
});
