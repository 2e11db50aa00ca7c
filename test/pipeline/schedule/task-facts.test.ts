import { describe, expect, it } from 'vitest';
import { taskFacts, taskOf } from '../../../src/pipeline/schedule/registered.ts';

const FOLDER = 'C:\\Program Files (x86)\\p2s-fix\\scheduled\\0123456789abcdef0123456789abcdef';
const TASK = taskOf({ folder: FOLDER, node: `${FOLDER}\\node.exe`, entry: `${FOLDER}\\program\\cli.js` });
const EXE = `${FOLDER}\\program\\p2s-fix.exe`;
const SINGLE = taskOf({ folder: FOLDER, node: EXE, entry: EXE });
const bytes = (xml: string) => Buffer.from(`\ufeff${xml}`, 'utf16le');

describe('a registered task', () => {
  it('runs what was installed, however Windows writes it down', () => {
    expect(taskFacts(bytes(TASK))).toEqual({ folder: FOLDER, runs: true });
    const rewritten = TASK.replace('<RegistrationInfo>', '<RegistrationInfo><Date>2026-11-26T10:00:00</Date>')
      .replaceAll('\r\n', '\n')
      .replace('encoding="UTF-16"', 'encoding="utf-8"');
    expect(taskFacts(Buffer.from(rewritten))).toEqual({ folder: FOLDER, runs: true });
  });

  it.each<[string, string | RegExp, string]>([
    ['another program', 'program\\cli.js', 'program\\..\\..\\evil.js'],
    ['a program of another folder', 'scheduled\\0123456789abcdef0123456789abcdef\\program', 'x\\program'],
    ['another Node', '\\node.exe<', '\\evil.exe<'],
    ['more for Node', '<Arguments>', '<Arguments>--require C:\\evil.js '],
    ['less for the program', ' --installed', ''],
    ['a second action', '</Exec>', '</Exec><Exec><Command>C:\\evil.exe</Command></Exec>'],
    ['an action of another kind', '</Exec>', '</Exec><ComHandler><ClassId>{0}</ClassId></ComHandler>'],
    ['another account', 'S-1-5-18', 'S-1-5-21-1-2-3-1001'],
    ['no longer', /<Enabled>true<\/Enabled>(?=\s*<Execution)/, '<Enabled>false</Enabled>'],
    ['what is no task', /^.*$/s, '<x/>'],
    ['what is no XML', /^.*$/s, 'nothing'],
  ])('is another one when it runs %s', (_what, part, other) => {
    const changed = TASK.replace(part, other);
    expect(changed).not.toBe(TASK);
    expect(taskFacts(bytes(changed)).runs).toBe(false);
  });

  it('runs the single executable, which is Node and program', () => {
    expect(SINGLE).toContain('<Arguments>schedule run --installed</Arguments>');
    expect(taskFacts(bytes(SINGLE))).toEqual({ folder: FOLDER, runs: true });
  });

  it.each([
    ['is another executable', 'p2s-fix.exe', 'evil.exe'],
    ['does not lie where it is installed', '\\program\\', '\\'],
    ['gets more', '--installed', '--installed --proxy evil.example:8080'],
  ])('is another one when the single executable %s', (_what, part, other) => {
    expect(taskFacts(bytes(SINGLE.replace(part, other))).runs).toBe(false);
  });
});
