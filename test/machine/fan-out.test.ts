import { describe, expect, it } from 'vitest';
import { parseComputer } from '../../src/core/fleet/computer.ts';
import { P2sError } from '../../src/core/model/errors.ts';
import { say } from '../../src/core/model/say.ts';
import {
  type FanOutOptions,
  type FleetAnswer,
  type FleetCall,
  fanOut,
} from '../../src/machine/fleet/fan-out.ts';
import { batchesOf } from '../../src/machine/fleet/open-fleet.ts';
import type { PowerShellHost } from '../../src/powershell/port.ts';

const DEFAULTS = { transport: 'winrm', user: null, key: null, subsystem: null, configuration: null } as const;
const call = (name: string, request = {}): FleetCall => ({
  computer: parseComputer(name, DEFAULTS),
  script: 'Get-P2STarget',
  request,
});

interface Asked {
  computers: { id: string; call: number; transport: string }[];
  calls: { script: string; arguments: string[] }[];
}
type Report = (id: string, event: string, more?: Record<string, unknown>) => void;

/** The answers to calls when PowerShell reports this. */
async function answersTo(
  calls: readonly FleetCall[],
  reported: (report: Report, nonceOf: (at: number) => string, asked: Asked) => void | Promise<void>,
  more: { signal?: AbortSignal } = {},
): Promise<{ answers: Record<string, FleetAnswer>; asked: Asked }> {
  const answers: Record<string, FleetAnswer> = {};
  let seen: Asked = { computers: [], calls: [] };
  const host: PowerShellHost = {
    async run(script, request, { onEvent }) {
      expect(script).toBe('Invoke-P2SFleet');
      const asked = request as unknown as Asked;
      // Each script is compared with the build before it is sent.
      seen = asked;
      const nonceOf = (at: number) => {
        const encoded = asked.calls[at]?.arguments.at(-1) ?? '';
        return (JSON.parse(Buffer.from(encoded, 'base64').toString()) as { nonce: string }).nonce;
      };
      await reported(
        (id, event, rest = {}) => onEvent?.({ type: 'progress', id, event, ...rest }),
        nonceOf,
        asked,
      );
      return { result: {}, diagnostics: [] };
    },
    dispose: async () => undefined,
  };
  const options: FanOutOptions = {
    throttle: 8,
    connectSeconds: 1,
    deadlineSeconds: 1,
    credential: null,
    sshOptions: {},
    onAnswer: ({ computer }, answer) => {
      expect(answers[computer.name]).toBeUndefined();
      answers[computer.name] = answer;
    },
    ...(more.signal === undefined ? {} : { signal: more.signal }),
  };
  await fanOut(calls, options, { host, now: () => 0 });
  return { answers, asked: seen };
}

const ENDED = { connected: true, state: 'Completed', reason: null, errors: [] };
const broken = (transport: boolean) => ({
  ...ENDED,
  state: 'Failed',
  reason: { type: 'X', transport, errorCode: 0, hresult: -1, remote: false, message: 'words' },
});

describe('many computers at once', () => {
  it('are asked with one call where they are asked the same, and each answers for itself', async () => {
    const calls = [call('a'), call('b'), call('c', { backups: true })];
    const { answers, asked } = await answersTo(calls, (report, nonceOf) => {
      report('0', 'connected');
      report('0', 'line', { text: `noise {"nonce":"${nonceOf(0)}","type":"result","result":{"of":"a"}}` });
      report('2', 'line', {
        text: `{"nonce":"${nonceOf(1)}","type":"error","error":{"code":"busy","message":"m"}}`,
      });
      for (const id of ['2', '0', '1']) report(id, 'ended', ENDED);
    });
    expect(asked.calls).toHaveLength(2);
    expect(asked.computers.map((one) => one.call)).toEqual([0, 0, 1]);
    expect(answers).toMatchObject({
      a: { kind: 'result', result: { of: 'a' } },
      b: { kind: 'none', cause: 'no-result' },
      c: { kind: 'error', error: { code: 'busy' } },
    });
  });

  it('each report why there is no answer', async () => {
    const calls = ['lost', 'error', 'hangs', 'much', 'unstarted', 'broken'].map((name) => call(name));
    const { answers } = await answersTo(calls, (report) => {
      report('0', 'ended', broken(true));
      report('1', 'ended', broken(false));
      report('2', 'deadline', { connected: true });
      report('3', 'overflow', { connected: true });
      report('4', 'not-started', { errorId: 'NamedParameterNotFound', message: 'words' });
      report('5', 'broken', { connected: true });
      // No call waits for it any more.
      report('0', 'ended', ENDED);
      report('99', 'ended', ENDED);
    });
    const causes = Object.entries(answers).map(([name, one]) => [
      name,
      one.kind === 'none' ? one.cause : one,
    ]);
    expect(Object.fromEntries(causes)).toEqual({
      lost: 'lost',
      error: 'remote-error',
      hangs: 'hangs',
      much: 'no-result',
      unstarted: 'no-remoting',
      broken: 'lost',
    });
  });

  it('may write as much as all phonebooks and some full hives take', async () => {
    const most = 'a'.repeat(2 * 8 * 1024 * 1024 + 8 * 512 * 1024);
    const { answers } = await answersTo([call('a')], (report, nonceOf) => {
      report('0', 'line', { text: `{"nonce":"${nonceOf(0)}","type":"result","result":"${most}"}` });
      report('0', 'ended', ENDED);
    });
    expect(answers.a?.kind).toBe('result');
  });

  it('keep the answer that came before the connection broke', async () => {
    const { answers } = await answersTo([call('a')], (report, nonceOf) => {
      report('0', 'line', { text: `{"nonce":"${nonceOf(0)}","type":"result","result":1}` });
      report('0', 'ended', broken(true));
    });
    expect(answers.a).toEqual({ kind: 'result', result: 1 });
  });

  it('over WinRM are reported by its codes', async () => {
    const notConnected = (errorCode: number) => ({
      ...ENDED,
      connected: false,
      state: 'Failed',
      reason: { type: 'X', transport: true, errorCode, hresult: -1, remote: false, message: 'words' },
    });
    const { answers } = await answersTo([call('winrm://a'), call('winrm://b')], (report) => {
      report('0', 'ended', notConnected(5));
      report('1', 'ended', notConnected(-2144108250));
    });
    expect(Object.values(answers).map((one) => (one.kind === 'none' ? one.cause : one))).toEqual([
      'sign-in-refused',
      'unreachable',
    ]);
  });

  it('that PowerShell had not finished when it ended are reported before its end', async () => {
    const answers: Record<string, FleetAnswer> = {};
    const ended = new P2sError('powershell-no-result', say('It ended.'));
    const host: PowerShellHost = {
      async run(_script, _request, { onEvent }) {
        onEvent?.({ type: 'progress', id: '0', event: 'connected' });
        throw ended;
      },
      dispose: async () => undefined,
    };
    const options: FanOutOptions = {
      ...{ throttle: 8, connectSeconds: 1, deadlineSeconds: 1, credential: null, sshOptions: {} },
      onAnswer: ({ computer }, answer) => {
        answers[computer.name] = answer;
      },
    };
    const asked = fanOut([call('a'), call('b')], options, { host, now: () => 0 });
    await expect(asked).rejects.toBe(ended);
    expect(answers).toMatchObject({ a: { cause: 'lost' }, b: { cause: 'not-run' } });
  });

  it('that were unfinished at a cancellation are distinguished: never asked, or asked without a reply', async () => {
    const aborted = new AbortController();
    const { answers } = await answersTo(
      [call('a'), call('b')],
      (report) => {
        report('0', 'connected');
        aborted.abort();
        throw new Error('cancelled');
      },
      { signal: aborted.signal },
    );
    expect(answers).toMatchObject({ a: { cause: 'lost' }, b: { cause: 'not-run' } });
  });
});

describe('the calls of a large fleet', () => {
  const large = (size: number) => call('pc', { text: 'x'.repeat(size) });

  it('are carried by one request where they are few, or alike', () => {
    expect(batchesOf([])).toEqual([]);
    const alike = Array.from({ length: 2000 }, () => large(10_000));
    expect(batchesOf(alike)).toEqual([alike]);
  });

  it('are divided by number and by what they carry, each once and in order', () => {
    const many = Array.from({ length: 4001 }, (_, at) => call(`pc${at}`));
    expect(batchesOf(many).map(({ length }) => length)).toEqual([2000, 2000, 1]);
    expect(batchesOf(many).flat()).toEqual(many);
    const heavy = [1, 2, 3, 4].map((more) => large(3_000_000 + more));
    expect(batchesOf(heavy).map(({ length }) => length)).toEqual([2, 2]);
  });
});
