import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChangeLab, changeLab } from '../support/lab-changes.ts';
import { LAN_STATES, regOf, STRINGS } from '../support/lan-states.ts';
import { regText, USER_SETTINGS } from '../support/reg-text.ts';

const READER = join(dirname(fileURLToPath(import.meta.url)), 'ps/Read-EffectiveProxy.ps1');
const MACHINE = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
const CONNECTIONS = [
  'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
  MACHINE,
  MACHINE.replace('SOFTWARE', 'SOFTWARE\\WOW6432Node'),
];
/** One of each: strings equal, older and newer, legacy settings absent and damaged, a blob that is absent or damaged. */
const ROWS = [
  ['as the strings', 'direct'],
  ['another proxy', 'as the strings'],
  ['direct', 'direct'],
  ['direct', 'absent'],
  ['direct', 'damaged'],
  ['absent', 'absent'],
  ['damaged', 'as the strings'],
] as const;
const states = ROWS.map(([blob, legacy]) => {
  const state = LAN_STATES.find((one) => one.blob === blob && one.legacy === legacy);
  if (state === undefined) throw new Error(`no row ${blob}, ${legacy}`);
  return state;
});
const WAITING = ['waits', 'unknown', 'unreadable'];

/** Rows of the table in docs/how-it-works.md, on a real registry and before readers that are not ours. */
describe('blob, string values and legacy settings in the lab', () => {
  let lab: ChangeLab;
  beforeAll(async () => {
    lab = await changeLab('lan-states');
  });
  afterAll(() => lab?.destroy());

  it.each(states)('blob $blob, legacy $legacy: $outcome', { timeout: 600_000 }, async (state) => {
    const { computer } = lab;
    for (const key of CONNECTIONS) await computer.reg(['delete', key, '/f']);
    await computer.regImport(regText({ [USER_SETTINGS]: {} }));
    await computer.regImport(regOf(state));
    const before = await lab.dump();

    // Without a named state: a dry run, and where nothing may be settled an apply that writes nothing.
    const waits = WAITING.includes(state.outcome);
    const audit = await lab.run(waits ? 'apply' : 'audit', '--no-probe');
    expect(audit.exitCode).toBe(waits ? 8 : 2);
    expect(await lab.dump()).toEqual(before);

    const named = ['apply', '--no-probe', '--proxy', STRINGS, '--yes'];
    const applied = await lab.run(...named);
    expect(applied.error).toBeUndefined();
    expect(applied.exitCode).toBe(0);
    const { stdout } = await computer.pwsh(READER, ['-Url', 'https://gateway.example/']);
    expect(JSON.parse(stdout)).toMatchObject({
      winhttp: { proxy: STRINGS },
      ie: { proxy: STRINGS },
      dotnet: `http://${STRINGS}/`,
    });
    const strings = await computer.reg(['query', CONNECTIONS[0]?.replace('\\Connections', '') ?? '']);
    expect(strings.stdout).toContain(STRINGS);

    const after = await lab.dump();
    expect((await lab.run(...named)).result?.changed).toEqual([]);
    expect(await lab.dump()).toEqual(after);

    expect((await lab.run('rollback')).error).toBeUndefined();
    expect(await lab.dump()).toEqual(before);
  });
});
