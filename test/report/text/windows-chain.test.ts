import { describe, expect, it } from 'vitest';
import type { Check, Verdict } from '../../../src/core/model/check.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { windowsChainChecks } from '../../../src/core/path/chain-checks.ts';
import { type PathState, pathsAfter } from '../../../src/report/facts/paths.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { createPlainRenderer } from '../../../src/report/views/text/plain.ts';
import { pathLines } from '../../../src/ui/path-lines.ts';
import { requestsOf } from '../../support/texts/letters.ts';

const GATEWAY = 'gw.example';
const SID = 'S-1-5-21-1-2-3-1001';
const OFFLINE = 0x1000000;

const common = { gateway: GATEWAY, from: 'this-machine', stores: 'current', durationMs: 5 } as const;
const certificate: Check = {
  ...common,
  stage: 'certificate',
  url: null,
  via: 'direct',
  status: 'pass',
  evidence: {},
};

const acked = { ...common, stage: 'sstp', url: null, via: 'direct', status: 'pass', evidence: {} } as const;

function fetched(host: string, evidence: Check['evidence'], status: Check['status'] = 'fail'): Check {
  const url = `http://${host}/a.crl`;
  return { ...common, stage: 'revocation', url, via: 'p.example:8080', status, evidence };
}

/** Both checks of an engine that finds no list. */
const engine = windowsChainChecks({
  gateway: GATEWAY,
  account: SID,
  decidedBy: `wininet/${SID}/lan`,
  via: 'unknown',
  offline: null,
  online: { id: '1', mode: 'online', flags: OFFLINE, hresult: null, durationMs: 9, elements: [] },
  certificate: undefined,
});
const verdict: Verdict = {
  gateway: GATEWAY,
  stores: 'current',
  verdict: 'revocation-unreachable',
  stage: 'revocation',
};

describe("what Windows' own check says", () => {
  it('is a line with who looked, by which setting, and the code', () => {
    const lines: string[] = [];
    const render = createPlainRenderer({ out: (line) => lines.push(line), err: () => {} });
    for (const check of engine) render({ type: 'check', check });
    render({ type: 'closed' });
    expect(lines.filter((line) => line.includes(' by X509Chain '))).toEqual([
      `    pass certificate route not known by X509Chain as ${SID} (WinINET (${SID})) 9 ms`,
      `    fail revocation route not known by X509Chain as ${SID} (WinINET (${SID})) [0x80092013] 9 ms`,
    ]);
  });

  it('does not take the place of a stage in the terminal', () => {
    const events: Extract<RunEvent, { type: 'check' }>[] = [certificate, ...engine].map((check) => ({
      type: 'check',
      check: check.stage === 'certificate' && check !== certificate ? { ...check, status: 'fail' } : check,
    }));
    const [path] = events.reduce<readonly PathState[]>(pathsAfter, []);
    if (path === undefined) throw new Error('no path');
    expect(path.tunnel.find(({ stage }) => stage === 'certificate')?.status).toBe('pass');
    expect(path.revocation.map(({ stage, reason }) => [stage, reason])).toEqual([
      ['certificate', null],
      ['revocation', '0x80092013'],
    ]);
    const shown = JSON.stringify(
      pathLines(path, 'audit', { columns: 100, unicode: true, texts: ENGLISH } as never),
    );
    expect(shown).toContain('[X509Chain]');
    expect(shown).not.toContain('null');
  });

  it('makes no matter of the proxy team of lists that do not hold', () => {
    const expired = fetched('crl.example', { kind: 'crl', reason: 'expired', httpStatus: 200 });
    const to = (checks: readonly Check[]) =>
      requestsOf([certificate, ...checks], [verdict], '2026-11-25T10:00:00.000Z').map((one) => one.to);
    expect(to([acked, expired, ...engine])).toEqual(['vpn-team']);
    const refused = fetched('crl.example', { kind: 'crl', reason: 'http-status', httpStatus: 403 });
    expect(to([acked, refused, ...engine])).toEqual(['proxy-team']);
  });

  it('is evidence in a request, without an address that it does not have', () => {
    const trust = { ...verdict, verdict: 'untrusted-root', stage: 'certificate' } as const;
    const checks = engine.map((check) => ({ ...check, status: 'fail' as const }));
    const own = { ...certificate, status: 'fail', evidence: { reason: 'untrusted-root' } } as const;
    const [request] = requestsOf([own, ...checks], [trust], '2026-11-25T10:00:00.000Z');
    expect(request?.en).toContain('X509Chain, certificate -> ');
    expect(request?.en).not.toMatch(/undefined|null/);
  });
});

const OFFLINE_VERDICT: Verdict = {
  gateway: GATEWAY,
  stores: 'current',
  verdict: 'revocation-unreachable',
  stage: 'revocation',
};

describe('the verdict on revocation', () => {
  const say = (...checks: Check[]) => ENGLISH.verdict(OFFLINE_VERDICT, [acked, ...checks]).message;

  it.each<[string, Check['evidence'], string]>([
    ['a block page', { reason: 'html', httpStatus: 200 }, 'a web page instead (a block or login page)'],
    [
      'a redirect',
      { reason: 'redirect', httpStatus: 302, locationHost: 'login.example' },
      'redirected to login.example (a login or block page)',
    ],
    [
      'an expired list',
      { reason: 'expired', nextUpdate: '2026-11-01T00:00:00.000Z' },
      'expired (2026-11-01 00:00 UTC)',
    ],
    [
      'a list of later on the same day',
      { reason: 'not-yet-valid', thisUpdate: '2026-11-25T10:30:00.000Z' },
      'not yet valid (2026-11-25 10:30 UTC)',
    ],
    ['another issuer', { reason: 'wrong-issuer' }, 'from another issuer'],
    ['a status', { reason: 'http-status', httpStatus: 503 }, 'HTTP 503'],
    ['authentication', { reason: 'proxy-auth' }, '407, the proxy requires authentication'],
    ['what has no words yet', { reason: 'something-new' }, 'something-new'],
  ])('says of %s what it is', (_what, evidence, words) => {
    expect(say(fetched('crl.example', evidence))).toContain(`(0x80092013): crl.example: ${words}.`);
  });

  it('puts hosts with one reason together, and leaves out what was reached and what Windows adds', () => {
    const message = say(
      fetched('a.example', { reason: 'refused' }),
      fetched('b.example', { reason: 'refused' }),
      fetched('c.example', { reason: 'timeout' }),
      fetched('d.example', { reason: 'valid', position: 1 }, 'pass'),
      fetched('a.example', { client: 'WinHttp.WinHttpRequest.5.1', hresult: '0x80072efd' }),
      ...engine,
    );
    expect(message).toContain(': a.example, b.example: connection refused; c.example: no answer in time.');
  });
});
