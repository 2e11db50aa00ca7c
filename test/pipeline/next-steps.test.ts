import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRecorded } from '../../src/cli/run/run-and-show.ts';
import type { Assessment } from '../../src/core/decide/assess.ts';
import { commandText } from '../../src/core/model/command-text.ts';
import type { Finding } from '../../src/core/model/finding.ts';
import { command } from '../../src/core/model/say.ts';
import { pastedCommand } from '../../src/core/options/follow-ups.ts';
import type { Machine } from '../../src/machine/port.ts';
import { applyCommand } from '../../src/pipeline/run/assessment.ts';
import { systemPorts } from '../../src/pipeline/run/ports.ts';
import type { RunContext } from '../../src/pipeline/run/run.ts';
import type { ReportDocument } from '../../src/report/model/document.ts';
import { ENGLISH } from '../../src/report/text/texts.ts';
import { tempFolder } from '../support/files.ts';
import { Random } from '../support/fuzz/random.ts';
import { randomMachine } from '../support/machines/random-machines.ts';
import { callOf } from '../support/programs/call.ts';
import { wordsOfCommand } from '../support/programs/words-of-command.ts';
import { commandsIn, ofApply } from '../support/texts/named-commands.ts';

let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  const made = await tempFolder();
  folder = made.path;
  remove = made.remove;
});
afterAll(() => remove());

/** Runs the command line in this process. */
async function run(argv: readonly string[]): Promise<ReportDocument> {
  const call = callOf(argv);
  const options = { onEvent: () => undefined, asked: { call, shell: 'sh' as const } };
  return runRecorded(call, systemPorts('.'), options, null, {
    language: 'en',
    key: new Uint8Array(32),
    typed: [],
  });
}

describe('the commands that a report names', () => {
  const seeds = Array.from({ length: 60 }, (_, at) => at + 1);

  it.each(seeds)('machine %i: are done by the program, and do what they are named for', async (seed) => {
    const name = `machine-${seed}`;
    const content = randomMachine(new Random(seed));
    const fileOf = async (at: number) => {
      const file = join(folder, `${name}-${at}`);
      await writeFile(file, content);
      return file;
    };
    const options = (at: number) => ['--state-dir', join(folder, `state-${seed}-${at}`), '--no-probe'];
    const first = await fileOf(0);
    const audited = await run(['--machine', first, ...options(0)]);
    if (audited.exitCode === 3) return;

    const named = audited.findings.flatMap((finding) =>
      commandsIn(ENGLISH.finding(finding as Finding).remedy ?? '').map((words) => ({ finding, words })),
    );
    const applies = named.filter(({ words }) => ofApply(words));
    if (audited.exitCode === 2) expect(applies.length).toBeGreaterThan(0);
    let at = 0;
    for (const { finding, words } of applies) {
      at += 1;
      const file = await fileOf(at);
      // A command for this machine runs on a copy of it, with its own state folder.
      const own = words.map((word) =>
        word === first ? file : word.replace(`state-${seed}-0`, `state-${seed}-${at}`),
      );
      const there = own.includes('--machine')
        ? own
        : [...own, '--machine', file, '--in-place', ...options(at)];
      // The command for another network needs the change that it reverts.
      if (finding.code === 'machine-wide-proxy')
        await run(['--apply', '--machine', file, '--in-place', '--yes', ...options(at)]);
      const applied = await run(there);
      expect([finding.code, there.join(' '), applied.error ?? null]).toEqual([
        finding.code,
        there.join(' '),
        null,
      ]);
      expect(applied.exitCode).toBe(0);
      const again = await run(['--machine', file, ...options(at)]);
      const left = again.findings.filter(
        ({ code, store }) => code === finding.code && store === finding.store,
      );
      expect([finding.code, left]).toEqual([finding.code, []]);
    }
  });
});

describe('the next step for a recording that is not to be changed', () => {
  it.each([
    [['rollback'], ''],
    [['schedule', 'run', '--probe'], ''],
    [['apply'], ' or --out FILE'],
  ])('of %j names only options that the command has', async (argv, copy) => {
    const file = join(folder, 'not-changed.reg');
    await writeFile(file, randomMachine(new Random(1)));
    const { error } = await run([...argv, '--machine', file, '--state-dir', join(folder, 'state')]);
    expect(error).toMatchObject({
      code: 'usage',
      next: `Add --in-place (the file is changed, a backup is kept)${copy}.`,
    });
  });
});

describe('the command that makes the change', () => {
  const machine = { kind: 'recorded', recording: {} } as unknown as Machine;
  const assessment = {
    vpnUser: { sid: 'S-1-5-21-1' },
    plan: { changes: [{ action: 'replace' }] },
  } as unknown as Assessment;
  const commandOf = (...argv: string[]) => {
    const context = { asked: { call: callOf(argv), shell: 'sh' } } as unknown as RunContext;
    const asked = applyCommand(context, machine, assessment) ?? expect.fail();
    return pastedCommand(asked.call);
  };

  it.each(['in-place', 'out', 'user', 'yes'])('takes no --%s from the name of a file', (option) => {
    const file = `a --${option} b.reg`;
    const words = ['p2s-fix', '--apply', '--machine', file];
    const expected = [...words, '--user', 'S-1-5-21-1', '--in-place', '--yes'];
    expect(commandOf('--machine', file)).toBe(commandText(expected, 'sh'));
  });

  it.each([
    ['--in-place', '--user', 'S-1-5-21-1', '--yes'],
    ['--out', 'b.reg', '--user', 'S-1-5-21-1', '--yes'],
  ])('has each option once: %s', (...options) => {
    const words = ['p2s-fix', '--apply', '--machine', 'a.reg', ...options];
    expect(wordsOfCommand(commandOf('--machine', 'a.reg', ...options))).toEqual(words);
  });

  it('takes the user from a saved plan', () => {
    expect(commandOf('plan', '--out', 'my plan.json')).not.toContain('--user');
  });

  it('asks for --yes where the name of a file has it', () => {
    const apply = command('apply', { machine: ['a --yes b.reg'] });
    const evidence = { yes: true, holds: 'direct', desired: 'direct' };
    const finding = {
      code: 'winhttp-wininet-shaped',
      severity: 'warning',
      store: 'winhttp/native',
      evidence,
      commands: { command: apply },
    };
    expect(ENGLISH.finding(finding as Finding).remedy).toContain(`${pastedCommand(apply)} --yes`);
  });
});
