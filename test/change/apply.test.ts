import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { P2sError } from '../../src/core/errors.ts';
import { RegistrySnapshot, type RegistryValue } from '../../src/core/registry.ts';
import { nodeFiles } from '../../src/files/node-files.ts';
import type { FilePort } from '../../src/files/port.ts';
import type { EffectiveProxy, StepOutcome, StepStatus, WriteStep } from '../../src/machine/port.ts';
import { failing } from '../support/files.ts';
import { SAMPLE_KEYS, setValue } from '../support/machines.ts';
import { type ApplyScene, applyScene, type Kind, type Write, writeLog } from './apply-scene.ts';

const { settings: SETTINGS, native: NATIVE, wow64: WOW64 } = SAMPLE_KEYS;
const THEIRS: RegistryValue = { kind: 'binary', bytes: new Uint8Array([0x28, 9, 9, 9]) };
const ALL = [
  'DefaultConnectionSettings',
  'SavedLegacySettings',
  'ProxyServer',
  'ProxyOverride',
  'wow64 WinHttpSettings',
  'WinHttpSettings',
];

let scene: ApplyScene;
afterEach(() => scene.remove());

/** Calls of `write` in order; those that are not named are the machine's own. */
const calls = (...fakes: (Write | null)[]): Write => {
  let count = 0;
  return (steps, options) => (fakes[count++] ?? scene.base.write)(steps, options);
};
/** The machine's own write, and something that happens right after it. */
const writeThen =
  (after: () => Promise<void>): Write =>
  async (steps, options) => {
    const report = await scene.base.write(steps, options);
    await after();
    return report;
  };
const observed = () => scene.base.observe({ deadlineMs: 10_000 });
const untouched = async () => expect(await readFile(scene.file)).toEqual(scene.original);
const nothingWaits = async () => expect(await scene.journal()).toBeNull();
const outcome = (step: WriteStep, status: StepStatus): StepOutcome => {
  const { expected: found } = step.write;
  return { id: step.id, status, how: null, found, now: found, createdKey: false, hresult: null };
};
/** Writes the steps before the n-th, which ends as told; the rest is not done. */
const stopsAt =
  (n: number, status: StepStatus): Write =>
  async (steps, options) => {
    const { outcomes } = await scene.base.write(steps.slice(0, n), options);
    const rest = steps.slice(n).map((step, i) => outcome(step, i === 0 ? status : 'not-done'));
    return { outcomes: [...outcomes, ...rest], notified: null };
  };

describe.each<Kind>(['recording', 'live'])('a change of a machine that is a %s', (kind) => {
  it('is backed up, written, read back, logged, and leaves no journal', async () => {
    scene = await applyScene(kind);
    const standing: (string | undefined)[] = [];
    const machine = scene.machine({
      write: async (steps, options) => {
        standing.push((await scene.journal())?.backup);
        return scene.base.write(steps, options);
      },
    });
    const applied = await scene.apply(machine);
    expect(applied).toEqual({
      changed: ['wininet/current/lan', 'winhttp/wow64', 'winhttp/native'],
      backup: '0001',
    });
    expect(standing).toEqual(['0001']);
    expect(await scene.changed()).toEqual(ALL);
    expect(await writeLog(scene)).toHaveLength(ALL.length);
    await nothingWaits();
    const { values, file } = await scene.backup();
    expect(values.map(({ value }) => value)).toEqual(
      scene.plan.changes.flatMap(({ writes }) => writes.map(({ expected }) => expected)),
    );
    expect(file === null ? null : Buffer.from(file.bytes)).toEqual(kind === 'live' ? null : scene.original);
  });

  it('that says it was written and was not: exit 6, and nothing to put back', async () => {
    scene = await applyScene(kind);
    const lie: Write = async (steps) => ({
      outcomes: steps.map((step) => ({ ...outcome(step, 'written'), how: 'file', now: step.write.next })),
      notified: null,
    });
    const error = await scene.failure(scene.machine({ write: calls(lie) }));
    expect(error).toMatchObject({ code: 'write-failed' });
    expect(error.message).toMatch(/holds .* not .*Everything is as it was before\.$/);
    await untouched();
    await nothingWaits();
    await scene.backup();
  });

  it('that is reverted right after the write: the other values are put back too', async () => {
    scene = await applyScene(kind);
    const old = (await scene.registry()).value(NATIVE, 'WinHttpSettings') ?? null;
    const write = calls(writeThen(() => setValue(scene.file, NATIVE, 'WinHttpSettings', old)));
    const error = await scene.failure(scene.machine({ write }));
    expect(error).toMatchObject({ code: 'write-failed', where: 'winhttp/native' });
    expect(error.message).toMatch(/Everything was put back\.$/);
    await untouched();
    await nothingWaits();
    const restored = scene.events.flatMap((e) =>
      e.type === 'write' && e.status === 'restored' ? e.store : [],
    );
    expect(new Set(restored)).toEqual(new Set(['wininet/current/lan', 'winhttp/wow64']));
  });

  it('that somebody else writes over right after it: ours is put back, theirs stays and is named', async () => {
    scene = await applyScene(kind);
    const write = calls(writeThen(() => setValue(scene.file, NATIVE, 'WinHttpSettings', THEIRS)));
    const error = await scene.failure(scene.machine({ write }));
    expect(error).toMatchObject({ code: 'write-failed' });
    expect(error.message.toLowerCase()).toContain(
      `somebody else has changed ${NATIVE}\\WinHttpSettings since`.toLowerCase(),
    );
    expect(await scene.changed()).toEqual(['WinHttpSettings']);
    expect((await scene.registry()).value(NATIVE, 'WinHttpSettings')).toEqual(THEIRS);
    await nothingWaits();
  });

  it('that a first look back does not find: put back, and proved by another look', async () => {
    scene = await applyScene(kind);
    let looks = 0;
    const machine = scene.machine({
      write: calls(),
      observe: async (options) => {
        const observation = await scene.base.observe(options);
        if (looks++ > 0) return observation;
        const keys = [...observation.registry.keys].map((key) => ({ ...key, values: new Map() }));
        return { ...observation, registry: new RegistrySnapshot(keys) };
      },
    });
    expect(await scene.failure(machine)).toMatchObject({ code: 'write-failed' });
    expect(looks).toBeGreaterThan(2);
    await untouched();
    await nothingWaits();
  });

  it('that another of Windows’ readers contradicts: put back', async () => {
    scene = await applyScene(kind);
    const direct: EffectiveProxy = {
      winHttp: { accessType: 1, proxy: null, bypass: null },
      winInetUser: null,
      unavailable: null,
      win32: null,
    };
    const error = await scene.failure(scene.machine({ write: calls(), effective: async () => direct }));
    expect(error).toMatchObject({ code: 'write-failed', where: 'WinHttpGetDefaultProxyConfiguration' });
    await untouched();
    await nothingWaits();
  });

  it.each(['powershell-blocked', 'powershell-failed'] as const)(
    'whose second reader is refused (%s) stands on the first one',
    async (code) => {
      scene = await applyScene(kind);
      const effective = () => Promise.reject(new P2sError(code, 'refused'));
      await scene.apply(scene.machine({ write: calls(), effective }));
      expect(await scene.changed()).toEqual(ALL);
    },
  );

  it.each([
    ['denied', 'needs-elevation'],
    ['failed', 'write-failed'],
    ['changed', 'stale'],
  ] as const)('whose fifth write is %s: the first four are put back (%s)', async (status, code) => {
    scene = await applyScene(kind);
    const error = await scene.failure(scene.machine({ write: calls(stopsAt(4, status)) }));
    expect(error).toMatchObject({ code, where: `${WOW64}\\WinHttpSettings` });
    expect(error.message).toMatch(/Everything was put back\.$/);
    await untouched();
    await nothingWaits();
    expect((await writeLog(scene)).filter((line) => line.endsWith('written')).length).toBeGreaterThan(3);
  });

  it.each(['powershell-timeout', 'powershell-no-result'] as const)(
    'whose writer falls silent half-way (%s): put back, after waiting for its end',
    async (code) => {
      scene = await applyScene(kind);
      const asked: number[] = [];
      const silent: Write = async (steps, options) => {
        await scene.base.write(steps.slice(0, 3), options);
        throw new P2sError(code, 'The script said nothing.');
      };
      const write = calls(silent);
      const machine = scene.machine({
        write: (steps, options) => {
          asked.push(steps.length);
          return write(steps, options);
        },
      });
      const error = await scene.failure(machine);
      expect(error).toMatchObject({ code });
      expect(error.message).toBe('The script said nothing. Everything was put back.');
      expect(asked).toEqual(kind === 'live' ? [6, 0, 3] : kind === 'recording' ? [6, 3] : []);
      await untouched();
      await nothingWaits();
    },
  );

  it('that is written but cannot be looked at: put back', async () => {
    scene = await applyScene(kind);
    let looks = 0;
    const observe = () => {
      if (looks++ === 0) return Promise.reject(new P2sError('powershell-timeout', 'No answer.'));
      return observed();
    };
    const error = await scene.failure(scene.machine({ write: calls(), observe }));
    expect(error).toMatchObject({
      code: 'powershell-timeout',
      message: 'No answer. Everything was put back.',
    });
    await untouched();
    await nothingWaits();
  });

  it('whose log cannot be written: put back', async () => {
    scene = await applyScene(kind, { files: failing(nodeFiles(), { append: 'ENOSPC' }) });
    const error = await scene.failure(scene.machine({ write: calls() }));
    expect(error).toMatchObject({ code: 'state-dir' });
    expect(error.message).toMatch(/the disk is full\. Everything was put back\.$/);
    await untouched();
    await nothingWaits();
  });

  it('that cannot be put back either: both errors, the journal stays, and the backup holds the old values', async () => {
    scene = await applyScene(kind);
    const refuse: Write = async (steps) => ({
      outcomes: steps.map((step, i) => outcome(step, i === 0 ? 'failed' : 'not-done')),
      notified: null,
    });
    const { recording } = scene.base;
    const machine = scene.machine({
      write: calls(
        writeThen(() => setValue(scene.file, NATIVE, 'WinHttpSettings', THEIRS)),
        ...new Array<Write>(20).fill(refuse),
      ),
      recording: recording === null || kind === 'live' ? null : recording,
    });
    const error = await scene.failure(machine);
    expect(error).toMatchObject({
      code: 'restore-failed',
      evidence: { first: 'write-failed', second: 'restore-failed' },
    });
    expect(error.message).toMatch(
      /^A write did not take effect: winhttp\/native.* Putting back failed too: /,
    );
    for (const name of ['ProxyServer', 'DefaultConnectionSettings', 'WOW6432Node'])
      expect(error.where).toContain(name);
    expect(error.where).not.toContain(`${NATIVE}\\`);
    expect((await scene.journal())?.backup).toBe('0001');
    expect((await scene.backup()).values).toHaveLength(ALL.length);
    expect(scene.events.at(-1)).toEqual({ type: 'step', step: 'restore', status: 'failed' });
  });

  it('is put back at the second try where the first one fails', async () => {
    scene = await applyScene(kind);
    const write = calls(
      writeThen(() => setValue(scene.file, NATIVE, 'WinHttpSettings', THEIRS)),
      stopsAt(0, 'failed'),
      stopsAt(1, 'changed'),
    );
    expect(await scene.failure(scene.machine({ write }))).toMatchObject({ code: 'write-failed' });
    expect(await scene.changed()).toEqual(['WinHttpSettings']);
    await nothingWaits();
  });

  it('that fails for good has written its last word to the journal before it says so', async () => {
    let writing = 0;
    const plain = nodeFiles();
    const files: FilePort = {
      ...plain,
      replace: async (...args) => {
        writing++;
        for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
        return plain.replace(...args).finally(() => writing--);
      },
    };
    scene = await applyScene(kind, { files });
    let looks = 0;
    const observe = () =>
      looks++ < 2 ? Promise.reject(new P2sError('powershell-timeout', 'No answer.')) : observed();
    const error = await scene.failure(scene.machine({ write: calls(), observe }));
    expect(error.code).toBe('restore-failed');
    expect(writing).toBe(0);
    expect((await scene.journal())?.steps.map(({ status }) => status)).toEqual(ALL.map(() => 'written'));
  });

  it('is put back as far as possible when one value resists', async () => {
    scene = await applyScene(kind);
    const resists = (step: WriteStep) => step.write.name === 'ProxyServer';
    const partly: Write = async (steps, options) => {
      const at = steps.findIndex(resists);
      return at === -1 ? scene.base.write(steps, options) : stopsAt(at, 'denied')(steps, options);
    };
    const write = calls(
      writeThen(() => setValue(scene.file, NATIVE, 'WinHttpSettings', THEIRS)),
      ...new Array<Write>(20).fill(partly),
    );
    const error = await scene.failure(scene.machine({ write }));
    expect(error).toMatchObject({ code: 'restore-failed', where: `${SETTINGS}\\ProxyServer` });
    expect(await scene.changed()).toEqual(['ProxyServer', 'WinHttpSettings']);
    expect(await scene.journal()).not.toBeNull();
  });

  it('shows no credentials, whatever it finds in place of its own values', async () => {
    scene = await applyScene(kind);
    const secret: RegistryValue = { kind: 'string', text: 'http=user:s3cr3t@h:1' };
    const write = calls(writeThen(() => setValue(scene.file, SETTINGS, 'ProxyServer', secret)));
    const windows: EffectiveProxy = {
      winHttp: { accessType: 3, proxy: 'user:s3cr3t@h:1', bypass: null },
      winInetUser: null,
      unavailable: null,
      win32: null,
    };
    const error = await scene.failure(scene.machine({ write, effective: async () => windows }));
    expect(error.code).toBe('write-failed');
    expect(error.evidence.mismatches).toHaveLength(2);
    const shown = JSON.stringify([error.message, error.where, error.next, error.evidence, scene.events]);
    expect(shown).not.toContain('s3cr3t');
    expect(await writeLog(scene).then(String)).not.toContain('s3cr3t');
  });
});
