import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StageFailure } from '../../../../src/path/transport/failure.ts';
import { type Lifetime, startLifetime } from '../../../../src/path/transport/lifetime.ts';
import { type SecondTry, withSecondTry } from '../../../../src/path/tunnel/second-try.ts';
import { peerWith } from './scripted-transport.ts';

const FAILED = new StageFailure('closed', { bytesReceived: 1 });
const turns = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

/** A first request that is settled by hand, with a second one. */
function begun(how: Partial<SecondTry<string>> = {}) {
  const whole = startLifetime(1_000_000);
  const parts: Lifetime[] = [];
  let succeed: (value: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const first = new Promise<string>((resolve, reject) => {
    [succeed, fail] = [resolve, reject];
  });
  const ask = (part: Lifetime) => {
    parts.push(part);
    return how.ask?.(part) ?? Promise.resolve('second');
  };
  const explained = (failure: StageFailure, second: string | null) =>
    new StageFailure(failure.reason, { ...failure.evidence, detail: String(second) });
  const tried = { whole, isAsked: () => true, patienceMs: null, ...how, ask };
  const result = withSecondTry(first, tried, explained).then(
    (value) => value,
    (error: unknown) => error,
  );
  return { whole, parts, succeed, fail, result };
}

const never = (part: Lifetime) => part.race(new Promise<never>(() => undefined));

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('a second try', () => {
  it('is not made where the first succeeds, or fails in another way', async () => {
    const good = begun({ patienceMs: 10 });
    good.succeed('first');
    expect([await good.result, good.parts]).toEqual(['first', []]);
    const other = begun({ isAsked: ({ reason }) => reason !== 'closed' });
    other.fail(FAILED);
    expect([await other.result, other.parts]).toMatchObject([
      { evidence: { bytesReceived: 1, detail: 'null' } },
      [],
    ]);
    const fault = new Error('a fault of the program');
    const broken = begun();
    broken.fail(fault);
    expect([await broken.result, broken.parts]).toEqual([fault, []]);
    for (const { whole } of [good, other, broken]) await whole.end();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('explains the failure of the first', async () => {
    const { whole, parts, fail, result } = begun();
    fail(FAILED);
    expect(await result).toMatchObject({
      reason: 'closed',
      evidence: { bytesReceived: 1, detail: 'second' },
    });
    expect(parts.map(({ over }) => over)).toEqual([true]);
    await whole.end();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has three seconds', async () => {
    const { whole, fail, result } = begun({ ask: (part) => never(part).catch((error) => error.reason) });
    const settled = vi.fn();
    void result.then(settled);
    fail(FAILED);
    await turns();
    vi.advanceTimersByTime(2_999);
    await turns();
    expect(settled).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(await result).toMatchObject({ evidence: { detail: 'timeout' } });
    await whole.end();
  });
});

describe('a second try beside a first without a reply', () => {
  it('begins after its patience, and does not replace an answer', async () => {
    const { whole, parts, succeed, result } = begun({ patienceMs: 500, ask: never });
    vi.advanceTimersByTime(499);
    expect(parts).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(parts.map(({ over }) => over)).toEqual([false]);
    succeed('first');
    expect(await result).toBe('first');
    expect(parts.map(({ over }) => over)).toEqual([true]);
    await whole.end();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is the second try of a failure that follows, without another one', async () => {
    const { whole, parts, fail, result } = begun({ patienceMs: 500 });
    vi.advanceTimersByTime(500);
    fail(FAILED);
    expect(await result).toMatchObject({ evidence: { detail: 'second' } });
    expect(parts).toHaveLength(1);
    await whole.end();
  });

  it('counts for a failure that asks for none, where it has ended', async () => {
    const how = { patienceMs: 500, isAsked: () => false };
    const ended = begun(how);
    vi.advanceTimersByTime(500);
    await turns();
    ended.fail(FAILED);
    expect(await ended.result).toMatchObject({ evidence: { detail: 'second' } });
    const open = begun({ ...how, ask: never });
    vi.advanceTimersByTime(500);
    open.fail(FAILED);
    expect(await open.result).toMatchObject({ evidence: { detail: 'null' } });
    expect(open.parts.map(({ over }) => over)).toEqual([true]);
    for (const { whole } of [ended, open]) await whole.end();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has three seconds after the failure', async () => {
    const ask = (part: Lifetime) =>
      new Promise<string>((resolve) => {
        const { stream } = peerWith([]);
        part.adopt(stream).once('close', () => resolve('ended'));
      });
    const { whole, parts, fail, result } = begun({ patienceMs: 500, ask });
    vi.advanceTimersByTime(500_000);
    expect(parts.map(({ over }) => over)).toEqual([false]);
    fail(FAILED);
    await turns();
    vi.advanceTimersByTime(2_999);
    expect(parts.map(({ over }) => over)).toEqual([false]);
    vi.advanceTimersByTime(1);
    expect(await result).toMatchObject({ evidence: { detail: 'ended' } });
    await whole.end();
  });

  it('that ends with a fault of the program is no result', async () => {
    const ask = () => Promise.reject(new Error('a fault of the program'));
    const { whole, succeed, result } = begun({ patienceMs: 500, ask });
    vi.advanceTimersByTime(500);
    await turns();
    succeed('first');
    expect(await result).toBe('first');
    await whole.end();
  });
});
