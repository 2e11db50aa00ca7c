import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandText } from '../../../src/core/model/command-text.ts';
import { tempFolder } from '../../support/files.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { CLI } from '../../support/programs/cli.ts';
import { runProgram } from '../../support/programs/process.ts';

let file: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  const made = await tempFolder();
  remove = made.remove;
  file = join(made.path, 'machine.reg');
  await writeFile(file, machineText({ flags: 1 }));
});
afterAll(() => remove());

const audit = () => commandText([process.execPath, CLI, '--machine', file, '--no-probe'], 'sh');

it.each([
  ['an audit', () => audit()],
  ['its document', () => `${audit()} --json`],
  ['the version', () => commandText([process.execPath, CLI, '--version'], 'sh')],
])('on a full disk is an error, with its reason: %s', async (_name, command) => {
  const { code, stderr } = await runProgram('sh', ['-c', `${command()} > /dev/full`], {
    timeoutMs: 60_000,
  });
  expect([code, stderr]).toEqual([1, expect.stringContaining('The output could not be written (ENOSPC)')]);
});

it('that nobody reads to its end is none', async () => {
  const line = `{ ${audit()} --verbose; echo $? >&2; } | head -1`;
  const { stdout, stderr } = await runProgram('sh', ['-c', line], { timeoutMs: 60_000 });
  expect([stdout.split('\n').length, stderr]).toEqual([2, '0\n']);
});
