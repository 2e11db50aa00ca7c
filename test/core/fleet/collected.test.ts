import { describe, expect, it } from 'vitest';
import { machineWithoutReply } from '../../../src/core/fleet/judge.ts';
import { type Collected, lastWords, partOfUser } from '../../../src/core/fleet/last-words.ts';
import { restoreTaskXml } from '../../../src/core/fleet/restore-task.ts';
import type { FleetMachine } from '../../../src/core/fleet/result.ts';
import { summarise } from '../../../src/core/fleet/summary.ts';
import type { MigrationChange } from '../../../src/core/migration/model.ts';
import { movingMachine } from '../../support/machines/fleets.ts';
import { ike, migrationOf, openVpn, readiness } from '../../support/stories/migrations.ts';

const machine = (computer: string, part: Partial<FleetMachine> = {}): FleetMachine => ({
  ...machineWithoutReply({ computer, transport: 'file', durationMs: 0 }, 'hangs', {}),
  ...{ cause: 'aligned', exitCode: 0, error: null, again: false },
  ...part,
});
const word = (one: FleetMachine, part: string | null = null, ...of: string[]): Collected => ({
  machine: one,
  part,
  of,
});
function collected(...words: Collected[]) {
  const all = lastWords();
  for (const one of words) all.add(one);
  return all.machines();
}
const seen = (...words: Collected[]) =>
  collected(...words).map(({ computer, cause, exitCode }) => `${computer} ${cause} ${exitCode}`);
const drift = { cause: 'drift', exitCode: 2 } as const;
const changed = {
  cause: 'changed',
  result: { changed: ['winhttp/native'], backup: null, rolledBack: false },
} as const;

describe('the results of computers', () => {
  const [A, DRIFT] = [word(machine('a')), word(machine('a', drift))];
  /** One of two packages, and one of users alone. */
  const of = (one: Collected, part: string) => word(one.machine, part, 'user', 'system');
  const alone = (one: Collected, user?: string) =>
    word(one.machine, user === undefined ? 'user' : partOfUser('user', user), 'user');

  it.each<[string, Collected[], string[]]>([
    [
      'are one for each, the latest, in the first order',
      [word(machine('b', drift)), A, word(machine('B'))],
      ['B aligned 0', 'a aligned 0'],
    ],
    ['of parts are joined, the most severe decides', [of(A, 'user'), of(DRIFT, 'system')], ['a drift 2']],
    ['of parts that succeed need all of them', [of(A, 'user')], ['a not-judged 3']],
    ['of a part that fails need no other', [of(DRIFT, 'user')], ['a drift 2']],
    ['of a part replace the earlier one', [alone(DRIFT), alone(A)], ['a aligned 0']],
    ['of users are parts of one package', [alone(A, 'ANA'), alone(DRIFT, 'bob')], ['a drift 2']],
    ['of the same user in another case are one', [alone(DRIFT, 'ANA'), alone(A, 'ana')], ['a aligned 0']],
    ['of a whole computer replace those of parts', [alone(DRIFT), A], ['a aligned 0']],
    ['of parts replace that of a whole computer', [DRIFT, alone(A)], ['a aligned 0']],
    ['of a part without others stay beside it', [DRIFT, word(A.machine, 'user')], ['a drift 2']],
    [
      'that changed go before those that were aligned',
      [alone(A), word(machine('A', changed), 'system', 'user')],
      ['a changed 0'],
    ],
  ])('%s', (_, words, expected) => {
    expect(seen(...words)).toEqual(expected);
  });

  it('have the changes of every part, and name the package that is missing', () => {
    const change = (store: string) => ({ changes: [{ store, action: 'set' }] });
    const [both] = collected(
      word(machine('a', { ...changed, ...change('x') }), 'user', 'user', 'system'),
      word(machine('a', { ...changed, ...change('y') }), 'system', 'user', 'system'),
    );
    expect(both?.changes.map(({ store }) => store)).toEqual(['x', 'y']);
    expect(both?.result).toEqual({
      changed: ['winhttp/native', 'winhttp/native'],
      backup: null,
      rolledBack: false,
    });
    const [plain] = collected(word(machine('a'), 'user', 'user'), word(machine('a'), 'system', 'user'));
    expect(plain?.result).toBeNull();
    const [half] = collected(word(machine('pc'), 'user', 'user', 'system'));
    expect(half?.error).toMatchObject({
      code: 'not-judged',
      where: 'pc',
      message: 'Cannot be judged: no result of the package system was collected.',
      evidence: { package: 'system' },
      next: 'Add its result: Intune lists each remediation separately.',
    });
  });
});

describe('the summary of a fleet', () => {
  /** A computer whose gateways all need a change of each of these teams. */
  const migrating = (...teams: MigrationChange['to'][]) => {
    const one = migrationOf('vpn.contoso.example', {
      ikev2: ike(['reachable', 'reachable']),
      openvpn: openVpn(['reachable']),
      readiness: readiness(),
    });
    return movingMachine('m', { ...one, changes: teams.map((to) => ({ to }) as MigrationChange) });
  };

  it('has the causes, the largest first, then by name', () => {
    const fleet = ['a', 'b'].map((name) => machine(name, drift));
    const lost = machine('c', { cause: 'hangs', exitCode: 1, again: true });
    const summary = summarise(
      'audit',
      [machine('d'), lost, ...fleet],
      (cause) => cause !== 'hangs',
      'again.txt',
    );
    expect(summary).toMatchObject({
      action: 'audit',
      total: 4,
      answered: 3,
      again: 1,
      againFile: 'again.txt',
      teams: [],
      blockers: [],
      sites: [],
    });
    expect(summary.groups).toEqual([
      { cause: 'drift', count: 2, exitCode: 2, computers: ['a', 'b'] },
      { cause: 'aligned', count: 1, exitCode: 0, computers: ['d'] },
      { cause: 'hangs', count: 1, exitCode: 1, computers: ['c'] },
    ]);
    const equal = summarise('audit', [lost, machine('d')], () => true, null);
    expect([equal.groups.map(({ cause }) => cause), equal.answered, equal.againFile]).toEqual([
      ['aligned', 'hangs'],
      2,
      null,
    ]);
  });

  it('has the missing keys of those that are not judged, each once, from data of any shape', () => {
    const missing = (keys: unknown, cause: FleetMachine['cause'] = 'not-judged') =>
      machine('a', {
        cause,
        error: { ...{ code: 'x', message: '', where: null, next: null }, evidence: { keys } },
      });
    const keys = (...fleet: FleetMachine[]) =>
      summarise('audit', fleet, () => true, null).groups.map((group) => group.missing);
    expect(keys(missing(['k', 1, 'l']), missing(['k']))).toEqual([['k', 'l']]);
    expect(keys(missing('k'), machine('b', { cause: 'not-judged' }))).toEqual([undefined]);
    expect(keys(missing(['k'], 'drift'), missing(['l']))).toEqual([undefined, ['l']]);
  });

  it('names a thousand computers of a group, and counts all', () => {
    const fleet = Array.from({ length: 1002 }, (_, at) => machine(`pc${at}`));
    const [group] = summarise('audit', fleet, () => true, null).groups;
    expect([group?.count, group?.computers.length, group?.computers.at(-1)]).toEqual([1002, 1000, 'pc999']);
  });

  it('counts the computers of each team once', () => {
    const fleet = [
      migrating('vpn-team', 'network-team', 'vpn-team'),
      migrating('vpn-team'),
      migrating('admin'),
    ];
    expect(summarise('migrate', fleet, () => true, null).teams).toEqual([
      { to: 'vpn-team', count: 2 },
      { to: 'admin', count: 1 },
      { to: 'network-team', count: 1 },
    ]);
  });
});

describe('the task of a rollback', () => {
  const xml = restoreTaskXml('C:\\A & <B>', '2026-11-30T01:02:03.456Z');

  it('runs at the deadline, then every five minutes for an hour and every hour without end', () => {
    const triggers = xml
      .split('<TimeTrigger>')
      .slice(1)
      .map((part) => part.split('</TimeTrigger>')[0] ?? '');
    const tags = (part: string) =>
      [...part.matchAll(/<(StartBoundary|Interval|Duration)>([^<]*)/g)].map(([, , text]) => text);
    expect(triggers.map(tags)).toEqual([
      ['2026-11-30T01:02:03Z', 'PT5M', 'PT1H'],
      ['2026-11-30T01:02:03Z', 'PT1H'],
    ]);
    expect(restoreTaskXml('C:\\A', '2026-11-30T01:02:03Z')).toContain('<StartBoundary>2026-11-30T01:02:03Z<');
  });

  it('runs the script of the folder as SYSTEM', () => {
    const folder = 'C:\\A &amp; &lt;B&gt;';
    expect(xml).toContain(
      `-File &quot;${folder}\\put-back.ps1&quot; -RequestFile &quot;${folder}\\put-back.json&quot;<`,
    );
    expect(xml).toContain('<UserId>S-1-5-18</UserId>');
    expect(xml.split('\r\n').length).toBe(xml.split('\n').length);
  });
});
