import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/cli/parse/parse.ts';
import type { FleetMachine } from '../../../src/core/fleet/result.ts';
import { summarise } from '../../../src/core/fleet/summary.ts';
import type { BackupLine, RunEvent } from '../../../src/core/model/events.ts';
import type { Mode } from '../../../src/core/model/modes.ts';
import { command } from '../../../src/core/model/say.ts';
import { conclusionOf } from '../../../src/report/model/conclusion.ts';
import { documentOf } from '../../../src/report/model/document.ts';
import { EMPTY_RECORD, recordOf } from '../../../src/report/model/record.ts';
import { factsOf } from '../../../src/report/model/record-facts.ts';
import { textsIn } from '../../../src/report/text/texts.ts';
import { fleetLines } from '../../../src/report/views/text/plain.ts';
import { STORIES } from '../../support/stories/stories.ts';

async function conclusions(events: readonly RunEvent[]) {
  const record = recordOf(events);
  const [english, japanese] = [
    conclusionOf(factsOf(record, await textsIn('en')), await textsIn('en')),
    conclusionOf(factsOf(record, await textsIn('ja')), await textsIn('ja')),
  ];
  expect((await documentOf(record)).summary).toEqual(english);
  return { english, japanese };
}

const fleetOf = (machines: readonly FleetMachine[]) => ({
  ...EMPTY_RECORD,
  fleet: { summary: null, machines },
});

function run(mode: Mode, ...events: RunEvent[]): RunEvent[] {
  const started = { type: 'started', mode, version: '1', sample: false, at: '2026-01-01T00:00:00Z' } as const;
  return [started, ...events, { type: 'finished', exitCode: 0, durationMs: 1 }];
}

function fleetRun(causes: Readonly<Record<string, number>>, exitCodes: Readonly<Record<string, number>>) {
  const machines = Object.entries(causes).flatMap(([cause, count]) =>
    Array.from(
      { length: count },
      (_, place) =>
        ({
          ...{ computer: `${cause}-${place}`, transport: 'ssh', cause, exitCode: exitCodes[cause] ?? 0 },
          ...{ name: null, os: null, user: null, proxy: null, findings: [], changes: [], migrations: [] },
          ...{ result: null, error: null, again: cause === 'unreachable', durationMs: 1, follows: null },
        }) as FleetMachine,
    ),
  );
  const summary = summarise('audit', machines, (cause) => cause !== 'unreachable', 'again.csv');
  return { machines, summary };
}

describe('the conclusion of a run that answers a question', () => {
  it('is the code and its meaning', async () => {
    const { english, japanese } = await conclusions(STORIES.explained ?? []);
    expect(english.headline).toMatch(/^0x80092013 .*CRYPT_E_REVOCATION_OFFLINE: ./);
    expect(japanese.headline).toMatch(/^0x80092013 .*CRYPT_E_REVOCATION_OFFLINE: ./);
    expect(japanese.headline).not.toBe(english.headline);
  });

  it.each([
    [0, 'No backups.'],
    [1, '1 backup.'],
    [2, '2 backups.'],
  ])('counts %i backups', async (count, headline) => {
    const backup: BackupLine = {
      ...{ number: '0001', createdAt: null, reason: null, problem: null, where: 'user' as const },
      ...{ own: true, foreign: null },
    };
    const events = run('rollback', { type: 'backups', backups: Array.from({ length: count }, () => backup) });
    expect((await conclusions(events)).english).toMatchObject({ state: 'done', headline });
  });

  it('names what was written', async () => {
    const written = (file: string) => ({ type: 'file-written', file }) as const;
    const one = await conclusions(run('capture', written('m.json')));
    expect(one.english.headline).toBe('Written: m.json');
    const three = await conclusions(run('export', written('a'), written('b'), written('c')));
    expect(three.english.headline).toBe('Written: a, and 2 more');
  });
});

describe('the conclusion of a fleet', () => {
  const { machines, summary } = fleetRun(
    { 'proxy-auth-required': 3, 'winhttp-missing-proxy': 2, aligned: 4, unreachable: 1 },
    { 'proxy-auth-required': 7, 'winhttp-missing-proxy': 2, unreachable: 1 },
  );
  const fleet: RunEvent = { type: 'fleet', summary, machines };

  it('is the cause of most computers that need something, its owner, and commands', async () => {
    const { english } = await conclusions(run('fleet', fleet));
    expect(english.headline).toBe('10 computers, 9 answered. 6 need action.');
    expect(english.cause).toMatch(/^3 computers: ./);
    expect(english.owners.map(({ owner }) => owner)).toEqual(['proxy-team', 'administrator']);
    expect(english.next.map(({ command }) => command)).toEqual([
      ['p2s-fix', 'fleet', 'apply', 'winhttp-missing-proxy-0', 'winhttp-missing-proxy-1'],
      ['p2s-fix', 'fleet', 'audit', 'unreachable-0'],
    ]);
    for (const { command } of english.next)
      expect(await parse(command.slice(1), 80)).toMatchObject({ kind: 'run' });
  });

  it('has no owner where all is as desired', async () => {
    const { english } = await conclusions(run('fleet', { type: 'fleet', ...fleetRun({ aligned: 2 }, {}) }));
    expect(english).toMatchObject({ state: 'done', cause: null, owners: [], next: [] });
  });

  it('leaves out a command that reads a list which is not there', async () => {
    const many = fleetRun({ 'winhttp-missing-proxy': 30 }, { 'winhttp-missing-proxy': 2 });
    const { english } = await conclusions(run('fleet', { type: 'fleet', ...many }));
    expect(english.next).toEqual([]);
    const action =
      'Save the list of 30 computers as computers.txt first: --report FILE.html or FILE.md contains it. p2s-fix fleet apply --computers computers.txt';
    expect(english.owners).toEqual([{ owner: 'administrator', action }]);
    const lines = fleetLines(many.summary, fleetOf(many.machines), await textsIn('en'));
    expect(
      lines
        .map((line) => line.trim())
        .slice(-2)
        .join(' '),
    ).toBe(action);
  });

  it('has the error of computers that lack a package, not that of a recording', async () => {
    const { machines: lacking } = fleetRun({ 'not-judged': 2 }, { 'not-judged': 3 });
    const error = { code: 'not-judged', message: '', where: null, next: null } as const;
    const [first, second] = lacking.map((machine) => ({
      ...machine,
      error: { ...error, evidence: { package: 'user' } },
    }));
    if (first === undefined || second === undefined) throw new Error('two computers');
    const texts = await textsIn('en');
    const of = async (...some: FleetMachine[]) => {
      const summary = summarise('report', some, () => true, null);
      const { english } = await conclusions(run('fleet', { type: 'fleet', summary, machines: some }));
      return { english, lines: fleetLines(summary, fleetOf(some), texts).join('\n') };
    };
    const title = 'Cannot be judged: no result of the package user was collected.';
    const next = 'Add its result: Intune lists each remediation separately.';
    const only = await of(first, second);
    expect(only.english).toMatchObject({ cause: `2 computers: ${title}`, next: [] });
    expect(only.english.owners).toEqual([{ owner: 'administrator', action: next }]);
    expect(only.lines).toContain(`not-judged: ${title}`);
    expect(only.lines).toContain(next);
    expect(only.lines).not.toContain('reg export');
    const both = await of(first, { ...second, error: null });
    for (const text of [title, next, 'reg export']) expect(both.lines).toContain(text);
  });

  it('is in plain text with the owner and the command of each cause', async () => {
    const texts = await textsIn('en');
    const again = command('fleet audit', { only: 'again.csv' });
    const followUps = { fleet: { computers: 'pcs.csv' }, again };
    const lines = fleetLines(summary, { ...fleetOf(machines), followUps }, texts).map((line) => line.trim());
    for (const line of [
      'Owner: Proxy team',
      'Owner: Administrator',
      'p2s-fix fleet apply --computers pcs.csv',
      '1 to be run again: p2s-fix fleet audit --only again.csv',
    ])
      expect(lines).toContain(line);
    expect(lines.filter((line) => line === 'Owner: Administrator')).toHaveLength(2);
    expect(fleetLines(summary, fleetOf(machines), texts).join('\n')).not.toContain('…');
  });
});
