import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { withLock } from '../../../src/change/state/lock.ts';
import { nodeFiles } from '../../../src/files/node-files.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { folderForAll } from '../../support/files.ts';
import { SAMPLE_KEYS } from '../../support/machines/machines.ts';
import { runJson } from '../../support/programs/cli.ts';

/** Each round starts two processes one after the other, and two at once. */
const SAME_ROUNDS = 15;
const ROUNDS = 30;
const SAMPLE = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });

/** The counters of both WinINET blobs: 12 and 37 in the sample. */
function countersIn(reg: Uint8Array): number[] {
  const { registry } = readRecording(reg);
  return ['DefaultConnectionSettings', 'SavedLegacySettings'].map((name) => {
    const value = registry.value(SAMPLE_KEYS.connections, name);
    if (value?.kind !== 'binary') throw new Error(`${name} is no blob`);
    return Buffer.from(value.bytes).readUInt32LE(4);
  });
}

describe('two runs at once on one recording', () => {
  const root = folderForAll();

  async function place(name: string) {
    const folder = join(root, name);
    await mkdir(folder);
    const file = join(folder, 'machine.reg');
    const state = join(folder, 'state');
    await writeFile(file, SAMPLE);
    const run = (command: string, ...desired: string[]): Promise<ReportDocument> =>
      runJson([command, '--machine', file, '--in-place', '--state-dir', state, ...desired]);
    return { folder, file, state, run };
  }

  const outcome = ({ exitCode, result, error }: ReportDocument) =>
    exitCode === 0 && error === undefined
      ? (result?.changed.length ?? 0)
      : `exit ${exitCode}: ${error?.code}`;

  /** The expected state after runs that made `times` changes in all. */
  async function intact(state: string, times: number, lines: number): Promise<void> {
    expect((await readdir(state)).sort()).toEqual([
      expect.stringMatching(/^applied-[0-9a-f]{32}\.json$/),
      'backups',
      'writes.ndjson',
    ]);
    expect((await readdir(join(state, 'backups'))).filter((name) => name.endsWith('.json'))).toHaveLength(
      times,
    );
    const log = await readFile(join(state, 'writes.ndjson'), 'utf8');
    expect(log.trimEnd().split('\n')).toHaveLength(lines);
  }

  it('with one desired state: one does the work, the other finds nothing to do', async () => {
    const alone = await place('alone');
    await alone.run('apply');
    const expected = await readFile(alone.file);
    for (let round = 0; round < SAME_ROUNDS; round++) {
      const { file, state, run } = await place(`same-${round}`);
      const outcomes = await Promise.all([run('apply'), run('apply')]);
      // A wait of ten seconds for the other run ends in exit 9, which is also correct.
      const seen = outcomes.map(outcome).filter((one) => one !== 'exit 9: locked');
      expect({ round, seen: seen.sort() }).toEqual({ round, seen: [0, 2].slice(-seen.length) });
      expect(await readFile(file)).toEqual(expected);
      await intact(state, 1, 2);
    }
  }, 300_000);

  it('with two desired states: one after the other, and the last one is whole', async () => {
    const desired = ['a.example:1', 'b.example:2'];
    const alone = await place('alone-two');
    const orders = [desired, desired.toReversed()];
    const ends = await Promise.all(
      orders.map(async (order, i) => {
        const { file, run } = await place(`order-${i}`);
        for (const desired of order) expect(outcome(await run('apply', '--proxy', desired))).toBe(3);
        return (await readFile(file)).toString('base64');
      }),
    );
    expect(new Set(ends).size).toBe(2);
    // Each counter was increased twice, by one change after the other.
    for (const end of ends) expect(countersIn(Buffer.from(end, 'base64'))).toEqual([14, 39]);
    expect(await readFile(alone.file)).toEqual(SAMPLE);
    for (let round = 0; round < ROUNDS; round++) {
      const { file, state, run } = await place(`two-${round}`);
      const documents = await Promise.all(desired.map((desired) => run('apply', '--proxy', desired)));
      expect({ round, seen: documents.map(outcome) }).toEqual({ round, seen: [3, 3] });
      expect(ends).toContain((await readFile(file)).toString('base64'));
      await intact(state, 2, 10);
    }
  }, 300_000);

  it('while another holds the lock: waits, then exit 9 with who it is, and nothing is written', async () => {
    const { file, state, run } = await place('held');
    await mkdir(state, { mode: 0o700 });
    const document = await withLock({ path: state, files: nodeFiles() }, { waitMs: 0 }, () => run('apply'));
    expect(document.exitCode).toBe(9);
    expect(document.error).toMatchObject({ code: 'locked', where: state });
    expect(document.error?.message).toContain(`process ${process.pid}`);
    expect(await readFile(file)).toEqual(SAMPLE);
    expect(await readdir(state)).toEqual([]);
  }, 120_000);
});
