import { describe, expect, it } from 'vitest';
import { type DesiredSettings, desiredFor } from '../../../src/core/decide/desired-settings.ts';
import { desiredUnattended } from '../../../src/core/decide/unattended.ts';
import {
  failedMachine,
  fleetFinding,
  judgeMachine,
  type MachineLabel,
  machineWithoutReply,
} from '../../../src/core/fleet/judge.ts';
import { isNoAnswer, isToRunAgain, NO_ANSWERS, type NoAnswer } from '../../../src/core/fleet/result.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { Finding } from '../../../src/core/model/finding.ts';
import type { Observation } from '../../../src/core/model/observation.ts';
import { RegistrySnapshot } from '../../../src/core/model/registry.ts';
import { say } from '../../../src/core/model/say.ts';
import { FOLLOW, observe, sample, setBlob, withWinHttp } from '../stores/registry-scene.ts';

const LABEL: MachineLabel = { computer: 'pc1', transport: 'winrm', durationMs: 5 };
const ALIGNED = withWinHttp(sample(), 'proxy.contoso.example:8080', '<local>');
const NAMED = desiredFor({
  kind: 'proxy',
  servers: [{ scheme: 'all', host: 'b.example', port: 1 }],
  bypass: null,
});
const finding = (part: Partial<Finding>) =>
  ({
    ...{ code: 'proxy-passed-over', severity: 'info', store: null, evidence: { a: 1 } },
    ...part,
  }) as Finding;
const judged = (
  registry: RegistrySnapshot,
  more: Finding[] = [],
  desired: DesiredSettings = FOLLOW,
  label = LABEL,
) => judgeMachine(label, observe(registry), desired, null, more);

describe('a computer of a fleet', () => {
  const unreadable = finding({ code: 'store-unreadable', severity: 'warning' });
  const busy = finding({ code: 'change-interrupted', severity: 'error' });
  const withPac = setBlob(ALIGNED, { flags: 5, pac: 'http://w/p.pac' });

  it.each<[string, RegistrySnapshot, Finding[], string, number, string[]]>([
    ['is aligned', ALIGNED, [], 'aligned', 0, []],
    ['is aligned beside information', ALIGNED, [finding({})], 'aligned', 0, []],
    ['has a cause, and nothing to change', ALIGNED, [unreadable], 'store-unreadable', 0, []],
    ['drifts', sample(), [], 'winhttp-not-aligned', 2, ['winhttp/wow64 set', 'winhttp/native set']],
    ['is refused', withPac, [], 'alignment-refused', 8, ['wininet/current/lan set']],
    ['is busy with a change', ALIGNED, [busy], 'change-interrupted', 9, []],
  ])('%s', (_, registry, more, cause, exitCode, changes) => {
    const { machine, assessment } = judged(registry, more);
    expect(machine).toMatchObject({
      ...LABEL,
      exitCode,
      error: null,
      again: false,
      result: null,
      migrations: [],
    });
    expect(machine.cause).toBe(cause);
    expect(machine.changes.map(({ store, action }) => `${store} ${action}`)).toEqual(changes);
    expect(assessment?.plan.changes).toHaveLength(changes.length);
    if (more[0] !== undefined) expect(machine.findings.map(({ code }) => code)).toContain(more[0].code);
  });

  it('has the settings as text, its name and system, and its user', () => {
    const observation: Observation = {
      ...observe(ALIGNED),
      name: 'PC\u001b1',
      os: { platform: 'win32', version: '10', build: 26100 },
    };
    expect(judgeMachine(LABEL, observation, FOLLOW, null).machine).toMatchObject({
      name: 'PC\\u{1b}1',
      os: { version: '10', build: 26100 },
      user: { sid: 'current', name: null },
      proxy: {
        winInet: 'proxy proxy.contoso.example:8080, bypass <local>',
        winHttp: 'proxy proxy.contoso.example:8080, bypass <local>',
      },
    });
    const noUser = new RegistrySnapshot(
      [...sample().keys].filter(({ path }) => path.startsWith('HKEY_LOCAL')),
    );
    expect(judged(noUser).machine).toMatchObject({
      name: null,
      user: null,
      proxy: { winInet: null, winHttp: 'direct' },
    });
  });

  it('has the proxies of the user that an apply must be allowed to follow, and with them it follows', () => {
    const registry = sample();
    const { machine } = judged(registry);
    expect(machine.follows).toEqual(['proxy.contoso.example:8080']);
    const applied = (proxies: readonly string[]) =>
      judged(
        registry,
        [],
        desiredUnattended({ source: 'wininet', allowed: { proxies, bypass: null } }, registry, []),
      );
    expect(applied([]).machine).toMatchObject({ cause: 'user-setting-not-followed', exitCode: 8 });
    expect(applied(machine.follows ?? []).machine.changes).toEqual(machine.changes);
  });

  it.each<[string, RegistrySnapshot, DesiredSettings, readonly string[] | null | undefined]>([
    ['nothing to change', ALIGNED, FOLLOW, null],
    ['a setting without a proxy', setBlob(ALIGNED, { flags: 1, proxy: '' }), FOLLOW, []],
    [
      'a proxy that an allow-list never has',
      setBlob(sample(), { proxy: 'a.example.:8080' }),
      FOLLOW,
      undefined,
    ],
    ['a proxy that the run names', sample(), NAMED, undefined],
  ])('follows %s', (_, registry, desired, follows) => {
    expect(judged(registry, [], desired).machine.follows).toEqual(follows);
  });

  it.each(['winrm', 'file'] as const)('that lacks a setting is not judged: %s', (transport) => {
    const part = new RegistrySnapshot(
      [...sample().keys].filter(({ path }) => path.startsWith('HKEY_CURRENT')),
    );
    const { machine, assessment } = judged(part, [], FOLLOW, { ...LABEL, transport });
    expect(machine).toMatchObject({
      cause: 'not-judged',
      changes: [],
      again: false,
      error: { code: machine.error?.code },
    });
    expect(machine.exitCode).toBe(transport === 'file' ? 3 : 4);
    expect(machine.error?.evidence?.keys).toHaveLength(2);
    expect(assessment).not.toBeNull();
  });

  it('that fails has the error, and is run again if that may help', () => {
    const { machine, assessment } = judged(sample(), [], {
      ...desiredFor({ kind: 'direct' }),
      stores: { x: { kind: 'direct' } },
    } as DesiredSettings);
    expect(machine).toMatchObject({
      ...LABEL,
      cause: 'input',
      exitCode: 3,
      proxy: null,
      findings: [],
      error: { code: 'input', where: 'stores' },
      again: false,
    });
    expect([assessment, machine.error]).toEqual([
      null,
      expect.not.objectContaining({ evidence: expect.anything() }),
    ]);
    const locked = failedMachine(
      LABEL,
      new P2sError('locked', say('Locked.'), { evidence: { pid: 7 }, next: say('Wait.') }),
    );
    expect(locked).toMatchObject({
      cause: 'locked',
      exitCode: 9,
      again: true,
      error: { message: 'Locked.', next: 'Wait.', evidence: { pid: 7 } },
    });
  });

  it.each(Object.keys(NO_ANSWERS) as NoAnswer[])('that does not answer is run again: %s', (cause) => {
    const machine = machineWithoutReply(LABEL, cause, { port: 22 });
    expect(machine).toMatchObject({
      ...LABEL,
      cause,
      exitCode: cause === 'not-run' ? 130 : 1,
      again: true,
      changes: [],
    });
    expect(machine.error).toEqual({
      code: cause,
      message: NO_ANSWERS[cause],
      where: 'pc1',
      next: expect.stringMatching(/\.$/),
      evidence: { port: 22 },
    });
    expect(isNoAnswer(cause)).toBe(true);
  });

  it('reports evidence of few findings, and is run again for few causes', () => {
    expect(fleetFinding(finding({}))).toEqual({ code: 'proxy-passed-over', severity: 'info', store: null });
    for (const code of ['values-not-put-back', 'user-setting-not-followed'] as const)
      expect(fleetFinding(finding({ code }))).toMatchObject({ code, evidence: { a: 1 } });
    expect(
      (['locked', 'stale', 'cancelled', 'hangs', 'aligned', 'refused', 'not-judged'] as const).filter(
        isToRunAgain,
      ),
    ).toEqual(['locked', 'stale', 'cancelled', 'hangs']);
    expect([isNoAnswer('toString'), isNoAnswer('aligned')]).toEqual([false, false]);
  });
});
