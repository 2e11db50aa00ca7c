import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import type { TaskSchedulerPort } from '../../../src/machine/task-scheduler.ts';
import { findSchedule, registeredSchedule } from '../../../src/pipeline/schedule/registered.ts';
import { ENGLISH, type Texts, textsOf } from '../../../src/report/text/texts.ts';
import { installProgram } from '../../../src/schedule/installed-program.ts';
import { folderForTest } from '../../support/files.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const read = (xml: string | null): TaskSchedulerPort => ({
  register: () => Promise.reject(new Error('not asked for here')),
  remove: () => Promise.reject(new Error('not asked for here')),
  read: async () => (xml === null ? null : Buffer.from(xml)),
});

let folder: string;
let installed: string;
beforeEach(async () => {
  folder = await folderForTest();
  for (const name of ['root', 'dist/chunks', 'dist/ps1'])
    await mkdir(join(folder, name), { recursive: true });
  for (const name of ['node', 'dist/cli.js', 'dist/chunks/a.js', 'dist/ps1/Get-X.ps1'])
    await writeFile(join(folder, name), name);
  ({ folder: installed } = await installProgram(join(folder, 'root'), {
    version: '1.0.0',
    node: join(folder, 'node'),
    entry: join(folder, 'dist/cli.js'),
    scripts: join(folder, 'dist/ps1'),
    config: Buffer.from('{}'),
  }));
});

async function reported(xml: string | null, { schedule }: Texts): Promise<string> {
  const root = join(folder, 'root');
  const found = await registeredSchedule(await findSchedule(read(xml), root), root);
  return schedule({ action: 'status', installed: found, run: null, log: null }).join('\n');
}

it('reports no problem when the program is as it was installed', async () => {
  expect(await reported(null, ENGLISH)).toContain(`Program: ${installed}\n`);
});

it.each<[string, string, (program: string) => Promise<void>]>([
  ['it has another size', 'サイズがインストール時と異なります', (at) => writeFile(at, 'longer than before')],
  ['it has another content', '内容がインストール時と異なります', (at) => writeFile(at, 'DIST/CLI.JS')],
  ['it is missing', 'ありません', (at) => rm(at)],
])('says in both languages what is wrong with a program: %s', async (english, japanese, change) => {
  await change(join(installed, 'program', 'cli.js'));
  expect(await reported(null, ENGLISH)).toContain(`Program: ${installed} (program/cli.js: ${english})`);
  expect(await reported(null, JAPANESE)).toContain(`プログラム: ${installed} (program/cli.js: ${japanese})`);
});

it('says in both languages that the program is not there', async () => {
  await rm(installed, { recursive: true });
  expect(await reported('<x/>', ENGLISH)).toContain('(the program is missing)');
  expect(await reported('<x/>', JAPANESE)).toContain('(プログラムがありません)');
});
