import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { writtenOptions } from '../../../src/cli/help/written-options.ts';
import { displayWidth } from '../../../src/report/text/columns.ts';
import { folderForAll } from '../../support/files.ts';
import { readDocument, runCli } from '../../support/programs/cli.ts';

const EXAMPLES = Object.entries(COMMANDS).flatMap(([command, { examples }]) =>
  examples.map(([call]) => ({
    command,
    call,
    options: writtenOptions(command).map(({ written }) => written),
  })),
);

/** The words of an example as a shell makes them. */
function wordsOf(call: string): string[] {
  const words = call.replace('$0 ', '').match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replaceAll('"', '').replace('…', '-00000000'));
}

describe('help', () => {
  const folder = folderForAll();
  beforeAll(async () => {
    const sample = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' });
    await writeFile(join(folder, 'export.reg'), sample);
  });

  it.each(EXAMPLES)('runs its example $call', async ({ command, call, options }) => {
    const words = wordsOf(call);
    const has = (option: string) => options.includes(option) && !words.includes(`--${option}`);
    const applies = /^(?:apply|rollback|audit)$/.test(command) && /apply|rollback/.test(call);
    const more = [
      ...(has('machine') &&
      command !== 'schedule' &&
      !/export (?:intune|dsc|page)/.test(call) &&
      !words.includes('--transcript')
        ? ['--machine', 'export.reg']
        : []),
      ...(has('state-dir') ? ['--state-dir', 'state'] : []),
      ...(has('no-probe') ? ['--no-probe'] : []),
      ...(has('in-place') && applies && !words.includes('--out') && !words.includes('--list')
        ? ['--in-place']
        : []),
      ...(has('json') ? ['--json'] : []),
      ...(command === 'verify' ? ['--deadline', '0.2'] : []),
    ];
    const { stdout, stderr, exitCode } = await runCli([...words, ...more], { cwd: folder });
    expect(stderr).toBe('');
    if (command === 'completion' || command === 'help') return expect(exitCode).toBe(0);
    const { error } = readDocument(stdout);
    // The files of an example may be missing; only its syntax is checked.
    expect([error?.code, error?.message]).not.toEqual(['usage', expect.anything()]);
    expect(error?.code).not.toBe('internal');
  });

  it.each(['--help', ...Object.keys(COMMANDS).map((command) => `${command} --help`)])(
    '%s: options under titles, and examples',
    async (line) => {
      const { stdout, exitCode } = await runCli(line.split(' '));
      expect(exitCode).toBe(0);
      expect(stdout).toContain('Examples:');
      if (!/^(?:completion|help|--help)/.test(line)) expect(stdout).toContain('What is shown and kept:');
      expect(stdout).not.toContain('$0');
      expect(stdout.split('\n').filter((row) => row.length > 100)).toEqual([]);
    },
  );

  it.each(['audit --help', 'verify --help'])('%s in Japanese, as wide as a terminal', async (line) => {
    const { stdout, exitCode } = await runCli([...line.split(' '), '--lang', 'ja']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('経路の確認:');
    expect(stdout).toContain('例:');
    expect(stdout).not.toMatch(/\[(?:boolean|string|array)\]|Options:|Show /);
    expect(stdout.split('\n').filter((row) => displayWidth(row) > 100)).toEqual([]);
  });

  it('has errors of the command line in English for programs, whatever the language', async () => {
    const { stdout } = await runCli(['--lang', 'ja', '--in-place', '--out', 'x', '--json']);
    expect(readDocument(stdout).error?.message).toBe('--in-place and --out exclude each other.');
    const { stderr } = await runCli(['--lang', 'ja', '--in-place', '--out', 'x']);
    expect(stderr).toContain('--in-place と --out は同時に指定できません。');
  });
});
