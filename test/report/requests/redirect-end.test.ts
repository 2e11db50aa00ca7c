import { expect, it } from 'vitest';
import type { Check } from '../../../src/core/model/check.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../../src/report/text/texts.ts';
import { requestsOf } from '../../support/texts/letters.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const GATEWAY = 'vpn.contoso.example:443';
const PROXY = 'proxy.contoso.example:8080';
const VERDICT = {
  gateway: GATEWAY,
  stores: 'current',
  verdict: 'revocation-unreachable',
  stage: 'revocation',
} as const;

/** The message and the requests for a list whose address redirects to `cdn.example`. */
function reported(evidence: Check['evidence'], routes: { via?: string; hopVia?: string } = {}) {
  const { via = 'direct', hopVia = via } = routes;
  const check: Check = {
    gateway: GATEWAY,
    stage: 'revocation',
    url: 'http://crl.example/a.crl',
    via,
    from: 'this-machine',
    stores: 'current',
    status: 'fail',
    durationMs: 1,
    evidence: {
      kind: 'crl',
      position: 0,
      httpStatus: 302,
      locationHost: 'cdn.example',
      redirects: ['cdn.example'],
      redirectVia: [hopVia],
      ...evidence,
    },
  };
  const acked: Check = { ...check, stage: 'sstp', url: null, status: 'pass', evidence: {} };
  const [request] = requestsOf([acked, check], [VERDICT], '2026-11-26T10:00:00.000Z');
  const lines = request?.en.split('\n') ?? [];
  return {
    en: ENGLISH.verdict(VERDICT, [acked, check]),
    ja: JAPANESE.verdict(VERDICT, [acked, check]),
    to: request?.to,
    allow: lines.filter((line) => line.startsWith('- HTTP ')),
    seen: lines.filter((line) => line.startsWith('- GET ')),
  };
}

it.each([404, 410])('judges HTTP %i at the end of a redirect as without one', (httpStatus) => {
  const { en, to } = reported({ reason: 'redirect', followed: { reason: 'http-status', httpStatus } });
  expect(to).toBe('vpn-team');
  expect(en.message).toContain(`crl.example: redirected to cdn.example, then: HTTP ${httpStatus}`);
  expect(en.next).toMatch(/^VPN team: .*crl\.example/);
});

it('takes a body that is no list for the own of the server that was asked last, by its way', () => {
  expect(reported({ reason: 'not-a-crl', httpStatus: 200 }).to).toBe('vpn-team');
  expect(reported({ reason: 'not-a-crl', httpStatus: 200 }, { hopVia: PROXY }).to).toBe('proxy-team');
});

it.each(['crl', 'issuer'])('asks for both hosts of the %s that the proxy refuses at the second', (kind) => {
  const { en, ja, to, allow, seen } = reported(
    { kind, reason: 'redirect', followed: { reason: 'http-status', httpStatus: 403, server: 'squid' } },
    { via: PROXY },
  );
  expect(to).toBe('proxy-team');
  expect(allow.map((line) => /HTTP \(GET\) to (\S+)/.exec(line)?.[1])).toEqual([
    'cdn.example:80',
    'crl.example:80',
  ]);
  expect(seen).toEqual([
    `- GET http://crl.example/a.crl (proxy ${PROXY}) -> redirect; Location: cdn.example`,
    `- GET cdn.example (proxy ${PROXY}) -> 403; Server: squid; 1 ms`,
  ]);
  expect(en.next).toContain('allow http to cdn.example, crl.example without');
  expect(ja.next).toContain('cdn.example、crl.example');
});

it('names the proxy that the redirect led to', () => {
  const { en, ja, to } = reported(
    { reason: 'redirect', followed: { reason: 'refused', of: 'proxy' } },
    { hopVia: PROXY },
  );
  expect(to).toBe('proxy-team');
  expect(en.message).toContain(`redirected to cdn.example, then (through ${PROXY}): connection refused`);
  expect(en.next).toContain(`check that ${PROXY} is in service`);
  expect(ja.message).toContain(`${PROXY} 経由: 接続が拒否されました`);
});

it('names the host of a page, and asks for the list that it came in place of', () => {
  const { en, ja, allow, seen } = reported({ reason: 'html', httpStatus: 200, locationHost: undefined });
  expect(en.message).toContain('crl.example: redirected to cdn.example, then: a web page instead');
  expect(ja.message).toContain('cdn.example へ転送されました (転送先: 代わりに Web ページ');
  expect(allow).toEqual(['- HTTP (GET) to crl.example:80']);
  expect(seen.at(-1)).toBe('- GET cdn.example (direct) -> 200; html; 1 ms');
});

it.each([
  ['redirect-loop', 'redirect loop', '循環しています'],
  ['too-many-redirects', 'more than ten redirects', '10 回を超えて'],
])('says %s, and of no login page', (reason, english, japanese) => {
  const { en, ja } = reported({ reason: 'redirect', followed: { reason, httpStatus: 302 } });
  expect(en.message).toContain(english);
  expect(ja.message).toContain(japanese);
  expect(`${en.message} ${ja.message}`).not.toMatch(/login|ログイン/);
});
