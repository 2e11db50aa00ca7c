import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXPORT_COMMANDS } from '../../../src/core/export/export-commands.ts';
import { tempFolder } from '../../support/files.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { runJson } from '../../support/programs/cli.ts';
import { wordsOfCommand } from '../../support/programs/words-of-command.ts';

let computer: Computer;
let folder: Awaited<ReturnType<typeof tempFolder>>;
beforeAll(async () => {
  [computer, folder] = await Promise.all([newComputer('reg-export'), tempFolder()]);
});
afterAll(() => Promise.all([computer?.destroy(), folder?.remove()]));

it('records what decides by the two commands that are printed', async () => {
  const files: string[] = [];
  for (const command of EXPORT_COMMANDS.split('\n')) {
    const [program, ...words] = wordsOfCommand(command);
    const file = join(folder.path, words.find((word) => word.endsWith('.reg')) ?? '');
    files.push(file);
    const args = words.map((word) => (word.endsWith('.reg') ? computer.path(file) : word));
    expect([program, (await computer.reg(args)).exitCode]).toEqual(['reg', 0]);
  }
  const { exitCode, findings, stores } = await runJson(files.flatMap((file) => ['--machine', file]));
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(stores.find(({ id }) => id === 'winhttp/native')?.present).not.toBeNull();
  expect(exitCode).toBeOneOf([0, 2]);
});
