import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { assess } from '../../../src/core/decide/assess.ts';
import { desiredFor } from '../../../src/core/decide/desired-settings.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { folderForAll } from '../../support/files.ts';
import { type Case, CrashScene } from './crash-scene.ts';

const SIDE_BY_SIDE = 3;
const PLANS = 8;
const TRIALS = 36;

/** Recordings of each kind, and desired states that change WinHTTP alone or both stores. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    host: fc.stringMatching(/^[a-z]{1,12}\.contoso\.example$/),
    port: fc.integer({ min: 1, max: 65535 }),
    bypass: fc.constantFrom('', '<local>', '<local>;*.contoso.example', '10.*'),
    kind: fc.constantFrom('reg-utf16', 'reg-utf8', 'capture'),
    desired: fc.constantFrom(
      [],
      ['--direct'],
      ['--source', 'winhttp'],
      ['--proxy', 'new.contoso.example:3128'],
      ['--proxy', 'http=a.example:80;https=b.example:443', '--bypass', '<local>;b'],
    ),
  })
  .map(({ host, port, bypass, kind, desired }) => {
    const reg = sampleRegText({ proxyHost: host, proxyPort: port, bypass });
    return { content: contentAs(kind, reg), desired };
  });

function contentAs(kind: string, reg: Buffer): Uint8Array {
  if (kind === 'reg-utf16') return reg;
  if (kind === 'reg-utf8') return Buffer.from(reg.toString('utf16le').replace('\ufeff', ''));
  const capture = serializeCapture(readRecording(reg).observation(new Date(0)));
  return Buffer.from(`${JSON.stringify(capture, null, 2)}\n`);
}

const root = folderForAll();

/** Runs the work on every item, a few at a time. */
async function each<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const todo = [...items.entries()];
  const worker = async () => {
    for (let item = todo.shift(); item !== undefined; item = todo.shift())
      results[item[0]] = await work(item[1], item[0]);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return results;
}

interface Foretold {
  case: Case;
  after: Buffer;
  applyPlaces: string[];
  rollbackPlaces: string[];
}

async function foretell(one: Case, name: string): Promise<Foretold> {
  const scene = await CrashScene.make(root, name, one);
  const applyPlaces = await scene.traced('apply');
  const after = await scene.content();
  expect(after.equals(one.content)).toBe(false);
  const rollback = await CrashScene.make(root, `${name}-rollback`, one);
  await rollback.run('apply');
  const rollbackPlaces = await rollback.traced('rollback');
  expect(await rollback.content()).toEqual(Buffer.from(one.content));
  return { case: one, after, applyPlaces, rollbackPlaces };
}

/** Old or new and nothing between, whole backups, and an audit that reports what waits and writes nothing. */
async function inspect(scene: CrashScene, { case: { content }, after }: Foretold): Promise<boolean> {
  const now = await scene.content();
  const isNew = now.equals(after);
  expect(isNew || now.equals(content)).toBe(true);
  expect((await scene.backupProblems()).every((problem) => problem === null)).toBe(true);
  const waits = await scene.journalWaits();
  const before = await scene.everything();
  const audit = await scene.audit();
  expect(audit.exitCode).toBe(waits ? 9 : isNew ? 0 : 2);
  expect(audit.findings.filter(({ code }) => code === 'change-interrupted')).toHaveLength(waits ? 1 : 0);
  expect(await scene.everything()).toEqual(before);
  return waits;
}

/** `apply` rolls back first and ends in the new state; `rollback` ends in the old one, if there is a backup. */
async function recover(
  scene: CrashScene,
  { case: { content }, after }: Foretold,
  command: 'apply' | 'rollback',
) {
  const nothingDone = (await scene.backupProblems()).length === 0;
  const document = await scene.run(command);
  const nothingToDo = command === 'rollback' && nothingDone;
  expect(document.exitCode).toBe(nothingToDo ? 3 : 0);
  expect(await scene.content()).toEqual(Buffer.from(command === 'apply' ? after : content));
  expect(await scene.journalWaits()).toBe(false);
}

describe('a run that is killed', () => {
  let sample: Foretold;
  beforeAll(async () => {
    const content = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
    sample = await foretell({ content, desired: [] }, 'sample');
  });

  it.each([
    ['once the backup is written', 'after rename 0001.json', false, false],
    ['once the journal is begun', 'after rename journal.json', true, false],
    ['when the new content is ready', 'before rename machine.reg', true, false],
    ['between write and read-back', 'after rename machine.reg', true, true],
    ['before the journal goes', 'before rm journal.json', true, true],
  ] as const)('%s: the next runs report it and repair it', async (_when, place, waits, isNew) => {
    const n = sample.applyPlaces.indexOf(place) + 1;
    expect(n).toBeGreaterThan(0);
    for (const command of ['apply', 'rollback'] as const) {
      const scene = await CrashScene.make(root, `${n}-${command}`, sample.case);
      expect(await scene.killed('apply', n)).toBe(true);
      expect((await scene.content()).equals(sample.after)).toBe(isNew);
      expect(await inspect(scene, sample)).toBe(waits);
      const log = join(scene.state, 'writes.ndjson');
      const known = Object.keys(await scene.everything());
      await recover(scene, sample, command);
      if (command === 'apply') expect(Object.keys(await scene.everything())).toContain(log);
      else {
        const added = Object.keys(await scene.everything()).filter((name) => !known.includes(name));
        // The record of which backup was restored, if anything was.
        expect(added.filter((name) => !isNew || !/[\\/]applied-[0-9a-f]{32}\.json$/.test(name))).toEqual([]);
      }
    }
  });

  it.each([
    ['before the copy is there', 'before rename machine.reg', false],
    ['when the copy is there', 'after rename machine.reg', true],
  ])('with a copy to make, %s: the recording is whole, and so is the copy', async (_when, place, made) => {
    const n = sample.applyPlaces.indexOf(place) + 1;
    const scene = await CrashScene.make(root, `copy-${n}`, sample.case);
    const copy = `${scene.file}.copy`;
    expect(await scene.killed('apply', n, copy)).toBe(true);
    expect(await scene.content()).toEqual(Buffer.from(sample.case.content));
    expect((await scene.audit()).exitCode).toBe(2);
    // The folder holds the journal of the copy.
    const inPlace = await scene.run('apply');
    expect(inPlace.exitCode).toBe(made ? 9 : 0);
    if (made) {
      expect(inPlace.error?.next).toContain(`rollback 0001 --machine ${copy} --in-place --state-dir `);
      const fixed = await CrashScene.at(scene, copy).run('apply');
      expect(fixed.exitCode).toBe(0);
      expect(await readFile(copy)).toEqual(sample.after);
    }
    expect(await scene.journalWaits()).toBe(false);
  });

  it('at any place, of any change, also while another run repairs it: nothing is lost', async () => {
    const seed = Date.now() % 2 ** 31;
    const planned = fc.sample(cases.filter(changesSomething), { numRuns: PLANS, seed });
    const plans = await each(planned, (one, i) => foretell(one, `plan-${i}`));
    const trials = fc.sample(
      fc.record({
        plan: fc.nat(PLANS - 1),
        place: fc.double({ min: 0, max: 0.999, noNaN: true }),
        /** The run that is killed: a first apply, a rollback after one, or the repair of an interrupted apply. */
        kill: fc.constantFrom('apply', 'apply', 'rollback', 'mending'),
        repair: fc.constantFrom<'apply' | 'rollback'>('apply', 'rollback'),
      }),
      { numRuns: TRIALS, seed },
    );
    const seen = { waiting: 0, quiet: 0 };
    await each(trials, async ({ plan, place, kill, repair }, i) => {
      const foretold = plans[plan] as Foretold;
      const { applyPlaces, rollbackPlaces } = foretold;
      const at = (places: readonly string[]) => 1 + Math.floor(place * places.length);
      const what = `seed ${seed}, trial ${i}: ${kill} at ${place}, then ${repair}`;
      try {
        const scene = await CrashScene.make(root, `trial-${i}`, foretold.case);
        if (kill === 'rollback') {
          await scene.run('apply');
          expect(await scene.killed('rollback', at(rollbackPlaces))).toBe(true);
        } else if (kill === 'mending') {
          expect(await scene.killed('apply', applyPlaces.indexOf('after rename machine.reg') + 1)).toBe(true);
          expect(await scene.killed('apply', at(applyPlaces))).toBe(true);
        } else {
          expect(await scene.killed('apply', at(applyPlaces))).toBe(true);
        }
        seen[(await inspect(scene, foretold)) ? 'waiting' : 'quiet']++;
        await recover(scene, foretold, repair);
      } catch (cause) {
        throw new Error(what, { cause });
      }
    });
    expect(seen.waiting).toBeGreaterThan(0);
    expect(seen.quiet).toBeGreaterThan(0);
  }, 300_000);
});

function changesSomething({ content, desired }: Case): boolean {
  const observation = readRecording(content).observation(new Date(0));
  const [first, value] = desired;
  const source = first === '--source' ? 'winhttp' : 'wininet';
  if (first === '--proxy') return value !== undefined;
  const named = first === '--direct' ? desiredFor({ kind: 'direct' }) : ({ source } as const);
  return assess(observation, named, null).plan.changes.length > 0;
}
