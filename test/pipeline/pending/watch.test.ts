import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StateDir } from '../../../src/change/state/state-dir.ts';
import {
  removeUnconfirmed,
  type Unconfirmed,
  writeUnconfirmed,
} from '../../../src/change/state/unconfirmed.ts';
import { type WatchEdges, watch } from '../../../src/pipeline/modes/watch.ts';
import type { RollbackOptions } from '../../../src/pipeline/pending/restore-backup.ts';
import {
  type WatchRequest,
  watchArguments,
  watchRequest,
} from '../../../src/pipeline/pending/watch-arguments.ts';
import { type Ports, systemPorts } from '../../../src/pipeline/run/ports.ts';
import { documentOf, type ReportDocument } from '../../../src/report/model/document.ts';
import { EMPTY_RECORD } from '../../../src/report/model/record.ts';
import { MACHINE, NOW, stateFolder } from '../../change/folder.ts';

const MINUTE = 60_000;

/** A wall clock and a monotonic clock; waiting moves both, and a test may move one. */
class Clocks {
  wall = NOW.getTime();
  monotonic = 1000;
  waits: number[] = [];
  events: ((waited: number) => Promise<void> | void)[] = [];

  get ports(): Ports {
    return { ...systemPorts(''), wallClock: () => new Date(this.wall), now: () => this.monotonic };
  }

  async wait(ms: number): Promise<void> {
    this.waits.push(ms);
    this.wall += ms;
    this.monotonic += ms;
    await this.events.shift()?.(ms);
  }
}

describe('the watch over an unconfirmed change', () => {
  let dir: StateDir;
  let remove: () => Promise<void>;
  let clocks: Clocks;
  let rollbacks: RollbackOptions[];
  let lines: string[];
  let ready: number;
  /** The result of each rollback: an error code, or none. */
  let answers: (string | null)[];

  beforeEach(async () => {
    ({ dir, remove } = await stateFolder());
    clocks = new Clocks();
    rollbacks = [];
    lines = [];
    ready = 0;
    answers = [];
  });
  afterEach(() => remove());

  const change = (more: Partial<Unconfirmed> = {}): Unconfirmed => ({
    backup: '0001',
    machine: MACHINE,
    armedAt: NOW.toISOString(),
    deadline: new Date(NOW.getTime() + 10 * MINUTE).toISOString(),
    steps: [],
    putBackAt: null,
    left: [],
    ...more,
  });

  const start = (more: Partial<WatchRequest> = {}) => {
    const readyBefore = ready;
    const request = { folder: dir.path, backup: '0001', file: '/x/m.reg', powershell: null, ...more };
    const edges: WatchEdges = {
      ready() {
        ready += 1;
      },
      say: (line) => lines.push(line),
      wait: (ms) => clocks.wait(ms),
      load: async () => expect(ready).toBe(readyBefore),
      async rollback(options): Promise<ReportDocument> {
        rollbacks.push(options);
        const code = answers.shift() ?? null;
        const document = await documentOf({
          ...EMPTY_RECORD,
          mode: 'rollback',
          startedAt: NOW.toISOString(),
        });
        if (code === null) return document;
        return { ...document, exitCode: 1, error: { code, message: 'no', where: null, next: null } };
      },
    };
    return watch(request, clocks.ports, edges);
  };

  it('rolls it back when the time is over, and not before', async () => {
    await writeUnconfirmed(dir, change());
    expect(await start()).toBe(0);
    expect(ready).toBe(1);
    expect(clocks.wall).toBe(NOW.getTime() + 10 * MINUTE);
    expect(rollbacks).toMatchObject([
      {
        machine: { file: '/x/m.reg', write: { inPlace: true } },
        stateDir: dir.path,
        onlyUnconfirmed: '0001',
        backup: null,
      },
    ]);
    expect(Math.max(...clocks.waits)).toBeLessThanOrEqual(5000);
  });

  it('restores this Windows by the PowerShell that was named', async () => {
    await writeUnconfirmed(dir, change());
    await start({ file: null, powershell: 'C:\\pwsh.exe' });
    expect(rollbacks[0]?.machine).toEqual({ powershell: 'C:\\pwsh.exe' });
  });

  it('ends when it is confirmed', async () => {
    await writeUnconfirmed(dir, change());
    clocks.events = [() => undefined, () => removeUnconfirmed(dir)];
    expect(await start()).toBe(0);
    expect(rollbacks).toEqual([]);
    expect(clocks.waits).toHaveLength(2);
  });

  it('ends when somebody else has rolled it back, or another change waits by now', async () => {
    for (const other of [change({ putBackAt: NOW.toISOString() }), change({ backup: '0002' })]) {
      await writeUnconfirmed(dir, change());
      clocks.events = [() => writeUnconfirmed(dir, other)];
      expect(await start()).toBe(0);
    }
    expect(rollbacks).toEqual([]);
  });

  it('notices after a sleep of the machine that the time is over', async () => {
    await writeUnconfirmed(dir, change());
    // Linux: the monotonic clock stops while the machine sleeps.
    clocks.events = [
      () => {
        clocks.wall += 60 * MINUTE;
      },
    ];
    await start();
    expect(clocks.waits).toHaveLength(1);
    expect(rollbacks).toHaveLength(1);
  });

  it('does not wait longer because the clock was set back', async () => {
    await writeUnconfirmed(dir, change());
    clocks.events = [
      () => {
        clocks.wall -= 50_000;
      },
    ];
    await start();
    expect(clocks.monotonic - 1000).toBe(10 * MINUTE);
    expect(rollbacks).toHaveLength(1);
  });

  it('goes on while the file cannot be read', async () => {
    await writeUnconfirmed(dir, change());
    clocks.events = [
      () => dir.files.replace(`${dir.path}/unconfirmed.json`, Buffer.from('?')).then(() => undefined),
    ];
    await start();
    expect(rollbacks).toHaveLength(1);
    expect(clocks.wall).toBe(NOW.getTime() + 10 * MINUTE);
  });

  it('waits for a run that holds the lock, however long', async () => {
    await writeUnconfirmed(dir, change());
    answers = [...Array<string>(20).fill('locked'), null];
    expect(await start()).toBe(0);
    expect(rollbacks).toHaveLength(21);
    expect(lines.at(-1)).toMatch(/rolled back/);
  });

  it('goes on for hours when it fails, less and less often, and reports each attempt', async () => {
    await writeUnconfirmed(dir, change());
    answers = [...Array<string>(20).fill('restore-failed'), null];
    expect(await start()).toBe(0);
    expect(rollbacks).toHaveLength(21);
    expect(lines.filter((line) => /not rolled back, try \d+: restore-failed/.test(line))).toHaveLength(20);
    expect(lines.at(-1)).toMatch(/rolled back/);
    const took = clocks.wall - NOW.getTime() - 10 * MINUTE;
    expect(took).toBeGreaterThan(120 * MINUTE);
    expect(took).toBeLessThan(20 * 10 * MINUTE);
    expect(Math.max(...clocks.waits)).toBeLessThanOrEqual(5000);
  });

  it('stops trying as soon as somebody else has rolled it back', async () => {
    await writeUnconfirmed(dir, change());
    answers = Array<string>(20).fill('restore-failed');
    const waits = () => clocks.wall - NOW.getTime() - 10 * MINUTE;
    clocks.wait = async (ms) => {
      clocks.wall += ms;
      clocks.monotonic += ms;
      if (waits() > 60 * MINUTE) await removeUnconfirmed(dir);
    };
    expect(await start()).toBe(0);
    expect(waits()).toBeLessThanOrEqual(60 * MINUTE + 5000);
    expect(lines.at(-1)).toBe('confirmed, or rolled back by another run');
  });

  it('does not begin without such a change', async () => {
    expect(await start()).toBe(1);
    expect(ready).toBe(0);
  });
});

describe('the arguments of the watch', () => {
  it.each<WatchRequest>([
    { folder: 'C:\\Program Data\\p2s-fix', backup: '0001', file: null, powershell: null },
    { folder: '/x', backup: '12345', file: '/a b/="c.reg', powershell: 'C:\\Program Files\\pwsh.exe' },
  ])('%j', (request) => {
    expect(watchRequest(watchArguments(request))).toEqual(request);
  });

  it.each([
    [[]],
    [['audit']],
    [['watch-unconfirmed']],
    [['watch-unconfirmed', 'folder=', 'backup=1', 'file=', 'powershell=']],
    [['watch-unconfirmed', 'x=/x', 'backup=1', 'file=', 'powershell=']],
  ])('are no others: %j', (argv) => {
    expect(watchRequest(argv)).toBeNull();
  });
});
