import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { folderForAll } from '../../support/files.ts';
import { machineText } from '../../support/machines/reg-text.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

const WHOLE = machineText(
  { flags: 3, proxy: 'proxy.contoso.example:8080' },
  { ProxyEnable: 1, ProxyServer: 'proxy.contoso.example:8080' },
).toString('utf16le');
const [HEAD = '', ...SECTIONS] = WHOLE.split(/(?=^\[HKEY)/m);
const part = (key: string) => HEAD + SECTIONS.filter((one) => one.startsWith(`[${key}`)).join('');
const USER = part('HKEY_CURRENT_USER');
const NATIVE = part('HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft');
const WOW64 = part('HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node');

describe('one machine in several files', () => {
  const folder = folderForAll();
  const at = (name: string) => join(folder, name);
  const named = (...names: string[]) => names.flatMap((name) => ['--machine', at(name)]);

  beforeAll(async () => {
    await mkdir(at('parts'));
    await mkdir(at('empty'));
    // As reg export, an editor and an old Windows would write them.
    await writeFile(at('parts/hkcu.reg'), Buffer.from(USER, 'utf16le'));
    await writeFile(at('parts/hklm.reg'), NATIVE.replace('\ufeff', ''), 'utf8');
    await writeFile(at('parts/wow.REG'), Buffer.from(WOW64.replace(/\r\n/g, '\n'), 'utf8'));
    await writeFile(at('parts/notes.txt'), 'not of a machine');
    await writeFile(at('parts/._hkcu.reg'), Buffer.from('0005160700020000', 'hex'));
    await writeFile(at('whole.reg'), Buffer.from(WHOLE, 'utf16le'));
    const other = USER.replace('proxy.contoso.example:8080', 'other.contoso.example:8080');
    await writeFile(at('other-hkcu.reg'), Buffer.from(other, 'utf16le'));
    const observation = readRecording(Buffer.from(WHOLE, 'utf16le')).observation(new Date(0));
    await writeFile(at('capture.json'), JSON.stringify(serializeCapture(observation)));
  });

  it.each([
    ['named one by one', ['parts/hkcu.reg', 'parts/hklm.reg', 'parts/wow.REG']],
    [
      'in another order, one of them twice',
      ['parts/wow.REG', 'parts/hklm.reg', 'parts/hkcu.reg', 'parts/hklm.reg'],
    ],
    ['in a folder', ['parts']],
    ['in a folder and beside it', ['parts', 'whole.reg']],
  ])('is judged as the whole is: %s', async (_, names) => {
    const whole = await runJson(named('whole.reg'));
    const document = await runJson(named(...names));
    expect(whole.exitCode).toBe(2);
    expect(document.exitCode).toBe(2);
    expect(document.stores).toEqual(whole.stores);
    expect(document.plan).toEqual(whole.plan);
    expect(whole.summary.change).toMatch(/^--apply sets WinHTTP/);
    expect(document.summary.change).toMatch(/^The repair sets WinHTTP/);
    expect(document.followUps).not.toHaveProperty('apply');
    // The commands name the files of their own run, and nothing else differs.
    const ofWhole = JSON.stringify(whole.findings);
    const [files, own] = [named('whole.reg').join(' '), named(...names).join(' ')];
    const joined = (words: string) => words.replaceAll('--machine ', '--machine=');
    expect(ofWhole).toContain(`p2s-fix --apply ${files} --in-place`);
    const expected = ofWhole
      .replaceAll(`p2s-fix --apply ${files} --in-place`, `p2s-fix export repair ${own} --out repair`)
      .replaceAll(
        `p2s-fix --apply ${joined(files)} --in-place`,
        `p2s-fix export repair ${joined(own)} --out=repair`,
      );
    expect(document.findings).toEqual(JSON.parse(expected));
  });

  it('is not judged while a part that decides is missing; the 32-bit view is a note', async () => {
    const document = await runJson(named('parts/hkcu.reg', 'parts/hklm.reg'));
    expect([document.exitCode, document.error?.code]).toEqual([2, undefined]);
    expect(document.findings).toContainEqual(
      expect.objectContaining({ code: 'store-unseen', severity: 'info', store: 'winhttp/wow64' }),
    );
    const user = await runJson(named('parts/hkcu.reg'));
    expect([user.exitCode, user.error?.code]).toEqual([3, 'not-judged']);
  });

  it('files of several computers say so, both named, with the command that compares them', async () => {
    const document = await runJson(named('parts', 'other-hkcu.reg'));
    expect(document.exitCode).toBe(3);
    expect(document.error?.message).toMatch(
      /^These files are of several computers: they differ in HKEY_CURRENT_USER\\/,
    );
    expect(document.error?.where).toMatch(/hkcu\.reg, .*other-hkcu\.reg$/);
    const command = /fleet report (\S+) (\S+)$/.exec(document.error?.next ?? '')?.slice(1) ?? [];
    expect(command).toEqual([at('parts'), at('other-hkcu.reg')]);
    const fleet = await runJson(['fleet', 'report', ...command]);
    expect(fleet.fleet?.machines.map(({ computer }) => computer)).toContain('other-hkcu');
  });

  it('the two files of the commands are one computer of a fleet, under the name of their folder', async () => {
    for (const pc of ['PC-1', 'PC-2']) {
      await mkdir(at(pc));
      await writeFile(at(`${pc}/user.reg`), Buffer.from(USER, 'utf16le'));
      await writeFile(at(`${pc}/computer.reg`), Buffer.from(NATIVE, 'utf8'));
    }
    const { fleet, exitCode } = await runJson(['fleet', 'report', at('PC-1'), at('PC-2')]);
    expect(exitCode).toBe(2);
    expect(fleet?.machines.map(({ computer, cause }) => [computer, cause])).toEqual([
      ['PC-1', 'winhttp-not-aligned'],
      ['PC-2', 'winhttp-not-aligned'],
    ]);
  });

  it('a capture is of the whole machine, and goes with no other file', async () => {
    expect((await runJson(named('capture.json'))).exitCode).toBe(2);
    const document = await runJson(named('capture.json', 'parts/hkcu.reg'));
    expect([document.exitCode, document.error?.where]).toEqual([3, at('capture.json')]);
  });

  it('a folder without a recording, and one that is missing, are reported', async () => {
    for (const name of ['empty', 'nowhere']) {
      const document = await runJson(named(name));
      expect([document.exitCode, document.error?.where]).toEqual([3, at(name)]);
    }
  });

  it('is not written: apply says so and what makes the repair, which works from the parts', async () => {
    const before = await readFile(at('parts/hklm.reg'));
    for (const write of [['--in-place'], ['--out', at('copy.reg')]]) {
      const document = await runJson(['apply', ...named('parts'), ...write, '--state-dir', at('state')]);
      expect([document.exitCode, document.error?.code]).toEqual([3, 'usage']);
      expect(document.error?.next).toContain('p2s-fix export repair');
    }
    expect(await readFile(at('parts/hklm.reg'))).toEqual(before);
    const { exitCode } = await runCli(['export', 'repair', ...named('parts'), '--out', at('repair')]);
    expect(exitCode).toBe(0);
    expect(await readdir(at('repair'))).toContain('repair.reg');
  });
});
