import { expect, it } from 'vitest';
import { machineWithoutReply } from '../../../src/core/fleet/judge.ts';
import { lastWords } from '../../../src/core/fleet/last-words.ts';
import { machinesOfJson, machinesOfLines } from '../../../src/pipeline/fleet/collected.ts';
import { runFleetReport } from '../../../src/pipeline/fleet/report.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { documentOf } from '../../../src/report/model/document.ts';
import { EMPTY_RECORD } from '../../../src/report/model/record.ts';
import { folderForTest } from '../../support/files.ts';
import { movingMachine } from '../../support/machines/fleets.ts';
import { ike, migrationOf, openVpn, readiness } from '../../support/stories/migrations.ts';

const document = {
  ...(await documentOf({ ...EMPTY_RECORD, version: '0.1.0', startedAt: '2026-11-24T10:00:00.000Z' })),
  exitCode: 0,
};

it.each(['1.0', '1.7'])('takes a document of version %s', (schemaVersion) => {
  const [one] = machinesOfJson({ ...document, schemaVersion }, 'pc1') ?? [];
  expect(one).toMatchObject({ unnamed: true, machine: { computer: 'pc1', cause: 'aligned', exitCode: 0 } });
});

it.each(['0.9', '1', '', 1, undefined])('takes none of version %j', (schemaVersion) => {
  expect(machinesOfJson({ ...document, schemaVersion }, 'pc1')).toBeNull();
});

it('counts one of a later version as not readable, also among lines of this one', () => {
  const later = { ...document, schemaVersion: '2.0', machine: { name: 'PC-2' } };
  const error = { code: 'input', where: 'PC-2', next: 'Update p2s-fix on this computer.' };
  const machine = { computer: 'PC-2', cause: 'input', exitCode: 3, error };
  expect(machinesOfJson(later, 'pc1')).toMatchObject([{ machine, unnamed: false }]);
  expect(machinesOfJson({ ...later, machine: 7 }, 'pc1')).toMatchObject([
    { machine: { computer: 'pc1', cause: 'input' }, unnamed: true },
  ]);
  const lines = [document, later].map((one) => JSON.stringify(one)).join('\n');
  expect(machinesOfLines(lines, 'pc1').map((one) => one.machine.cause)).toEqual(['aligned', 'input']);
});

const named = (mode: string, more: object = {}) => ({
  ...{ ...document, mode, ...more },
  machine: { name: 'PC-1', os: { version: null, build: null }, vpnUser: null },
});
function computersOf(documents: readonly object[]) {
  const words = lastWords();
  for (const one of documents.flatMap((value) => machinesOfJson(value, 'file') ?? [])) words.add(one);
  return words.machines();
}
const reported = (...documents: object[]) => {
  return computersOf(documents).map(({ cause, exitCode }) => `${cause} ${exitCode}`);
};
const drift = { exitCode: 2 };
const change = { changed: ['winhttp/native'], backup: '0001', rolledBack: true };
const failure = { error: { code: 'locked', message: 'm', where: null, next: null }, exitCode: 9 };
const of = (action: string) => ({ schedule: { action } });

it.each([
  named('capture'),
  named('explain'),
  named('export'),
  named('confirm'),
  named('rollback'),
  named('rollback', { result: change }),
  named('schedule', of('status')),
  named('schedule', of('install')),
  named('verify'),
  named('verify', { verdicts: [{ stores: 'current', verdict: 'not-tested' }] }),
  named('of-a-later-version'),
])('does not take a document that judges nothing for a result: %j', (other) => {
  const message = `The result of p2s-fix ${other.mode} does not show whether the proxy settings are as desired.`;
  expect(machinesOfJson(other, 'file')).toMatchObject([
    { machine: { computer: 'PC-1', cause: 'input', exitCode: 3, error: { where: 'PC-1', message } } },
  ]);
  expect(reported(named('audit', drift), other)).toEqual(['drift 2']);
  expect(reported(other, named('audit', drift))).toEqual(['drift 2']);
});

it('counts a drift by what is wrong now, not by a date of Azure that is over', () => {
  const date = { code: 'gateway-root-migration', severity: 'error', store: null };
  const drifted = { code: 'winhttp-not-aligned', severity: 'warning', store: 'winhttp/native' };
  expect(reported(named('audit', { ...drift, findings: [date, drifted] }))).toEqual([
    'winhttp-not-aligned 2',
  ]);
  expect(reported(named('audit', { findings: [date, drifted] }))).toEqual(['gateway-root-migration 0']);
});

it('takes the problem of such a document, but not in place of an audit', () => {
  expect(reported(named('rollback', failure))).toEqual(['locked 9']);
  expect(reported(named('audit'), named('rollback', failure))).toEqual(['aligned 0']);
});

it.each(['audit', 'plan', 'apply'])('takes the last of the documents of %s and of scheduled runs', (mode) => {
  expect(reported(named('audit', drift), named(mode))).toEqual(['aligned 0']);
  expect(reported(named(mode), named('schedule', { ...of('run'), ...drift }))).toEqual(['drift 2']);
});

it('keeps the result of verify beside that of an audit: the more severe decides', () => {
  const path = (verdict: string) => ({ verdicts: [{ stores: 'current', verdict }] });
  const works = named('verify', path('reachable'));
  const fails = named('verify', { ...path('proxy-refused'), exitCode: 7 });
  expect(reported(works)).toEqual(['reachable 0']);
  expect(reported(named('audit', drift), works)).toEqual(['drift 2']);
  expect(reported(named('audit'), works)).toEqual(['aligned 0']);
  expect(reported(named('audit'), fails)).toEqual(['proxy-refused 7']);
});

it('takes over the cause of a failing path and its owners, and nothing that is not one', () => {
  const of = (steps: unknown) => {
    const verdict = { stores: 'current', verdict: 'timeout', cause: 'timeout.tls', steps };
    return computersOf([named('audit', { verdicts: [verdict], exitCode: 7 })])[0]?.path;
  };
  const step = (owner: string) => ({ owner, action: 'A', command: null });
  expect(of([step('proxy-team'), step('vpn-team'), step('proxy-team')])).toEqual({
    code: 'timeout.tls',
    owners: ['proxy-team', 'vpn-team'],
  });
  expect(of([step('somebody')])).toBeUndefined();
  expect(of(undefined)).toBeUndefined();
});

it('keeps the result of migrate beside that of an audit, in either order, as a document and of a fleet', () => {
  const routes = { ikev2: ike(['reachable', 'reachable']), openvpn: openVpn(['reachable']) };
  const move = migrationOf('vpn.contoso.example', { ...routes, readiness: readiness() });
  const stays = named('migrate', { migration: [{ ...move, answer: 'not-possible' }], exitCode: 7 });
  const audit = named('audit', drift);
  for (const moves of [
    named('migrate', { migration: [move] }),
    { type: 'fleet-machine', machine: movingMachine('PC-1', move) },
  ]) {
    expect(reported(moves)).toEqual(['ready 0']);
    for (const both of [
      [audit, moves],
      [moves, audit],
    ]) {
      expect(computersOf(both)).toMatchObject([
        { cause: 'drift', exitCode: 2, migrations: [{ gateway: move.gateway }] },
      ]);
    }
    expect(reported(moves, named('audit'))).toEqual(['aligned 0']);
    expect(reported(moves, named('audit', drift), named('audit'))).toEqual(['aligned 0']);
    expect(reported(moves, stays)).toEqual(['not-possible 7']);
  }
  expect(reported(named('audit'), stays)).toEqual(['not-possible 7']);
});

it.each(['unchanged', 'confirmed'])('does not take %s in a fleet for a judgement', (cause) => {
  const label = { computer: 'PC-1', transport: 'ssh', durationMs: 0 } as const;
  const machine = { ...machineWithoutReply(label, 'lost', {}), cause, exitCode: 0, error: null };
  const event = { type: 'fleet-machine', machine };
  expect(reported(event)).toEqual([`${cause} 0`]);
  expect(reported(named('audit', drift), event)).toEqual(['drift 2']);
});

it('says of a folder without a file that it has none', async () => {
  const folder = await folderForTest();
  const report = (files: string[]) =>
    runFleetReport({ files, desired: { source: 'wininet' } }, systemPorts(''));
  const { error, exitCode } = await report([folder]);
  expect([exitCode, error?.message, error?.where]).toEqual([3, 'The folder has no file.', folder]);
  expect((await report([])).error?.message).toBe('No file is named.');
});
