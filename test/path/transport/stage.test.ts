import { getEventListeners } from 'node:events';
import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { StageEvent } from '../../../src/core/model/check.ts';
import { StageFailure } from '../../../src/path/transport/failure.ts';
import { startLifetime, startPart } from '../../../src/path/transport/lifetime.ts';
import { createReader } from '../../../src/path/transport/reader.ts';
import { runStage, type StageContext, skipStage } from '../../../src/path/transport/stage.ts';

function contextOf(more: Partial<StageContext> = {}) {
  const events: StageEvent[] = [];
  let clock = 1000;
  const context: StageContext = {
    via: 'direct',
    now: () => clock,
    lifetime: startLifetime(1_000_000),
    hooks: { onStage: (event) => void events.push(event) },
    results: [],
    ...more,
  };
  const pass = (ms: number) => {
    clock += ms;
  };
  return { context, events, pass };
}

describe('a stage', () => {
  it('is reported when it starts and when it ends, with its time', async () => {
    const { context, events, pass } = contextOf();
    const value = await runStage(context, 'tcp', (note) => {
      pass(12.4);
      note.evidence.port = 443;
      return 'x';
    });
    await context.lifetime.end();
    const result = {
      stage: 'tcp',
      url: null,
      via: 'direct',
      status: 'pass',
      durationMs: 12,
      evidence: { port: 443 },
    };
    expect(value).toBe('x');
    expect(context.results).toEqual([result]);
    expect(events).toEqual([
      { type: 'started', stage: 'tcp', url: null, via: 'direct' },
      { type: 'result', result },
    ]);
  });

  it('counts from when its request was sent, and never backwards', async () => {
    const { context } = contextOf();
    await runStage(context, 'tls', () => undefined, 940);
    await runStage(context, 'tls', () => undefined, 2000);
    await context.lifetime.end();
    expect(context.results.map(({ durationMs }) => durationMs)).toEqual([60, 0]);
  });

  const failing = async (failure: Error, more: Partial<StageContext> = {}) => {
    const { context, pass } = contextOf(more);
    const run = runStage(context, 'tcp', (note) => {
      note.evidence.port = 443;
      pass(30);
      throw failure;
    });
    await expect(run).rejects.toBe(failure);
    await context.lifetime.end();
    return context.results;
  };

  it('fails with its reason, or warns where another route follows', async () => {
    const refused = new StageFailure('refused', { errno: 'ECONNREFUSED' });
    const evidence = { port: 443, reason: 'refused', errno: 'ECONNREFUSED' };
    expect(await failing(refused)).toMatchObject([{ status: 'fail', durationMs: 30 }]);
    expect((await failing(refused))[0]?.evidence).toStrictEqual(evidence);
    const [skipped] = await failing(refused, { skips: true, ofAnswer: true });
    expect([skipped?.status, skipped?.evidence]).toEqual([
      'warn',
      { ...evidence, passedOver: true, ofAnswer: true },
    ]);
    const untried = { count: 1, unsupported: [] };
    expect((await failing(refused, { untried }))[0]?.evidence).toEqual({ ...evidence, untriedWays: untried });
  });

  it('names its time for a slow peer, and for no other failure', async () => {
    const slow = new StageFailure('timeout', { bytesReceived: 5 });
    expect((await failing(slow))[0]?.evidence).toMatchObject({ bytesReceived: 5, afterMs: 30 });
    for (const other of [new StageFailure('timeout'), new StageFailure('closed', { bytesReceived: 5 })])
      expect((await failing(other))[0]?.evidence).not.toHaveProperty('afterMs');
  });

  it('has its result without anybody who listens', async () => {
    const { context } = contextOf({ hooks: {} });
    await runStage(context, 'tcp', () => undefined);
    skipStage(context, 'connect', {});
    await context.lifetime.end();
    expect(context.results.map(({ stage, status }) => `${stage} ${status}`)).toEqual([
      'tcp pass',
      'connect skip',
    ]);
  });

  it('that a fault of the program ends has no result', async () => {
    expect(await failing(new Error('x'))).toEqual([]);
  });

  it('that has nothing to do is skipped', async () => {
    const { context, events } = contextOf();
    skipStage(context, 'dns', { reason: 'is-an-address' });
    await context.lifetime.end();
    expect(context.results).toEqual([
      {
        ...{ stage: 'dns', url: null, via: 'direct', status: 'skip', durationMs: 0 },
        evidence: { reason: 'is-an-address' },
      },
    ]);
    expect(events).toEqual([{ type: 'result', result: context.results[0] }]);
  });
});

const stream = () => new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
const pending = () => new Promise<never>(() => undefined);

describe('a lifetime', () => {
  it('ends at its deadline, with its sockets', async () => {
    const lifetime = startLifetime(5);
    const socket = lifetime.adopt(stream());
    await expect(lifetime.race(pending())).rejects.toMatchObject({
      reason: 'timeout',
      evidence: { deadlineMs: 5 },
    });
    expect([lifetime.over, socket.destroyed]).toEqual([true, false]);
    await lifetime.end();
    expect(socket.closed).toBe(true);
    // A socket that comes later does not live.
    expect(lifetime.adopt(stream()).destroyed).toBe(true);
  });

  it('ends when it is cancelled, before or during it', async () => {
    const controller = new AbortController();
    const lifetime = startLifetime(1_000_000, controller.signal);
    expect([lifetime.over, await lifetime.race(Promise.resolve('x'))]).toEqual([false, 'x']);
    controller.abort();
    await expect(lifetime.race(Promise.resolve('x'))).rejects.toMatchObject({ code: 'cancelled' });
    expect(lifetime.over).toBe(true);
    await lifetime.end();
    const late = startLifetime(1_000_000, AbortSignal.abort());
    await expect(late.race(pending())).rejects.toMatchObject({ code: 'cancelled' });
    await late.end();
  });

  it('listens to its signal until it ends', async () => {
    const { signal } = new AbortController();
    const [ended, late] = [startLifetime(1_000_000, signal), startLifetime(1, signal)];
    expect(getEventListeners(signal, 'abort')).toHaveLength(2);
    await expect(late.race(pending())).rejects.toMatchObject({ reason: 'timeout' });
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await ended.end();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await late.end();
  });

  it('destroys the newest socket first, and does not wait for one that is closed', async () => {
    const lifetime = startLifetime(1_000_000);
    const order: string[] = [];
    for (const name of ['outer', 'inner'])
      lifetime.adopt(
        new Duplex({
          destroy(_error, done) {
            order.push(name);
            done(null);
          },
        }),
      );
    const closed = stream();
    await new Promise((resolve) => closed.once('close', resolve).destroy());
    lifetime.adopt(closed);
    await lifetime.end();
    expect(order).toEqual(['inner', 'outer']);
  });

  it('has parts that end alone, and with it', async () => {
    const whole = startLifetime(1_000_000);
    const [part, other] = [startPart(whole, 5), startPart(whole, 1_000_000)];
    const [own, left] = [part.adopt(stream()), other.adopt(stream())];
    await expect(part.race(pending())).rejects.toMatchObject({ evidence: { deadlineMs: 5 } });
    await part.end();
    expect([part.over, whole.over, other.over]).toEqual([true, false, false]);
    expect([own.closed, left.destroyed]).toEqual([true, false]);
    expect(await other.race(Promise.resolve(1))).toBe(1);
    await whole.end();
    expect([other.over, left.closed]).toEqual([true, true]);
    await other.end();
  });
});

describe('a reader', () => {
  it('gives what comes, then what was given back first, until the end', async () => {
    const socket = stream();
    const reader = createReader(socket);
    const waiting = reader.next();
    socket.push('ab');
    expect(String(await waiting)).toBe('ab');
    reader.unread(Buffer.from('b'));
    reader.unread(Buffer.from('a'));
    expect(String(await reader.next())).toBe('ab');
    reader.unread(Buffer.from('x'));
    reader.release();
    expect(String(await createReader(socket).next())).toBe('x');
    socket.push(null);
    expect(await reader.next()).toBeNull();
  });

  it('ends with the error of its socket, or without one', async () => {
    const [broken, gone] = [stream(), stream()];
    broken.on('error', () => undefined);
    const waiting = createReader(broken).next();
    broken.destroy(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    await expect(waiting).rejects.toMatchObject({ reason: 'reset', evidence: { errno: 'ECONNRESET' } });
    const ending = createReader(gone).next();
    gone.destroy();
    expect(await ending).toBeNull();
  });
});
