import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { namesToPlant, plant } from '../../support/stories/planted.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const HOME = 'C:\\Program Files\\p2s-fix\\node_modules\\p2s-fix';
const RAN = 'C:\\users\\Public\\ran.txt';

describe('modules that a user put into the root of the drive', () => {
  let computer: Computer;

  beforeAll(async () => {
    computer = await newComputer('planted');
    await cp(join(PROJECT, 'dist'), join(computer.unixPath(HOME), 'dist'), { recursive: true });
    await cp(join(PROJECT, 'package.json'), join(computer.unixPath(HOME), 'package.json'));
    const names = await namesToPlant(join(PROJECT, 'dist'));
    for (const folder of ['C:\\', 'C:\\Program Files']) await plant(computer.unixPath(folder), names, RAN);
  });
  afterAll(() => computer?.destroy());

  const ran = () => readFile(computer.unixPath(RAN), 'utf8').catch(() => '');

  it('are not run by an audit of a program in Program Files', async () => {
    const cli = `${HOME}\\dist\\cli.js`;
    const { stdout, stderr } = await computer.node([cli, '--no-probe', '--json']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ mode: 'audit', machine: { kind: 'local' } });
    expect(await ran()).toBe('');
  });

  it('are run by a program that searches', async () => {
    const from = JSON.stringify(`${HOME}\\dist\\cli.js`);
    await computer.node(['-e', `require('module').createRequire(${from})('supports-color')`]);
    expect(await ran()).toContain('node_modules\\supports-color');
  });
});
