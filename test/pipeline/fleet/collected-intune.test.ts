import { expect, it } from 'vitest';
import { machinesOfGraph, machinesOfTable } from '../../../src/pipeline/fleet/collected-intune.ts';
import { documentOf } from '../../../src/report/model/document.ts';
import { EMPTY_RECORD } from '../../../src/report/model/record.ts';

const LINE = JSON.stringify({ p2sFix: 1, tool: 'p2s-fix', mode: 'detect', state: 'aligned', stores: [] });
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const shown = (words: ReturnType<typeof machinesOfTable>) =>
  words.map(({ machine, unnamed }) => [machine.computer, machine.cause, unnamed]);

it('counts each row of a table whose column of devices has another name, by its place', () => {
  const rows = ['Asset,Output', `PC1,${cell(LINE)}`, 'PC2,', ',', 'PC3,Access denied'];
  expect(shown(machinesOfTable(rows.join('\n'), 'intune.csv'))).toEqual([
    ['intune.csv:2', 'aligned', true],
    ['intune.csv:3', 'no-result', true],
    ['intune.csv:5', 'no-result', true],
  ]);
});

it('counts a row without a name in a table that names the others', () => {
  const rows = ['DeviceName,Output', `PC1,${cell(LINE)}`, 'PC2,', ',Access denied'];
  expect(shown(machinesOfTable(rows.join('\n'), 'intune.csv'))).toEqual([
    ['PC1', 'aligned', false],
    ['PC2', 'no-result', false],
    ['intune.csv:4', 'no-result', true],
  ]);
});

it('counts each state of Graph that has no managedDevice', () => {
  const states = [
    { id: 'a', preRemediationDetectionScriptOutput: LINE },
    { id: 'b', preRemediationDetectionScriptOutput: '' },
    { managedDevice: { deviceName: 'PC3' }, preRemediationDetectionScriptOutput: null },
    {},
  ];
  const found = [
    ['states.json:1', 'aligned', true],
    ['states.json:2', 'no-result', true],
    ['PC3', 'no-result', false],
  ];
  expect(shown(machinesOfGraph({ value: states }, 'states.json') ?? [])).toEqual(found);
  expect(shown(machinesOfGraph(states, 'states.json') ?? [])).toEqual(found);
});

it('counts nothing for a document of a fleet without computers, and nothing in a table without results', async () => {
  const run = { ...(await documentOf({ ...EMPTY_RECORD, mode: 'fleet' })), fleet: { machines: [] } };
  expect(shown(machinesOfGraph([run, { output: LINE }], 'f.json') ?? [])).toEqual([
    ['f.json:2', 'aligned', true],
  ]);
  expect(machinesOfTable('Asset,Output\nPC1,x\n', 'other.csv')).toEqual([]);
});
