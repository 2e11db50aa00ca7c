import { expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { recordOf } from '../../../src/report/model/record.ts';
import { lineText } from '../../../src/report/text/lines.ts';
import { ENGLISH, textsIn } from '../../../src/report/text/texts.ts';
import { pageOf } from '../../../src/report/views/page/build.ts';
import { bodyLines } from '../../../src/report/views/text/page-lines.ts';
import { STORIES } from '../../support/stories/stories.ts';
import { GATEWAY, PROXY, stage, tunnelPasses } from '../../ui/sequences.ts';

const DEAD = 'dead.contoso.example:8080';

function routesOf(events: readonly RunEvent[], texts = ENGLISH): string[] {
  const page = pageOf(recordOf(events), texts);
  const sections = page.sections.filter(({ id }) => id === 'routes');
  const [, , , ...lines] = bodyLines({ ...page, sections }, 'brief', texts);
  return lines.map((line) => lineText(line).trim());
}

function verdict(
  code: Extract<RunEvent, { type: 'verdict' }>['verdict']['verdict'],
  decidedBy: Extract<RunEvent, { type: 'verdict' }>['verdict']['stage'],
): RunEvent {
  const reported = { gateway: GATEWAY, stores: 'current', verdict: code, stage: decidedBy } as const;
  return { type: 'verdict', verdict: reported };
}

it.each([
  ['PAC file', ['tunnel      not tested: the route cannot be followed from this computer']],
  [
    'one address of two fails',
    [
      `tunnel      pass  via ${PROXY}, 87 ms`,
      `revocation  pass  via ${PROXY}, 1 address (ocsp.digicert.example [timeout]; another address answers)`,
    ],
  ],
  ['opened under a trusted root', [`tunnel      FAIL  via ${PROXY}: certificate [tls-inspection]`]],
  [
    'revoked',
    [
      `tunnel      pass  via ${PROXY}, 87 ms`,
      `revocation  FAIL  via ${PROXY}: crl3.digicert.example [revoked]`,
    ],
  ],
] as const)('the short form says of %s what the verdict says', (story, lines) => {
  expect(routesOf(STORIES[story] ?? [])).toEqual(lines);
});

it('has the words of Japanese for a route that was not tested', async () => {
  const [line] = routesOf(STORIES['PAC file'] ?? [], await textsIn('ja'));
  expect(line).toMatch(/^トンネル\s+未確認/);
});

it('names the route that connected, not the dead one before it', () => {
  const dead = stage('tcp', 'skip', { via: DEAD, evidence: { reason: 'refused', passedOver: true } });
  const events = [...dead, ...tunnelPasses(), verdict('reachable', null)];
  expect(routesOf(events)).toEqual([`tunnel      pass  via ${PROXY}, 87 ms`]);
});

it('names the first route where none connected', () => {
  const dead = stage('tcp', 'skip', { via: DEAD, evidence: { reason: 'refused', passedOver: true } });
  const events = [...dead, ...stage('tcp', 'fail'), verdict('proxy-unreachable', 'tcp')];
  expect(routesOf(events)).toEqual([`tunnel      FAIL  via ${DEAD}: TCP connection [refused]`]);
});

it('names the stage that decides the verdict, not the last that failed', () => {
  const events = [
    ...tunnelPasses()
      .filter(({ type }) => type === 'check')
      .slice(0, 4),
    ...stage('certificate', 'fail', { evidence: { reason: 'untrusted-root' } }),
    ...stage('http', 'pass'),
    ...stage('sstp', 'fail', { evidence: { reason: 'nak' } }),
    verdict('untrusted-root', 'certificate'),
  ];
  expect(routesOf(events)).toEqual([`tunnel      FAIL  via ${PROXY}: certificate [untrusted-root]`]);
});

it('does not say that a tunnel passes whose end was never reached', () => {
  const events = [...stage('tcp', 'pass'), ...stage('connect', 'pass')];
  expect(routesOf(events)).toEqual([`tunnel      not tested  via ${PROXY}`]);
});

it('names the stage at which a recording ends', () => {
  const ends = stage('tls', 'skip', { evidence: { reason: 'evidence-ends' } });
  const events = [...stage('tcp', 'pass'), ...ends, verdict('not-tested', 'tls')];
  expect(routesOf(events)).toEqual([`tunnel      not tested  via ${PROXY}: TLS handshake [evidence-ends]`]);
});

it('does not say that a revocation check passes that was not made', () => {
  const skipped = stage('revocation', 'skip', {
    url: 'http://crl3.digicert.example/a.crl',
    via: 'unknown',
    evidence: { kind: 'crl', position: 0, reason: 'route-unsupported', detail: 'pac' },
  });
  const events = [...tunnelPasses(), ...skipped, verdict('not-tested', 'revocation')];
  expect(routesOf(events)[1]).toBe('revocation  not tested  crl3.digicert.example [route-unsupported (pac)]');
});
