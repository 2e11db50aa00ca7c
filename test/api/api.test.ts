import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { sampleRegText } from '../../scripts/simulated/sample-reg.ts';
import type { RunEvent } from '../../src/core/model/events.ts';
import * as api from '../../src/index.ts';
import {
  apply,
  audit,
  capture,
  explain,
  fleet,
  openMachine,
  P2sError,
  plan,
  rollback,
  verify,
} from '../../src/index.ts';
import { folderForAll } from '../support/files.ts';

const PROXY = 'proxy.contoso.example:8080';
const home = folderForAll();

/** A recording with drift, in its own folder. */
async function recording(name: string): Promise<string> {
  const file = join(home, `${name}.reg`);
  await writeFile(file, sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' }));
  return file;
}

/** The error that a call rejects with. */
async function errorOf(call: Promise<unknown>): Promise<P2sError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof P2sError) return error;
  throw new Error('The call did not reject with a P2sError.', { cause: error });
}

describe('what resolves', () => {
  it('an audit without options is one of this Windows, and elsewhere an error that says so', async () => {
    const error = await errorOf(audit());
    expect(error).toMatchObject({ code: 'not-windows', exitCode: 3, name: 'P2sError' });
    expect(error.document).toMatchObject({ mode: 'audit', exitCode: 3, error: { code: 'not-windows' } });
  });

  it('a run that came to a result, whatever that is', async () => {
    const file = await recording('result');
    const found = await audit({ machine: { file } });
    expect(found).toMatchObject({ exitCode: 2, summary: { state: 'fix-available' } });
    const pac = await apply({
      machine: { file, inPlace: true },
      stateDir: join(home, 'result-state'),
      desired: { pac: 'http://pac.contoso.example/p.pac' },
    });
    expect(pac).toMatchObject({ exitCode: 8, summary: { state: 'blocked' }, result: { changed: [] } });
    expect(await explain(-2146885613)).toMatchObject({
      exitCode: 0,
      explanation: { unsigned: 0x80092013 },
    });
  });

  it('apply, then rollback: the file is as it was', async () => {
    const file = await recording('round');
    const stateDir = join(home, 'round-state');
    const before = await readFile(file);
    const options = { machine: { file, inPlace: true }, stateDir };
    const applied = await apply({ ...options, desired: { proxy: PROXY, bypass: '<local>' } });
    expect(applied).toMatchObject({ exitCode: 0, result: { rolledBack: false } });
    expect((await readFile(file)).equals(before)).toBe(false);
    expect((await audit({ machine: { file }, stateDir })).exitCode).toBe(0);
    expect((await api.listBackups({ machine: { file }, stateDir })).backups).toHaveLength(1);
    expect((await rollback(options)).exitCode).toBe(0);
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it('plan, then apply of its file into a copy', async () => {
    const file = await recording('planned');
    const out = join(home, 'plan.json');
    const stateDir = join(home, 'plan-state');
    expect(await plan({ machine: { file }, out })).toMatchObject({ exitCode: 2, files: [out] });
    const copy = join(home, 'planned-copy.reg');
    const applied = await apply({ machine: { file, out: copy }, plan: out, stateDir });
    expect(applied).toMatchObject({ exitCode: 0, files: [copy] });
    expect((await audit({ machine: { file: copy } })).exitCode).toBe(0);
  });

  it('names commands that go on from the run, as the command line does', async () => {
    const file = await recording('next');
    const { summary } = await audit({ machine: { file }, gateways: ['vpn.contoso.example'] });
    const commands = summary?.next.map(({ command }) => command?.join(' '));
    expect(commands).toContain(`p2s-fix --apply --machine ${file} --gateway vpn.contoso.example --in-place`);
  });

  it.each([false, 'no', 1, {}])('asks before it writes, and writes nothing on %j', async (consent) => {
    const file = await recording('asked');
    const before = await readFile(file);
    const ask = vi.fn(async () => consent as boolean);
    const error = await errorOf(apply({ machine: { file, inPlace: true }, stateDir: join(home, 's'), ask }));
    expect(error).toMatchObject({ code: 'cancelled', exitCode: 130 });
    expect(ask).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ backupFolder: join(home, 's') }));
    expect(await readFile(file)).toEqual(before);
  });

  it('a fleet of results', async () => {
    const { fleet: folded } = await fleet.report({ files: [await recording('member')] });
    expect(folded?.summary?.total).toBe(1);
  });
});

describe('what rejects', () => {
  it.each([
    ['a member that there is not', () => audit({ gateway: 'a' } as never), 'usage', 'options.gateway'],
    ['no object', () => audit(7 as never), 'usage', 'options'],
    ['text for a list', () => audit({ gateways: 'a' } as never), 'usage', 'options.gateways'],
    ['a number in a list', () => audit({ gateways: ['a', 1] } as never), 'usage', 'options.gateways[1]'],
    ['a list with a hole', () => audit({ gateways: Array(1) }), 'usage', 'options.gateways[0]'],
    ['a gateway that is none', () => audit({ gateways: ['a', 'b c'] }), 'input', 'options.gateways[1]'],
    ['a machine that is text', () => audit({ machine: 'x.reg' } as never), 'usage', 'options.machine'],
    ['options that are awaited for', () => apply(Promise.resolve({}) as never), 'usage', 'options'],
    ['a machine in a map', () => apply({ machine: new Map() } as never), 'usage', 'options.machine'],
    [
      'a desired state that is awaited for',
      () => apply({ desired: Promise.resolve({ direct: true }) } as never),
      'usage',
      'options.desired',
    ],
    ['a file that is none', () => audit({ machine: { file: 7 } } as never), 'usage', 'options.machine.file'],
    [
      'a file with a NUL in its name',
      () => audit({ machine: { file: 'a\0b' } }),
      'usage',
      'options.machine.file',
    ],
    ['a list of no files', () => apply({ machine: { file: [] } }), 'usage', 'options.machine.file'],
    [
      'an unknown source',
      () => audit({ desired: { source: 'ie' } } as never),
      'usage',
      'options.desired.source',
    ],
    [
      'two desired states',
      () => audit({ desired: { proxy: 'a:1', direct: true } }),
      'usage',
      'options.desired.proxy',
    ],
    [
      'a proxy list that is none',
      () => audit({ desired: { proxy: 'a:b:c' } }),
      'input',
      'options.desired.proxy',
    ],
    ['text for a switch', () => audit({ probe: 'yes' } as never), 'usage', 'options.probe'],
    [
      'a deadline of text',
      () => audit({ deadlineSeconds: '5' } as never),
      'usage',
      'options.deadlineSeconds',
    ],
    ['a deadline out of range', () => audit({ deadlineSeconds: 0 }), 'usage', 'options.deadlineSeconds'],
    ['a signal that is none', () => audit({ signal: {} } as never), 'usage', 'options.signal'],
    ['a listener that is none', () => audit({ onEvent: 1 } as never), 'usage', 'options.onEvent'],
    ['a question to an audit', () => audit({ ask: () => true } as never), 'usage', 'options.ask'],
    [
      'time that is too short',
      () => apply({ confirmWithinSeconds: 9 }),
      'usage',
      'options.confirmWithinSeconds',
    ],
    [
      'an apply of a recording without a place',
      () => recording('p').then((file) => apply({ machine: { file } })),
      'usage',
      null,
    ],
    [
      'two places',
      () => apply({ machine: { file: 'x', inPlace: true, out: 'y' } }),
      'usage',
      'options.machine.inPlace',
    ],
    ['a plan without a file', () => plan({} as never), 'usage', 'options.out'],
    ['a capture into no file', () => capture({ out: '' }), 'usage', 'options.out'],
    ['a path check without a gateway', () => verify(), 'no-gateway', null],
    [
      'a recording that is not there',
      () => audit({ machine: { file: '/no/such.reg' } }),
      'input',
      '/no/such.reg',
    ],
    ['a code with a number for options', () => explain(798, 7 as never), 'usage', 'options'],
    ['a code that is none', () => explain('no-such-code'), 'input', null],
    ['a fleet of text', () => fleet.audit({ computers: 'PC1' } as never), 'usage', 'options.computers'],
    [
      'a throttle of none',
      () => fleet.audit({ computers: ['PC1'], throttle: 0 }),
      'usage',
      'options.throttle',
    ],
    [
      'an option of ssh that is none',
      () => fleet.audit({ sshOptions: { Port: 22 } } as never),
      'usage',
      'options.sshOptions.Port',
    ],
    [
      'a report with computers',
      () => fleet.report({ files: [], computers: [] } as never),
      'usage',
      'options.computers',
    ],
    [
      'a date that is none',
      () =>
        recording('dates').then((file) =>
          audit({ machine: { file }, deadlines: { 'sstp-retirement': 'soon' } }),
        ),
      'input',
      'options.deadlines.sstp-retirement',
    ],
    [
      'a deadline that there is not',
      () => audit({ deadlines: { 'sstp-end': null } } as never),
      'usage',
      'options.deadlines.sstp-end',
    ],
    ['opening a number', () => openMachine({ file: 1 } as never), 'usage', 'options.machine.file'],
  ] as const)('%s', async (_, call, code, where) => {
    const error = await errorOf(call());
    expect(error.code).toBe(code);
    if (where !== null) expect(error.where).toBe(where);
    expect(error.exitCode).toBe(3);
    expect(error.document.error).toEqual({
      code,
      message: error.message,
      where: error.where,
      next: error.next,
    });
    // It names members, not options of the command line.
    expect(error.message).not.toMatch(/--[a-z]/);
  });

  it('repeats no text that may be a password in the wrong place', async () => {
    const error = await errorOf(audit({ gateways: 'Secret1!' } as never));
    expect(JSON.stringify([error.message, error.document])).not.toContain('Secret1!');
  });

  it('names no member that there is not where the step is one of the command line', async () => {
    const ask = () => Promise.reject(new Error('the window is gone'));
    const machine = { file: await recording('unexpected'), inPlace: true };
    const error = await errorOf(apply({ machine, stateDir: join(home, 'unexpected-state'), ask }));
    expect(error.code).toBe('internal');
    expect(error.next).toContain('--ndjson');
    expect(error.next).not.toContain('options.');
  });

  it('does not show its document where an error is printed', async () => {
    expect(Object.keys(await errorOf(verify()))).not.toContain('document');
  });
});

describe('cancellation', () => {
  it('a signal that is aborted already: nothing is read', async () => {
    const reason = new Error('the window was closed');
    const error = await errorOf(
      audit({ machine: { file: '/no/such.reg' }, signal: AbortSignal.abort(reason) }),
    );
    expect(error).toMatchObject({ code: 'cancelled', exitCode: 130, cause: reason });
  });

  it('an apply that is aborted on its way writes nothing', async () => {
    const file = await recording('aborted');
    const before = await readFile(file);
    const controller = new AbortController();
    const onEvent = ({ type }: RunEvent) => {
      if (type === 'plan') controller.abort();
    };
    const machine = { file, inPlace: true };
    const options = {
      machine,
      stateDir: join(home, 'aborted-state'),
      onEvent,
      signal: controller.signal,
    };
    const error = await errorOf(apply(options));
    expect(error).toMatchObject({ code: 'cancelled', exitCode: 130 });
    expect(error.document.plan?.changes).not.toEqual([]);
    expect(await readFile(file)).toEqual(before);
  });
});

describe('events', () => {
  it('come in order, the first and the last of the run included', async () => {
    const types: string[] = [];
    await audit({ machine: { file: await recording('events') }, onEvent: ({ type }) => types.push(type) });
    expect(types.at(0)).toBe('started');
    expect(types).toContain('plan');
    expect(types.at(-1)).toBe('finished');
  });

  const cause = new Error('the view is gone');
  it.each([
    [
      'at once',
      () => {
        throw cause;
      },
    ],
    ['later', () => Promise.reject(cause)],
  ])(
    'whoever watches cannot stop a write half-way; the call rejects afterwards: %s',
    async (when, onEvent) => {
      const file = await recording(`watched-${when}`);
      const stateDir = join(home, `watched-state-${when}`);
      const options = { machine: { file, inPlace: true }, stateDir, onEvent };
      const error = await errorOf(apply(options));
      expect(error).toMatchObject({ code: 'usage', where: 'options.onEvent', cause });
      expect(error.document.result?.changed).not.toEqual([]);
      expect((await audit({ machine: { file } })).exitCode).toBe(0);
    },
  );

  it('make a report', async () => {
    const report = api.createReport();
    await audit({ machine: { file: await recording('reported') }, onEvent: report.onEvent });
    expect(await report.markdown()).toContain('proxy.contoso.example:8080');
    expect(await report.html('ja')).toContain('lang="ja"');
  });
});

it('several runs at once do not meet', async () => {
  const names = ['one', 'two', 'three', 'four'];
  const files = await Promise.all(names.map(recording));
  const stateDir = join(home, 'shared-state');
  const documents = await Promise.all(
    files.map((file, at) =>
      at % 2 === 0
        ? audit({ machine: { file } })
        : apply({ machine: { file, inPlace: true }, stateDir: `${stateDir}${at}` }),
    ),
  );
  expect(documents.map(({ mode, exitCode }) => [mode, exitCode])).toEqual([
    ['audit', 2],
    ['apply', 0],
    ['audit', 2],
    ['apply', 0],
  ]);
  expect(documents.map(({ machine }) => machine?.kind)).toEqual(Array(4).fill('recorded'));
});

it('opens a recording, and reads it as often as it is asked', async () => {
  const file = await recording('opened');
  const machine = await openMachine({ file });
  try {
    const { stores, machine: facts } = await machine.read();
    expect(facts?.kind).toBe('recorded');
    expect(stores.map(({ id }) => id)).toContain('winhttp/native');
    expect(await machine.read()).toEqual({ stores, machine: facts });
    const aborted = machine.read({ signal: AbortSignal.abort() });
    expect((await errorOf(aborted)).code).toBe('cancelled');
    expect(machine.id).toBe(file);
  } finally {
    await machine.close();
  }
});
