import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { commandText } from '../../../src/core/model/command-text.ts';
import { type CliResult, readDocument, runCli } from '../../support/programs/cli.ts';
import { runProgram, skipWithout } from '../../support/programs/process.ts';
import { SQUID } from '../../support/servers/squid.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';
import { namedCommands } from '../../support/texts/named-commands.ts';
import { NSS_WRAPPER } from '../../support/texts/names.ts';
import { shownText } from '../../support/texts/shown-text.ts';

/** A name that a shell misreads unless it is quoted. */
const FILE = "it's $HOME (1).reg";
const MACHINE = ['--machine', FILE, '--state-dir', 'the "state" `x`'];
const QUICK = [...MACHINE, '--no-probe'];
const REPORTS = ['--report', 'r.html', '--report', 'r.md'];
const FORMS = [['--verbose'], ['--summary'], ['--json'], ['--lang', 'ja', '--verbose']];

interface Story {
  before?: string[];
  run: (scene: Scene) => string[];
  /** The minimum number of different commands that it names. */
  names: number;
}

const probed = ({ gateway, caFile }: Scene) => [...MACHINE, '--probe', '--gateway', gateway, '--ca', caFile];
const APPLIED = ['apply', ...QUICK, '--in-place'];
const STORIES: Record<string, Story> = {
  'an audit': { run: (scene) => ['audit', ...probed(scene)], names: 3 },
  'an audit with a list': {
    run: () => [
      'audit',
      ...QUICK,
      '--proxy',
      'http=a.example:1;https=b.example:2',
      '--bypass',
      '<local>;*.x',
    ],
    names: 2,
  },
  'an audit without a gateway': { run: () => ['audit', ...MACHINE, '--probe'], names: 3 },
  'a check of the path': {
    run: ({ gateway, caFile }) => ['verify', gateway, ...MACHINE, '--ca', caFile],
    names: 2,
  },
  'a plan': { run: () => ['plan', ...QUICK, '--out', "pl'an.json"], names: 2 },
  'an apply': { run: (scene) => ['apply', ...probed(scene), '--in-place'], names: 2 },
  'an apply to a copy that is not written': {
    run: (scene) => ['apply', ...probed(scene), '--direct', '--out', "cop'y $1.reg"],
    names: 1,
  },
  'an unconfirmed apply': { run: () => [...APPLIED, '--confirm-within', '1h'], names: 2 },
  'an audit while a change is unconfirmed': {
    before: [...APPLIED, '--confirm-within', '1h'],
    run: () => ['audit', ...QUICK],
    names: 1,
  },
};

describe.skipIf(skipWithout(SQUID, NSS_WRAPPER))('the commands that a run prints', () => {
  let scene: Scene;
  let bin: string;
  beforeAll(async () => {
    scene = await setScene('open');
    bin = join(scene.folder, 'bin');
    await mkdir(bin);
    const program = join(bin, 'p2s-fix');
    await writeFile(program, `#!/bin/sh\nprintf '%s\\0' "$@"\n`);
    await chmod(program, 0o755);
  });
  afterAll(() => scene?.close());

  /** Runs a line as if it were pasted into a terminal: the shell reads it, and the program runs with its words. */
  const shell = async (line: string, cwd: string): Promise<CliResult> => {
    const path = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
    const read = await runProgram('sh', ['-c', `p2s-fix ${line}`], { cwd, env: path });
    expect([line, read.code, read.stderr]).toEqual([line, 0, '']);
    const words = read.stdout.split('\0').slice(0, -1);
    return runCli(words, { cwd, env: { ...process.env, ...scene.names.env } });
  };

  it.each(Object.entries(STORIES))('%s: run as they are', { timeout: 300_000 }, async (name, story) => {
    const home = join(scene.folder, name);
    const start = join(scene.folder, `${name}, before`);
    await mkdir(home);
    const { port } = scene.squid;
    await writeFile(
      join(home, FILE),
      sampleRegText({ proxyHost: PROXY_NAME, proxyPort: port, bypass: '<local>' }),
    );
    if (story.before !== undefined) await shell(commandText(story.before, 'sh'), home);
    await cp(home, start, { recursive: true });
    const reset = async (from: string) => {
      await rm(home, { recursive: true, force: true });
      await cp(from, home, { recursive: true });
    };

    const call = commandText(story.run(scene), 'sh');
    const texts: string[] = [];
    for (const form of FORMS) {
      await reset(start);
      const done = await shell(`${call} ${form.join(' ')}`, home);
      if (form[0] === '--json') texts.push(...strings(JSON.parse(done.stdout)));
      else texts.push(done.stdout, done.stderr);
    }
    await reset(start);
    const { stdout } = await shell(`${call} ${REPORTS.join(' ')}`, home);
    texts.push(stdout);
    for (const file of await readdir(home, { recursive: true }))
      if (/\.(?:html|md|txt)$/.test(file))
        texts.push(shownText(file, await readFile(join(home, file), 'utf8')));

    const end = join(scene.folder, `${name}, after`);
    await cp(home, end, { recursive: true });
    // No step suggests the same change again.
    const commands = new Set(texts.flatMap(namedCommands).map(({ text }) => text));
    for (const text of [...commands].filter((one) => one.startsWith(call))) commands.delete(text);
    expect([...commands].length).toBeGreaterThanOrEqual(story.names);
    for (const text of commands) {
      await reset(end);
      const { stdout: printed, stderr } = await shell(`${text} --json`, home);
      expect([text, stderr]).toEqual([text, '']);
      const { error = null, exitCode, verdicts } = readDocument(printed);
      // Other changes are refused while a change is unconfirmed.
      if (error?.code === 'interrupted-change') expect(text).toMatch(/^(?:--)?apply /);
      else expect([text, error]).toEqual([text, null]);
      const fails = verdicts.some(({ verdict }) => verdict !== 'reachable');
      const isChange = /^(?:--apply|apply|rollback|confirm) /.test(text);
      if (isChange && !fails && error === null) expect([text, exitCode]).toEqual([text, 0]);
    }
  });
});

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
