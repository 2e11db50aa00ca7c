import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/model/events.ts';
import { itemsOf } from '../../src/ui/browse/browse.ts';
import { INITIAL_STATE, reduce, type UiState } from '../../src/ui/state.ts';
import {
  auditWithDrift,
  CRL,
  changeHappens,
  GATEWAY,
  OCSP,
  observedEvents,
  PROXY,
  stage,
  tunnelPasses,
} from './sequences.ts';
import { ASKED, fold } from './state-scene.ts';

describe('an audit with drift', () => {
  it('fills one page and prints it at the end', () => {
    const state = fold(auditWithDrift());
    expect(state.record.end).toEqual({ exitCode: 2, durationMs: 812 });
    expect(state.printed).toHaveLength(1);
    expect(state.printed[0]?.record).toBe(state.record);
  });

  it('lists the most severe finding first and keeps the order of equals', () => {
    const severities = ['info', 'warning', 'error', 'info', 'warning', 'error'] as const;
    const state = fold(
      severities.map((severity, index) => ({
        type: 'finding',
        finding: { code: 'service-disabled', severity, store: null, evidence: { service: index } },
      })),
    );
    const found = itemsOf(state.record).flatMap((item) => (item.kind === 'finding' ? [item.finding] : []));
    expect(found.map(({ evidence }) => evidence.service)).toEqual([2, 5, 1, 4, 0, 3]);
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
    state.record.paths[0]?.tunnel.map(({ stage: name, status }) => `${name} ${status}`);

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
    expect(running.record.paths).toHaveLength(1);
    expect(cells(running)?.slice(0, 3)).toEqual(['dns pass', 'tcp running', 'connect waiting']);
    expect(running.record.paths[0]?.tunnel[0]).toMatchObject({ via: PROXY, durationMs: 12.4, reason: null });
  });

  it('names a gateway on another port as the checks do', () => {
    const state = fold([
      { type: 'gateways', gateways: [{ host: 'vpn.contoso.example', port: 8443, source: 'option' }] },
    ]);
    expect(state.record.paths[0]?.gateway).toBe('vpn.contoso.example:8443');
  });

  it('says why a stage failed, with the number or code that proves it', () => {
    const reasons = (evidence: Record<string, unknown>) =>
      fold(stage('connect', 'fail', { evidence })).record.paths[0]?.tunnel[2]?.reason;
    expect(reasons({ reason: 'proxy-auth', httpStatus: 407 })).toBe('proxy-auth (HTTP 407)');
    expect(reasons({ reason: 'refused', errno: 'ECONNREFUSED' })).toBe('refused (ECONNREFUSED)');
    expect(reasons({ reason: 'route-unsupported', detail: 'pac' })).toBe('route-unsupported (pac)');
    expect(reasons({ reason: 'timeout' })).toBe('timeout');
    expect(reasons({})).toBeNull();
  });

  it('keeps current and proposed stores apart', () => {
    const state = fold([...tunnelPasses('current'), ...stage('dns', 'fail', { stores: 'proposed' })]);
    expect(state.record.paths.map(({ stores, tunnel }) => [stores, tunnel[0]?.status])).toEqual([
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
    const { revocation = [] } = fold(events).record.paths[0] ?? {};
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
    expect(state.record.paths[0]?.revocation).toMatchObject([{ status: 'pass', via: 'direct' }]);
  });

  it('shows a result that came without a beginning', () => {
    const [, end] = stage('revocation', 'skip', { url: CRL, evidence: { reason: 'route-unsupported' } });
    const state = fold(end === undefined ? [] : [end]);
    expect(state.record.paths[0]?.revocation).toMatchObject([
      { status: 'skip', reason: 'route-unsupported' },
    ]);
  });
});
