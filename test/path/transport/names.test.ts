import { describe, expect, it, vi } from 'vitest';
import { StageFailure } from '../../../src/path/transport/failure.ts';
import { startLifetime } from '../../../src/path/transport/lifetime.ts';
import { askServers, createNames, type NameQuery } from '../../../src/path/transport/names.ts';
import { type NameAnswer, startNameServer } from '../../support/servers/name-server.ts';
import { closeAfterEach } from '../fixtures.ts';

const keep = closeAfterEach();
const HOST = 'vpn.contoso.example';
const pending = () => new Promise<never>(() => undefined);

function lifetime(deadlineMs = 1_000_000) {
  const started = startLifetime(deadlineMs);
  keep({ close: () => started.end() });
  return started;
}

/** Answers of the name servers, with the names they were asked for and how often a question was cancelled. */
function serversWith(answer: NameQuery['answer']) {
  const asked: string[] = [];
  const cancelled: string[] = [];
  const ask = (host: string): NameQuery => {
    asked.push(host);
    return { answer, cancel: () => void cancelled.push(host) };
  };
  return { ask, asked, cancelled };
}

describe("a name, by the system's resolver", () => {
  it('is not asked for where it is an address', async () => {
    const names = createNames({ system: () => Promise.reject(new Error('asked')) });
    expect(await names.resolve('::1', lifetime())).toEqual(['::1']);
    expect(await names.resolve('192.0.2.1', lifetime())).toEqual(['192.0.2.1']);
  });

  it.each([
    [
      ['192.0.2.1', '192.0.2.2', '192.0.2.3', '2001:db8::1'],
      ['192.0.2.1', '2001:db8::1', '192.0.2.2', '192.0.2.3'],
    ],
    [
      ['2001:db8::1', '192.0.2.1', '192.0.2.2'],
      ['2001:db8::1', '192.0.2.1', '192.0.2.2'],
    ],
    [
      ['2001:db8::1', '2001:db8::2'],
      ['2001:db8::1', '2001:db8::2'],
    ],
    [[], []],
  ])('with %j has its families in turn: %j', async (found, expected) => {
    const note = {};
    const names = createNames({ system: async () => found, ask: serversWith(pending()).ask });
    expect(await names.resolve(HOST, lifetime(), note)).toEqual(expected);
    expect(note).toEqual({});
  });

  it('is asked for once by those who ask at the same time, and again later', async () => {
    const asked: string[] = [];
    const system = async (host: string) => [`${asked.push(host)}`];
    const names = createNames({ system });
    const same = await Promise.all([HOST, HOST, 'a'].map((host) => names.resolve(host, lifetime())));
    expect([same, asked]).toEqual([
      [['1'], ['1'], ['2']],
      [HOST, 'a'],
    ]);
    expect(await names.resolve(HOST, lifetime())).toEqual(['3']);
  });

  it('is found, or not, on this computer', async () => {
    const names = createNames();
    expect(await names.resolve('localhost', lifetime())).toContain('127.0.0.1');
    const error: unknown = await names.resolve('nobody.invalid', lifetime()).catch((reason) => reason);
    expect(error).toBeInstanceOf(StageFailure);
    expect(error).toMatchObject({ reason: expect.stringMatching(/^(?:not-found|dns-unavailable)$/) });
  });

  it('does not wait for name servers once it has an answer', async () => {
    const { ask, asked } = serversWith(pending());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const life = startLifetime(1_000_000);
      await createNames({ system: async () => ['192.0.2.1'], ask }).resolve(HOST, life);
      await life.end();
      expect(vi.getTimerCount()).toBe(0);
      expect(asked).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a name that the system does not resolve in time', () => {
  it('has the answer of the name servers, which are asked once for all who wait', async () => {
    const { ask, asked, cancelled } = serversWith(Promise.resolve(['192.0.2.7', '192.0.2.8']));
    const names = createNames({ patienceMs: 1, system: pending, ask });
    const notes = [{}, {}];
    const found = await Promise.all(notes.map((note) => names.resolve(HOST, lifetime(), note)));
    expect(found).toEqual(Array(2).fill(['192.0.2.7', '192.0.2.8']));
    expect(notes).toEqual(Array(2).fill({ resolver: 'name-servers' }));
    expect([asked, cancelled]).toEqual([[HOST], [HOST]]);
  });

  it('is asked for three seconds later', async () => {
    const { ask, asked } = serversWith(Promise.resolve(['192.0.2.7']));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const life = startLifetime(1_000_000);
      const found = createNames({ system: pending, ask }).resolve(HOST, life);
      vi.advanceTimersByTime(2_999);
      expect(asked).toEqual([]);
      vi.advanceTimersByTime(1);
      expect([asked, await found]).toEqual([[HOST], ['192.0.2.7']]);
      await life.end();
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps its question open while somebody waits', async () => {
    const { ask, cancelled } = serversWith(pending());
    const names = createNames({ patienceMs: 0, system: pending, ask });
    const [short, long] = [lifetime(20), lifetime(60)];
    const waiting = names.resolve(HOST, long);
    await expect(names.resolve(HOST, short)).rejects.toMatchObject({ reason: 'timeout' });
    expect(cancelled).toEqual([]);
    await expect(waiting).rejects.toMatchObject({ reason: 'timeout' });
    expect(cancelled).toEqual([HOST]);
  });

  it('is asked for again after a question that nobody waited for', async () => {
    const answers: NameQuery['answer'][] = [pending(), Promise.resolve(['192.0.2.7'])];
    const ask = () => ({ answer: answers.shift() ?? pending(), cancel: () => undefined });
    const names = createNames({ patienceMs: 0, system: pending, ask });
    await expect(names.resolve(HOST, lifetime(20))).rejects.toMatchObject({ reason: 'timeout' });
    expect(await names.resolve(HOST, lifetime(10_000))).toEqual(['192.0.2.7']);
  });

  it.each([
    [HOST, 'not-found', { resolver: 'name-servers' }],
    // The system adds its suffixes.
    ['proxy', 'timeout', { deadlineMs: 40 }],
  ])('%s, and that they do not know, fails at the deadline with %s', async (host, reason, evidence) => {
    const { ask } = serversWith(Promise.resolve(null));
    const names = createNames({ patienceMs: 0, system: pending, ask });
    await expect(names.resolve(host, lifetime(40))).rejects.toMatchObject({ reason, evidence });
  });

  it('has the answer of the system that comes later', async () => {
    const { ask } = serversWith(Promise.resolve(null));
    const late = new StageFailure('dns-unavailable', { errno: 'EAI_AGAIN' });
    const system = () => new Promise<never>((_, reject) => void setTimeout(() => reject(late), 20));
    await expect(createNames({ patienceMs: 0, system, ask }).resolve(HOST, lifetime())).rejects.toBe(late);
    const cancelled = new AbortController();
    const life = startLifetime(1_000_000, cancelled.signal);
    const waiting = createNames({ patienceMs: 0, system: pending, ask }).resolve(HOST, life);
    setTimeout(() => cancelled.abort(), 10);
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await life.end();
  });
});

describe('the name servers', () => {
  const ask = async (...how: Parameters<typeof startNameServer>) => {
    const server = keep(await startNameServer(...how));
    return { server, ...askServers(HOST, [server.address]) };
  };

  it('give the addresses of a name', async () => {
    const { server, answer } = await ask(() => ['127.0.0.7', '127.0.0.8']);
    expect(await answer).toEqual(['127.0.0.7', '127.0.0.8']);
    expect(server.asked).toEqual([HOST, HOST]);
  });

  it.each<[NameAnswer]>([['unknown'], [[]]])('know that a name has none: %j', async (known) => {
    expect(await (await ask(() => known)).answer).toBeNull();
  });

  it('have no answer for a question that is cancelled', async () => {
    const { answer, cancel } = await ask(() => 'silence');
    cancel();
    const later = new Promise((resolve) => setImmediate(() => setImmediate(resolve, 'nothing')));
    expect(await Promise.race([answer, later])).toBe('nothing');
  });
});
