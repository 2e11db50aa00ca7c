import { expect, it } from 'vitest';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { describeReal, RUN } from '../real-adapters.ts';

type Poll = [seconds: number, runspace: 'Opened' | 'Broken', job?: 'Running' | 'Failed'];

describeReal('a computer of a fleet', (real) => {
  /** What is reported after the connection, in a deadline of ten seconds. */
  const reported = async (...polls: Poll[]) => {
    const all: Poll[] = [[0, 'Opened'], ...polls];
    const asked = all.map(([seconds, runspace, job = 'Running']) => ({
      ms: seconds * 1000,
      runspace,
      job,
    }));
    const request = { polls: asked, deadlineSeconds: 10 };
    const { result } = await real.host.run('Test-Fleet' as ScriptName, request, RUN);
    const events = result as { event: string }[];
    expect(events[0]?.event).toBe('connected');
    return events.slice(1).map(({ event }) => event);
  };

  it.each([
    ['each asked something else', 3, 3, 12],
    ['more than Windows waits for at once', 3, 80, 100],
    ['all asked the same', 1, 3, 12],
  ])('is one of no more at once than was asked for: %s', async (_, calls, most, length) => {
    // This mode cannot create the stand-ins for its jobs.
    if (real.mode !== 'FullLanguage') return;
    const computers = Array.from({ length }, (__, at) => ({
      ...{ id: String(at), call: calls === 1 ? 0 : at, host: `pc${at}` },
      ...{ port: 5985, ssl: false, configuration: 'x' },
    }));
    const asked = computers.map(({ call }) => call);
    const request = { computers, calls: asked, throttle: most, connectSeconds: 5, deadlineSeconds: 10 };
    const { result } = await real.host.run('Test-Fleet' as ScriptName, { ...request, credential: null }, RUN);
    expect(result).toEqual({ most, ended: length });
  });

  it('that answers nothing in time is late', async () => {
    expect(await reported([9, 'Opened'], [10.1, 'Opened'])).toEqual(['deadline']);
  });

  it('may write as much as all phonebooks and some full hives take', async () => {
    const length = 2 * 8 * 1024 * 1024 + 8 * 512 * 1024;
    const polls = [{ ms: 0, runspace: 'Opened', job: 'Running' }];
    const request = { polls, deadlineSeconds: 10, length };
    const { result } = await real.host.run('Test-Fleet' as ScriptName, request, RUN);
    expect((result as { event: string }[]).map(({ event }) => event)).toEqual(['connected']);
  });

  it.each([
    ['warnings', { warnings: 20_000_000 }],
    ['errors', { errors: 1025 }],
    ['long errors', { errors: 1, idLength: 20_000_000 }],
  ])('may not fill the memory of all with %s', async (_, streams) => {
    const polls = [0, 100].map((ms) => ({ ms, runspace: 'Opened', job: 'Running' }));
    const request = { polls, deadlineSeconds: 10, ...streams };
    const { result } = await real.host.run('Test-Fleet' as ScriptName, request, RUN);
    const events = (result as { event: string }[]).map(({ event }) => event);
    expect(events).toEqual(['connected', 'overflow']);
  });

  it('that prints without end is cut off while it is read, and also if it ended by then', async () => {
    for (const job of ['Running', 'Completed']) {
      const polls = [{ ms: 0, runspace: 'Opened', job }];
      const request = { polls, deadlineSeconds: 10, lines: 20_000 };
      const { result } = await real.host.run('Test-Fleet' as ScriptName, request, RUN);
      const [connected, overflow, passedOn] = result as { event: string; lines?: number }[];
      expect([connected?.event, overflow?.event]).toEqual(['connected', 'overflow']);
      expect(passedOn?.lines).toBeLessThan(400);
    }
  });

  it('is reported with the beginning of its first errors', async () => {
    const polls = [{ ms: 0, runspace: 'Opened', job: 'Failed' }];
    const request = { polls, deadlineSeconds: 10, errors: 7, idLength: 1_000_000 };
    const { result } = await real.host.run('Test-Fleet' as ScriptName, request, RUN);
    const [, ended] = result as { errors: string[] }[];
    expect(ended?.errors).toEqual(Array(5).fill('x'.repeat(500)));
  });

  it('whose connection broke is never late, however near the deadline', async () => {
    expect(await reported([9.9, 'Broken'], [10.1, 'Broken'], [12, 'Broken'])).toEqual(['broken']);
    expect(await reported([9.9, 'Broken'], [10.1, 'Broken', 'Failed'])).toEqual(['ended']);
  });

  it('whose job sees the break is reported by its job', async () => {
    expect(await reported([3, 'Broken'], [4, 'Broken', 'Failed'])).toEqual(['ended']);
    expect(await reported([3, 'Broken', 'Failed'])).toEqual(['ended']);
  });
});
