import type { FleetDefaults } from '../../../src/core/fleet/computer.ts';
import { parseComputerList } from '../../../src/core/fleet/computer-list.ts';
import { machinesOfLines, parsed } from '../../../src/pipeline/fleet/collected.ts';
import { machinesOfGraph, machinesOfTable } from '../../../src/pipeline/fleet/collected-intune.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutatedText } from './mutate.ts';

const DEFAULTS: FleetDefaults = {
  transport: 'winrm',
  user: null,
  key: null,
  subsystem: null,
  configuration: null,
};
const LISTS = [
  'pc1.contoso.example\n# the lab\npc2.contoso.example\n',
  'Name,Transport,Port,VpnUser\r\npc1,ssh,22,CONTOSO\\ana\r\n"pc,2",winrm,,\r\n',
];
const LIST_TOKENS = [
  ',',
  '"',
  '\n',
  '\r\n',
  '#',
  'name',
  'host',
  'ssh',
  '65536',
  '\u001b',
  '::1',
  '-oProxyCommand=x',
];
const LINE = JSON.stringify({
  p2sFix: 1,
  tool: 'p2s-fix',
  machine: 'PC1',
  mode: 'detect',
  state: 'drift',
  verdict: 'works',
  stores: [{ id: 'winhttp/native', state: 'drift' }],
});
const LINES = [`${LINE}\n${LINE.replace('PC1', 'PC2').replaceAll('drift', 'constructor')}\n`];
const TABLES = [`Device name,Pre-remediation detection output\r\nPC1,"${LINE.replaceAll('"', '""')}"\r\n`];
const STATE = { preRemediationDetectionScriptOutput: LINE, managedDevice: { deviceName: 'PC1' } };
const STATES = [
  JSON.stringify({ value: [STATE, { id: 'x', managedDevice: null }] }),
  JSON.stringify([STATE]),
];
const LINE_TOKENS = [
  '"',
  '""',
  '{',
  '}',
  ',',
  '[',
  'null',
  '1e999',
  '"state":',
  '__proto__',
  '\r\n',
  '\u001b',
  '\\u0000',
];

/** The inputs that name the computers of a fleet, and the results that a fleet report reads. */
export const FLEET_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'list of computers',
    codes: ['input', 'usage'],
    make: (random) => mutatedText(random, LISTS, LIST_TOKENS),
    run(text) {
      const computers = parseComputerList(text, DEFAULTS, 'list.csv');
      if (computers.length > text.length + 1) throw new Error('more computers than there are bytes for');
    },
  }),
  target({
    name: 'lines that Intune shows',
    codes: [],
    make: (random) => mutatedText(random, LINES, LINE_TOKENS),
    run: (text) => shown(machinesOfLines(text, 'file')),
  }),
  target({
    name: 'Intune results, table',
    codes: [],
    make: (random) => mutatedText(random, TABLES, LINE_TOKENS),
    run: (text) => shown(machinesOfTable(text, 'file.csv')),
  }),
  target({
    name: 'Intune results from Graph, JSON',
    codes: [],
    make: (random) => mutatedText(random, STATES, LINE_TOKENS),
    run: (text) => shown(machinesOfGraph(parsed(text), 'file.json') ?? []),
  }),
];

function shown(words: readonly { machine: { computer: string } }[]): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  const odd = words.find(({ machine: { computer } }) => /[\0-\x1f\x7f-\x9f]/.test(computer));
  if (odd !== undefined) throw new Error('a name with control characters in it');
}
