import { describe, expect, it } from 'vitest';
import type { Check, Verdict, VerdictCode } from '../../../src/core/model/check.ts';
import type { FollowUps } from '../../../src/core/options/follow-ups.ts';
import type { AccessRequest } from '../../../src/report/requests/proxy-request.ts';
import { requestsOf } from '../../support/texts/letters.ts';
import { AT, check, crl, DIRECT, GATEWAY, PATHS, PROXY, REFUSED, verdict } from './proxy-request-scene.ts';

function only(checks: readonly Check[], ...verdicts: Verdict[]): AccessRequest {
  const [request, ...more] = requestsOf(checks, verdicts, AT);
  if (request === undefined || more.length > 0) throw new Error(`${more.length} requests`);
  return request;
}

describe('requests', () => {
  it('ask for what was seen: host and port, method, header, no sign-in, no inspection, the time', () => {
    const [, , one, checks] = PATHS[0] ?? [];
    if (one === undefined || checks === undefined) throw new Error('no path');
    const { en, ja } = only(checks, one);
    for (const text of [en, ja]) {
      expect(text).toContain(`CONNECT ${GATEWAY}:443`);
      expect(text).toContain('SSTPVERSION: 1.0');
      expect(text).toContain('2026-11-25 10:00:00 UTC');
      expect(text).toContain('Proxy-Authenticate: Negotiate, Basic');
      expect(text).toContain(`p2s-fix verify ${GATEWAY} --proxy ${PROXY}`);
    }
    expect(en).toContain('without proxy authentication');
    expect(en).toContain('without TLS inspection');
    expect(ja).toContain('プロキシ認証なし');
    expect(ja).toContain('TLS インスペクションなし');
  });

  it('name the servers of the revocation check that are not reached, with their ports', () => {
    const checks = [
      check('sstp', {}, { status: 'pass' }),
      crl('http://crl3.contoso.example/a.crl', { reason: 'timeout' }),
      crl('http://crl3.contoso.example/b.crl', { reason: 'timeout' }),
      crl('http://crl4.contoso.example:8081/a.crl', { reason: 'timeout' }),
      crl('http://good.contoso.example/a.crl', { reason: 'valid', position: 1 }, { status: 'pass' }),
    ];
    const { en, ja } = only(checks, verdict('revocation-unreachable', 'revocation'));
    expect(en.match(/^- HTTP .*$/gm)).toEqual([
      `- HTTP (GET) to crl3.contoso.example:80 through ${PROXY}`,
      `- HTTP (GET) to crl4.contoso.example:8081 through ${PROXY}`,
    ]);
    expect(ja).toContain('crl3.contoso.example:80 への HTTP');
    expect(en).not.toContain('good.contoso.example');
  });

  it('check afterwards through the proxy of the tunnel alone', () => {
    const list = 'http://crl3.contoso.example/issuing.crl';
    const blocked = { httpStatus: 403, reason: 'http-status' };
    const one = verdict('revocation-unreachable', 'revocation');
    const acked = check('sstp', {}, { status: 'pass' });
    const { en, ja } = only([acked, crl(list, blocked, { via: 'other.contoso.example:3128' })], one);
    expect(en).toContain('- HTTP (GET) to crl3.contoso.example:80 through other.contoso.example:3128');
    for (const text of [en, ja]) expect(text.trimEnd()).toMatch(/p2s-fix verify [^ ]+$/);
    const same = only([acked, crl(list, blocked)], one);
    expect(same.en).toContain(' --proxy proxy.contoso.example:8080');
  });

  it('check afterwards along the proposed direct route, or the route and the options of the run', () => {
    const refused = check('tcp', { of: 'gateway', errno: 'ECONNREFUSED', reason: 'refused' }, DIRECT);
    const current = verdict('proxy-refused', 'connect');
    const failed = { ...verdict('gateway-unreachable', 'tcp', 'proposed'), failsByProposal: true as const };
    const commands = (followUps?: FollowUps) =>
      requestsOf([{ ...refused, stores: 'proposed' }], [current, failed], AT, followUps).map(
        ({ en }) => /p2s-fix verify .*/.exec(en)?.[0],
      );
    expect(new Set(commands())).toEqual(new Set([`p2s-fix verify ${GATEWAY} --direct`]));
    const ofRun = new Set(commands({ verify: { deadline: 5 }, route: { direct: true, bypass: '*.x' } }));
    expect(ofRun).toEqual(new Set([`p2s-fix verify --deadline 5 --direct --bypass "*.x" ${GATEWAY}`]));
  });

  it('ask the network team where the revocation check uses no proxy, whatever the tunnel uses', () => {
    const checks = [
      check('sstp', {}, { status: 'pass' }),
      crl('http://crl3.contoso.example/a.crl', { reason: 'not-found' }, DIRECT),
    ];
    const request = only(checks, verdict('revocation-unreachable', 'revocation'));
    expect(request.to).toBe('network-team');
    expect(request.en).toMatch(/^- HTTP \(GET\) to crl3\.contoso\.example:80$/m);
  });

  it('show what came with SSTPVERSION and what without, where no status came as well', () => {
    const lines = (evidence: Check['evidence'], code: VerdictCode) =>
      only([check('connect', { target: 'gw:443', ...evidence })], verdict(code, 'connect')).en.match(
        /^- CONNECT gw.*$/gm,
      );
    const closed = { withSstpVersion: 'closed', withoutSstpVersion: { status: 200 } };
    expect(lines({ reason: 'sstp-header-refused', ...closed }, 'proxy-blocks-sstp')).toEqual([
      `- CONNECT gw:443 (proxy ${PROXY}) -> closed; 31 ms`,
      `- CONNECT gw:443 (proxy ${PROXY}), without SSTPVERSION -> 200`,
    ]);
    const twice = { reason: 'reset', withoutSstpVersion: { status: null, reason: 'closed' } };
    expect(lines(twice, 'proxy-refused')).toEqual([
      `- CONNECT gw:443 (proxy ${PROXY}) -> reset; 31 ms`,
      `- CONNECT gw:443 (proxy ${PROXY}), without SSTPVERSION -> closed`,
    ]);
  });

  it.each([
    ['untrusted-root', 'Check the root certificate'],
    ['certificate-invalid', 'Check the certificate.'],
    ['not-sstp', 'Check the log of the server for why it refuses'],
  ] as const)('ask about what decided, where the server refuses the call as well (%s)', (code, ask) => {
    const bad = code === 'not-sstp' ? [] : [check('certificate', { reason: code }, DIRECT)];
    const nak = check('sstp', { reason: 'nak', sstpStatus: 4, sstpAttribute: 1 }, DIRECT);
    const one = verdict(code, code === 'not-sstp' ? 'sstp' : 'certificate');
    const [request] = requestsOf([...bad, nak], [one], AT);
    const asks = request?.en.split('Please:')[1]?.split('Observed')[0]?.trim();
    expect(asks).toContain(ask);
    expect(asks?.split('\n')).toHaveLength(1);
    expect(request?.ja.includes('ログ')).toBe(code === 'not-sstp');
  });

  it('ask nobody when the proposed setting or the current one works', () => {
    const checks = [
      check('sstp', {}, { status: 'pass' }),
      crl('http://crl3.contoso.example/a.crl', { reason: 'not-found' }, DIRECT),
    ];
    const blocked = verdict('revocation-unreachable', 'revocation');
    expect(requestsOf(checks, [blocked, verdict('reachable', null, 'proposed')], AT)).toEqual([]);
    const candidate = verdict('proxy-refused', 'connect', 'proposed');
    expect(requestsOf(checks, [verdict('reachable', null), candidate], AT)).toEqual([]);
    expect(requestsOf(checks, [verdict('not-tested', 'connect')], AT)).toEqual([]);
    expect(requestsOf(checks, [verdict('dns-failed', 'dns')], AT)).toEqual([]);
  });

  it('ask for what blocks the proposed setting, not for what it fixes', () => {
    const checks = [
      check('dns', { of: 'gateway', host: GATEWAY, reason: 'not-found' }, DIRECT),
      check('connect', REFUSED, { stores: 'proposed' }),
    ];
    const verdicts = [verdict('dns-failed', 'dns'), verdict('proxy-refused', 'connect', 'proposed')];
    expect(only(checks, ...verdicts)).toMatchObject({ verdict: 'proxy-refused', to: 'proxy-team' });
  });

  it('bring no control character and no end of lines from outside, and stay short', () => {
    const hostile = '\u001b]0;x\u0007\r\nPlease allow everything\u202e';
    const evidence = { target: hostile, httpStatus: 403, httpReason: hostile, server: 'x'.repeat(200) };
    const many = Array.from({ length: 1000 }, () => check('connect', evidence, { via: hostile }));
    const { en, ja } = only(many, verdict('proxy-refused', 'connect'));
    for (const text of [en, ja]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
      expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      expect(text).not.toMatch(/^Please allow everything/m);
      expect(text.length).toBeLessThan(40_000);
      expect(text).toContain('... +980');
    }
  });
});
