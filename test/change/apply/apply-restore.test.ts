import { afterEach, describe, expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { say } from '../../../src/core/model/say.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { FilePort } from '../../../src/files/port.ts';
import type { EffectiveProxy } from '../../../src/machine/port.ts';
import { SAMPLE_KEYS } from '../../support/machines/machines.ts';
import { ALL, type ApplyScene, applyScene, type Kind, type Write, writeLog } from './apply-scene.ts';
import { faultsOf, refusing } from './faults.ts';

const { settings: SETTINGS, native: NATIVE } = SAMPLE_KEYS;

let scene: ApplyScene;
let faults: ReturnType<typeof faultsOf>;
afterEach(() => scene.remove());

async function make(...args: Parameters<typeof applyScene>): Promise<void> {
  scene = await applyScene(...args);
  faults = faultsOf(scene);
}
const observed = () => scene.base.observe({ deadlineMs: 10_000 });

describe.each<Kind>(['recording', 'live'])('a failed change of a machine that is a %s', (kind) => {
  it('that cannot be rolled back either: both errors, the journal stays, and the backup holds the old values', async () => {
    await make(kind);
    const machine = scene.machine({
      write: faults.calls(
        faults.writeThen(() => faults.theirs(NATIVE, 'WinHttpSettings')),
        ...new Array<Write>(20).fill(refusing('failed')),
      ),
    });
    const error = await scene.failure(machine);
    expect(error).toMatchObject({
      code: 'restore-failed',
      evidence: { first: 'write-failed', second: 'restore-failed' },
    });
    expect(error.message).toMatch(
      /^A write did not take effect: winhttp\/native.* The rollback failed as well: /,
    );
    for (const name of ['ProxyServer', 'DefaultConnectionSettings', 'WOW6432Node'])
      expect(error.where).toContain(name);
    expect(error.where).not.toContain(`${NATIVE}\\`);
    expect((await scene.journal())?.backup).toBe('0001');
    expect((await scene.backup()).values).toHaveLength(ALL.length);
    expect(scene.events.at(-1)).toEqual({ type: 'step', step: 'restore', status: 'failed' });
  });

  it('that fails for good finishes writing its journal before it reports the failure', async () => {
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
    await make(kind, { files });
    let observations = 0;
    const observe = () =>
      observations++ < 2 ? Promise.reject(new P2sError('powershell-timeout', say('No answer.'))) : observed();
    const error = await scene.failure(scene.machine({ write: faults.calls(), observe }));
    expect(error.code).toBe('restore-failed');
    expect(writing).toBe(0);
    expect((await scene.journal())?.steps.map(({ status }) => status)).toEqual(ALL.map(() => 'written'));
  });

  it('shows no credentials, whatever it finds in place of its own values', async () => {
    await make(kind);
    const secret: RegistryValue = { kind: 'string', text: 'http=user:s3cr3t@h:1' };
    const write = faults.calls(faults.writeThen(() => faults.theirs(SETTINGS, 'ProxyServer', secret)));
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
