import { describe, expect, it } from 'vitest';
import type { RunEvent, StepName } from '../../src/core/model/events.ts';
import { INITIAL_STATE, reduce, type UiSignal, type UiState } from '../../src/ui/state.ts';
import {
  auditWithDrift,
  CRL,
  changeHappens,
  GATEWAY,
  inputError,
  OCSP,
  observedEvents,
  PLAN,
  PROXY,
  stage,
  started,
  tunnelPasses,
  verify407,
} from './sequences.ts';

function fold(events: readonly (RunEvent | UiSignal)[], from: UiState = INITIAL_STATE): UiState {
  return events.reduce(reduce, from);
}

const ASKED: UiSignal = { type: 'asked', question: { changes: PLAN.changes, backupFolder: null } };

describe('an audit with drift', () => {
  it('fills one page and prints it at the end', () => {
    const state = fold(auditWithDrift());
    expect(state.finished).toEqual({ exitCode: 2, durationMs: 812 });
    expect(state.printed).toHaveLength(1);
    const [page] = state.printed;
    expect(page?.stores).toHaveLength(4);
    expect(page?.plan?.changes.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(page?.needs?.redial).toBe(true);
    expect(page?.paths.map(({ stores, verdict }) => [stores, verdict?.verdict])).toEqual([
      ['current', 'revocation-unreachable'],
      ['proposed', 'reachable'],
    ]);
    expect(state.page).toMatchObject({ part: 'audit', stores: [], paths: [], findings: [], plan: null });
  });

  it('puts the most severe finding first and keeps the order of equals', () => {
    const severities = ['info', 'warning', 'error', 'info', 'warning', 'error'] as const;
    const state = fold(
      severities.map((severity, index) => ({
        type: 'finding',
        finding: { code: 'service-disabled', severity, store: null, evidence: { service: index } },
      })),
    );
    expect(state.page.findings.map(({ severity, evidence }) => [severity, evidence.service])).toEqual([
      ['error', 2],
      ['error', 5],
      ['warning', 1],
      ['warning', 4],
      ['info', 0],
      ['info', 3],
    ]);
  });

  it('never changes the state that it was given', () => {
    let state = INITIAL_STATE;
    for (const event of [...observedEvents('apply'), ASKED, ...changeHappens()]) {
      const copy = structuredClone(state);
      const next = reduce(state, event);
      expect(state).toEqual(copy);
      state = next;
    }
  });
});

describe('a path', () => {
  const cells = (state: UiState) =>
    state.page.paths[0]?.tunnel.map(({ stage: name, status }) => `${name} ${status}`);

  it('waits, runs and ends stage by stage, in the order of the tunnel', () => {
    const gateways: RunEvent = {
      type: 'gateways',
      gateways: [{ host: GATEWAY, port: 443, source: 'option' }],
    };
    const waiting = fold([gateways]);
    expect(cells(waiting)).toEqual(
      ['dns', 'tcp', 'connect', 'tls', 'certificate', 'http', 'sstp'].map((name) => `${name} waiting`),
    );
    const running = fold([...stage('dns', 'pass'), ...stage('tcp', 'pass').slice(0, 1)], waiting);
    expect(running.page.paths).toHaveLength(1);
    expect(cells(running)?.slice(0, 3)).toEqual(['dns pass', 'tcp running', 'connect waiting']);
    expect(running.page.paths[0]?.tunnel[0]).toMatchObject({ via: PROXY, durationMs: 12.4, reason: null });
  });

  it('names a gateway on another port as the checks do', () => {
    const state = fold([
      { type: 'gateways', gateways: [{ host: 'vpn.contoso.example', port: 8443, source: 'option' }] },
    ]);
    expect(state.page.paths[0]?.gateway).toBe('vpn.contoso.example:8443');
  });

  it('says why a stage failed, with the number or code that proves it', () => {
    const reasons = (evidence: Record<string, unknown>) =>
      fold(stage('connect', 'fail', { evidence })).page.paths[0]?.tunnel[2]?.reason;
    expect(reasons({ reason: 'proxy-auth', httpStatus: 407 })).toBe('proxy-auth (HTTP 407)');
    expect(reasons({ reason: 'refused', errno: 'ECONNREFUSED' })).toBe('refused (ECONNREFUSED)');
    expect(reasons({ reason: 'route-unsupported', detail: 'pac' })).toBe('route-unsupported (pac)');
    expect(reasons({ reason: 'timeout' })).toBe('timeout');
    expect(reasons({})).toBeNull();
  });

  it('keeps current and proposed stores apart', () => {
    const state = fold([...tunnelPasses('current'), ...stage('dns', 'fail', { stores: 'proposed' })]);
    expect(state.page.paths.map(({ stores, tunnel }) => [stores, tunnel[0]?.status])).toEqual([
      ['current', 'pass'],
      ['proposed', 'fail'],
    ]);
  });

  it('gives each fetch of a URL a cell of its own, also when two clients fetch it at once', () => {
    const [begin, end] = stage('revocation', 'pass', { url: CRL });
    const [, endWinHttp] = stage('revocation', 'fail', {
      url: CRL,
      evidence: { client: 'winhttp', reason: 'timeout' },
    });
    const [other] = stage('revocation', 'pass', { url: OCSP });
    const events = [begin, begin, other, end, endWinHttp].filter((event) => event !== undefined);
    const { revocation = [] } = fold(events).page.paths[0] ?? {};
    expect(revocation.map(({ url, status, client, reason }) => [url, status, client, reason])).toEqual([
      [CRL, 'pass', null, null],
      [OCSP, 'running', null, null],
      [CRL, 'fail', 'winhttp', 'timeout'],
    ]);
  });

  it('ends a fetch also when the result names another way than its beginning', () => {
    const [begin] = stage('revocation', 'pass', { url: CRL });
    const [, end] = stage('revocation', 'pass', { url: CRL, via: 'direct' });
    const state = fold([begin, end].filter((event) => event !== undefined));
    expect(state.page.paths[0]?.revocation).toMatchObject([{ status: 'pass', via: 'direct' }]);
  });

  it('shows a result that came without a beginning', () => {
    const [, end] = stage('revocation', 'skip', { url: CRL, evidence: { reason: 'route-unsupported' } });
    const state = fold(end === undefined ? [] : [end]);
    expect(state.page.paths[0]?.revocation).toMatchObject([{ status: 'skip', reason: 'route-unsupported' }]);
  });
});

describe('an apply', () => {
  it('prints what was seen when it asks, and starts the change on a new page', () => {
    const asked = fold([...observedEvents('apply'), ASKED]);
    expect(asked.printed).toHaveLength(1);
    expect(asked.question?.changes).toHaveLength(2);
    const backingUp = fold([{ type: 'answered' }, ...changeHappens().slice(0, 1)], asked);
    expect(backingUp.question).toBeNull();
    expect(backingUp.steps).toEqual([{ step: 'back-up', detail: null }]);
    expect(backingUp.page.part).toBe('change');
    expect(backingUp.page.writes).toEqual([
      { store: 'winhttp/wow64', status: 'waiting' },
      { store: 'winhttp/native', status: 'waiting' },
    ]);
  });

  it.each([true, false])('shows the change and the path after it (asked: %s)', (asks) => {
    const state = fold([
      ...observedEvents('apply'),
      ...(asks ? [ASKED, { type: 'answered' } as const] : []),
      ...changeHappens(),
    ]);
    expect(state.printed.map(({ part }) => part)).toEqual(['audit', 'change']);
    const [before, after] = state.printed;
    expect(before?.paths).toHaveLength(2);
    expect(before?.writes).toEqual([]);
    expect(after?.writes.map(({ status }) => status)).toEqual(['written', 'written']);
    expect(after?.backup?.number).toBe('0007');
    expect(after?.result?.changed).toHaveLength(2);
    expect(after?.stores).toHaveLength(4);
    expect(after?.paths.map(({ verdict }) => verdict?.verdict)).toEqual(['reachable']);
    expect(state.finished?.exitCode).toBe(0);
  });

  it('runs the checks of both variants side by side, and every other step alone', () => {
    const steps = (...names: StepName[]) =>
      fold(names.map((step) => ({ type: 'step', step, status: 'started' }))).steps.map(({ step }) => step);
    expect(steps('observe', 'probe-current', 'probe-proposed')).toEqual(['probe-current', 'probe-proposed']);
    expect(steps('write', 'restore')).toEqual(['restore']);
  });

  it('prints only how it ended when the answer is no', () => {
    const state = fold([
      ...observedEvents('apply'),
      ASKED,
      { type: 'answered' },
      { type: 'finished', exitCode: 2, durationMs: 900 },
    ]);
    expect(state.printed).toHaveLength(2);
    expect(state.printed[1]).toMatchObject({
      opens: false,
      paths: [],
      findings: [],
      plan: null,
      end: { exitCode: 2, durationMs: 900 },
    });
  });

  it('keeps a failed read-back and the restored values on the page of the change', () => {
    const state = fold([
      ...observedEvents('apply'),
      { type: 'step', step: 'write', status: 'started' },
      { type: 'write', store: 'winhttp/native', status: 'written' },
      { type: 'step', step: 'read-back', status: 'started' },
      { type: 'step', step: 'read-back', status: 'failed', detail: 'winhttp/native differs' },
      { type: 'step', step: 'restore', status: 'started' },
      { type: 'write', store: 'winhttp/native', status: 'restored' },
    ]);
    expect(state.page.failedSteps).toEqual([{ step: 'read-back', detail: 'winhttp/native differs' }]);
    expect(state.page.writes).toContainEqual({ store: 'winhttp/native', status: 'restored' });
    expect(state.printed).toHaveLength(1);
    expect(state.steps).toEqual([{ step: 'restore', detail: null }]);
  });

  it('puts an interrupted change back on a page of its own before it looks', () => {
    const state = fold([
      started('apply'),
      { type: 'step', step: 'restore', status: 'started' },
      { type: 'write', store: 'winhttp/native', status: 'restored' },
      { type: 'step', step: 'restore', status: 'done' },
      ...observedEvents('apply').slice(1),
    ]);
    expect(state.printed.map(({ part, writes }) => [part, writes.length])).toEqual([['change', 1]]);
    expect(state.page).toMatchObject({ part: 'audit', writes: [] });
  });
});

describe('other ends', () => {
  it('a proxy that requires authentication ends at connect', () => {
    const { printed, finished } = fold(verify407());
    expect(finished?.exitCode).toBe(7);
    const [path] = printed[0]?.paths ?? [];
    expect(path?.tunnel.map(({ status }) => status)).toEqual([
      'pass',
      'pass',
      'fail',
      ...Array.from({ length: 4 }, () => 'waiting'),
    ]);
    expect(path?.verdict?.verdict).toBe('proxy-auth-required');
  });

  it('an input error is printed with the step that failed', () => {
    const { printed, finished, steps } = fold(inputError());
    expect(finished?.exitCode).toBe(3);
    expect(steps).toEqual([]);
    expect(printed[0]?.error?.error.where).toBe('desk.reg line 1');
    expect(printed[0]?.failedSteps).toEqual([{ step: 'observe', detail: 'input' }]);
  });

  it('a run that stops in the middle prints what it had', () => {
    const state = fold([...observedEvents('audit').slice(0, 12), { type: 'closed' }]);
    expect(state).toMatchObject({ closed: true, finished: null, steps: [] });
    expect(state.printed[0]?.paths).toHaveLength(1);
  });

  it('a diagnostic changes nothing, and a cancel only the text about it', () => {
    const before = fold(observedEvents('audit').slice(0, 12));
    expect(reduce(before, { type: 'diagnostic', text: 'noise' })).toEqual(before);
    expect(reduce(before, { type: 'cancel-requested' })).toEqual({ ...before, cancelling: true });
  });

  it('a rollback shows what it restored and what is there now', () => {
    const state = fold([
      started('rollback'),
      ...observedEvents('audit').slice(1, 5),
      { type: 'asked', question: { changes: [], backupFolder: null } },
      { type: 'answered' },
      { type: 'backup', number: '0008', path: '/var/lib/p2s-fix/0008' },
      { type: 'step', step: 'restore', status: 'started' },
      { type: 'step', step: 'restore', status: 'done' },
      { type: 'step', step: 'observe', status: 'started' },
      { type: 'step', step: 'observe', status: 'done' },
      ...observedEvents('audit').slice(4, 5),
      { type: 'change-result', result: { changed: ['x'], backup: '0008', rolledBack: true } },
      { type: 'finished', exitCode: 0, durationMs: 90 },
    ]);
    const reported = state.printed.map(({ backup, stores, result, writes }) => [
      backup,
      stores.length,
      result,
      writes.length,
    ]);
    expect(reported).toEqual([
      [null, 4, null, 0],
      [{ number: '0008', path: '/var/lib/p2s-fix/0008' }, 0, null, 0],
      [null, 4, { changed: ['x'], backup: '0008', rolledBack: true }, 0],
    ]);
  });

  it('a rollback leaves no setting of its plan waiting, because it reports none of them in turn', () => {
    const planned = observedEvents('audit').filter(({ type }) => type === 'plan');
    expect(planned).toHaveLength(1);
    const change: RunEvent[] = [
      ...planned,
      { type: 'backup', number: '0008', path: '/var/lib/p2s-fix/0008' },
    ];
    expect(fold([started('rollback'), ...change]).page.writes).toEqual([]);
    expect(fold([started('apply'), ...change]).page.writes).not.toEqual([]);
  });

  it('an empty list of backups is printed too', () => {
    const state = fold([
      started('rollback'),
      { type: 'backups', backups: [] },
      { type: 'finished', exitCode: 0, durationMs: 9 },
    ]);
    expect(state.printed[0]?.backups).toEqual([]);
  });
});
