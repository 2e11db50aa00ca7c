import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import type { StepOutcome } from '../../../src/machine/port.ts';
import { openRecordedMachine } from '../../../src/machine/recorded/recorded.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { SAMPLE_KEYS, setValue } from '../../support/machines/machines.ts';
import { type ApplyScene, applyScene, type Kind, type Write } from './apply-scene.ts';
import { THEIRS } from './faults.ts';

const { connections: CONNECTIONS, native: NATIVE, wow64: WOW64 } = SAMPLE_KEYS;

let scene: ApplyScene;
afterEach(() => scene.remove());

const theirs = () => setValue(scene.file, NATIVE, 'WinHttpSettings', THEIRS);
const onlyTheirs = async () => {
  expect(await scene.changed()).toEqual(['WinHttpSettings']);
  expect((await scene.registry()).value(NATIVE, 'WinHttpSettings')).toEqual(THEIRS);
  expect(await scene.journal()).toBeNull();
};

describe.each<Kind>(['recording', 'live'])('a value of a %s that somebody else changes', (kind) => {
  it('between plan and backup is not overwritten, and nothing else is left changed', async () => {
    scene = await applyScene(kind);
    await theirs();
    const error = await scene.failure(scene.machine({ write: scene.base.write }));
    expect(error).toMatchObject({ code: 'stale' });
    expect(error.message).toMatch(/It was not overwritten\. All values were restored\.$/);
    await onlyTheirs();
  });

  it('between backup and write is not overwritten, and nothing else is left changed', async () => {
    scene = await applyScene(kind);
    let calls = 0;
    const write: Write = async (steps, options) => {
      if (calls++ === 0) await theirs();
      return scene.base.write(steps, options);
    };
    expect(await scene.failure(scene.machine({ write }))).toMatchObject({ code: 'stale' });
    await onlyTheirs();
  });

  it('at the last moment, when only the renaming is left, is not overwritten', async () => {
    scene = await applyScene(kind);
    const write = { key: NATIVE, name: 'WinHttpSettings', expected: null, next: THEIRS };
    const bytes = readRecording(scene.original).edit([{ id: 'theirs', write }]);
    let count = 0;
    const files = nodeFiles((stage) => {
      if (stage === 'temp-synced' && count++ === 0) writeFileSync(scene.file, bytes);
    });
    const slow = await openRecordedMachine(scene.file, { mode: { inPlace: true }, files });
    const error = await scene.failure(scene.machine({ write: slow.write }));
    expect(error).toMatchObject({ code: 'stale' });
    await onlyTheirs();
  });
});

it('a recording that is edited between backup and write is left as it is, whatever was edited', async () => {
  scene = await applyScene('recording');
  const edited = Buffer.concat([scene.original, Buffer.from('; a remark\r\n', 'utf16le')]);
  let calls = 0;
  const write: Write = async (steps, options) => {
    if (calls++ === 0) writeFileSync(scene.file, edited);
    return scene.base.write(steps, options);
  };
  const error = await scene.failure(scene.machine({ write }));
  expect(error).toMatchObject({ code: 'stale', where: scene.file });
  expect(error.message).toMatch(
    /^The recording was changed .* It was not overwritten\. Nothing was changed\.$/,
  );
  expect(await readFile(scene.file)).toEqual(edited);
  expect(await scene.journal()).toBeNull();
});

describe('Windows’ own setter', () => {
  /** Writes the steps, then writes both views with its own header, as some Windows versions do. */
  const setter: Write = async (steps, options) => {
    const { outcomes, notified } = await scene.base.write(steps, options);
    const step = steps.find(({ winHttp }) => winHttp != null);
    const { proxy, bypass } = step?.winHttp ?? { proxy: null, bypass: null };
    const bytes = encodeWinHttpBlob({
      version: 0x18,
      counter: 0,
      flags: 3,
      proxy: proxy ?? '',
      bypass: bypass ?? '',
    });
    const value: RegistryValue = { kind: 'binary', bytes };
    for (const key of [WOW64, NATIVE]) await setValue(scene.file, key, 'WinHttpSettings', value);
    const now = (one: StepOutcome): StepOutcome =>
      one.id === step?.id ? { ...one, how: 'winhttp-api', now: value } : one;
    return { outcomes: outcomes.map(now), notified };
  };

  it('may write both views and choose the header: the settings count', async () => {
    scene = await applyScene('live');
    const { changed } = await scene.apply(scene.machine({ write: setter }));
    expect(changed).toContain('winhttp/wow64');
    expect((await scene.registry()).value(WOW64, 'WinHttpSettings')).not.toEqual(
      scene.plan.changes.flatMap(({ writes }) => writes).find(({ key }) => key.includes('WOW64'))?.next,
    );
  });

  it('is undone in both views, byte for byte', async () => {
    scene = await applyScene('live');
    let calls = 0;
    const write: Write = async (steps, options) => {
      if (calls++ > 0) return scene.base.write(steps, options);
      const report = await setter(steps, options);
      // A blob whose counter WinINET has increased meanwhile is still ours.
      const blob = (await scene.registry()).value(CONNECTIONS, 'DefaultConnectionSettings');
      if (blob?.kind !== 'binary') throw new Error('no blob');
      const counted = Uint8Array.from(blob.bytes);
      counted[4] = (counted[4] ?? 0) + 1;
      await setValue(scene.file, CONNECTIONS, 'DefaultConnectionSettings', {
        kind: 'binary',
        bytes: counted,
      });
      return report;
    };
    const direct = { accessType: 1, proxy: null, bypass: null };
    const effective = async () => ({ winHttp: direct, winInetUser: null, unavailable: null, win32: null });
    const machine = scene.machine({ write, effective });
    expect(await scene.failure(machine)).toMatchObject({ code: 'write-failed' });
    expect(await readFile(scene.file)).toEqual(scene.original);
    expect(await scene.journal()).toBeNull();
  });
});

describe('a key that a change makes', () => {
  it.each<Kind>(['recording', 'live'])('is removed when the change is rolled back (%s)', async (kind) => {
    scene = await applyScene(kind, { without: WOW64 });
    let calls = 0;
    const write: Write = async (steps, options) => {
      const report = await scene.base.write(steps, options);
      if (calls++ === 0) await theirs();
      return report;
    };
    expect(await scene.failure(scene.machine({ write }))).toMatchObject({ code: 'write-failed' });
    expect((await scene.registry()).key(WOW64).visibility).toBe('absent');
    await onlyTheirs();
    expect((await scene.backup()).createdKeys).toEqual([WOW64]);
  });
});
