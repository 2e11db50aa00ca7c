import { clauses, type Phrase, say } from '../model/say.ts';
import { allow, blockedIn, causesOf, publish, reach, stepsOn } from './fetch-route.ts';
import { CHECK_NAME_SERVERS } from './no-reply.ts';
import { wordsOfReason } from './reason.ts';
import { httpStep, ruleFor, type Step, step } from './rule.ts';
import type { Fetch, Trace } from './trace.ts';
import { isNotReached, whoseFailure } from './whose-failure.ts';
import { inService } from './words.ts';

const rule = ruleFor<Trace>();

const CERTUTIL = step(
  'administrator',
  say('certutil -verify -urlfetch with the certificate shows the result of Windows'),
);

/**
 * The revocation of the certificates, after the Ack. Each certificate below the root needs one valid list or answer;
 * what is open has failed fetches, each with its own reason. Who is asked follows from where the fetches ended: in
 * the answer of a server (its publisher), or on the route to it (its team). The first that applies decides.
 */
export const REVOCATION_CAUSES = [
  rule({
    code: 'revoked.hold',
    stage: 'revocation',
    when: ({ revoked, gateway }) => revoked?.isOnHold === true && { gateway },
    says: (v) =>
      say(
        'A certificate in the chain of {gateway} is on hold (certificateHold): revoked until its issuer ends the hold.',
        v,
      ),
    steps: () => [step('vpn-team', say('have the issuer end the hold, or replace the certificate'))],
  }),
  rule({
    code: 'revoked.issuer',
    stage: 'revocation',
    when: ({ revoked, gateway }) => revoked?.issuer != null && { gateway, issuer: revoked.issuer },
    says: (v) => say('The CA certificate "{issuer}" in the chain of {gateway} is revoked.', v),
    steps: () => [
      step('vpn-team', say('replace the certificate of the gateway with one from another CA certificate')),
    ],
  }),
  rule({
    code: 'revoked',
    stage: 'revocation',
    when: ({ revoked, gateway }) => revoked !== null && { gateway },
    says: (v) => say('The certificate of {gateway} is revoked.', v),
    steps: () => [step('vpn-team', say('replace the certificate'))],
  }),
  rule({
    code: 'not-tested.unsupported',
    stage: 'revocation',
    when: ({ openRevocation, notJudged, gateway }) =>
      openRevocation === 'untested' && notJudged.length > 0 && { gateway, causes: causesOf(notJudged) },
    says: (v) =>
      say(
        'SSTP handshake with {gateway} succeeded; the published revocation data of its certificates was received, but p2s-fix does not support its kind{causes}. The result of Windows is not known.',
        v,
      ),
    steps: () => [
      CERTUTIL,
      step(
        'vpn-team',
        say('have the certificate authority publish revocation data that every client can read'),
      ),
    ],
  }),
  rule({
    code: 'not-tested.too-large',
    stage: 'revocation',
    when: (trace) => skippedFor(trace, 'too-large'),
    says: (v) =>
      say(
        'SSTP handshake with {gateway} succeeded; a revocation list of its certificates is larger than the limit of p2s-fix. It was received up to that limit; Windows reads up to 100 MiB by default.',
        v,
      ),
    steps: () => [CERTUTIL],
  }),
  rule({
    code: 'not-tested.unrecorded-lists',
    stage: 'revocation',
    when: ({ openRevocation, isCutRecording, gateway }) =>
      openRevocation === 'untested' && isCutRecording && { gateway },
    says: (v) =>
      say(
        'SSTP handshake with {gateway} succeeded; revocation was not tested: the recording does not contain all revocation lists and answers of its certificates.',
        v,
      ),
    steps: recordAgain,
  }),
  rule({
    code: 'not-tested.unfollowed',
    stage: 'revocation',
    when: (trace) => skippedFor(trace, 'route-unsupported'),
    says: (v) =>
      say(
        'SSTP handshake with {gateway} succeeded; the route to a revocation address of its certificates depends on a setting that cannot be followed from this computer.',
        v,
      ),
  }),
  rule({
    code: 'not-tested.no-time-left',
    stage: 'revocation',
    when: (trace) => skippedFor(trace, 'no-time-left'),
    says: (v) =>
      say(
        'SSTP handshake with {gateway} succeeded; revocation was not tested: the tunnel check used almost all of the time limit (--deadline), and a revocation server did not reply in the rest.',
        v,
      ),
    steps: () => [step('administrator', say('run the same command with a larger --deadline'))],
  }),
  rule({
    code: 'not-tested.no-address',
    stage: 'revocation',
    when: ({ openRevocation, skippedFetches, gateway }) =>
      openRevocation === 'untested' && { gateway, namesLdap: skippedFetches.includes('ldap') },
    says: (v) =>
      say(
        'SSTP handshake with {gateway} succeeded; its certificates name no http address for revocation.',
        v,
      ),
    steps: ({ namesLdap }) => [
      step(
        'vpn-team',
        say('publish the revocation list over http as well'),
        namesLdap && say('On a domain-joined computer, LDAP may be enough.'),
      ),
    ],
  }),
  rule({
    code: 'revocation-unreachable.not-fetched',
    stage: 'revocation',
    when: ({ openRevocation, failedFetches, skippedFetches, gateway }) =>
      openRevocation === 'failed' &&
      failedFetches.length === 0 && { gateway, reasons: skippedFetches.map(wordsOfReason) },
    says: ({ gateway, reasons }) =>
      say('The revocation of a certificate in the chain of {gateway} cannot be checked: {reasons}.', {
        gateway,
        reasons: clauses(reasons),
      }),
    steps: () => [CERTUTIL],
  }),
  rule({
    code: 'revocation-unreachable.invalid-answers',
    stage: 'revocation',
    when: (trace) => {
      const failed = failedIn(trace);
      return failed.length > 0 && failed.every((one) => whoseFailure(one) === 'server') && { failed };
    },
    says: unchecked,
    steps: ({ failed }) => [publish(failed)],
  }),
  rule({
    code: 'revocation-unreachable.proxy-down',
    stage: 'revocation',
    when: (trace) => onRoute(trace, ({ endsAtProxy, proxy }) => endsAtProxy && proxy !== null),
    says: unchecked,
    steps: (route) => stepsOn(route, inService(route.access.proxy ?? '')),
  }),
  rule({
    code: 'revocation-unreachable.cached',
    stage: 'revocation',
    when: (trace) => onRoute(trace, ({ isFromCache }) => isFromCache),
    says: unchecked,
    steps: (route) =>
      stepsOn(
        route,
        httpStep(
          route.access,
          say('have {proxy} fetch {hosts} again instead of answering from its cache', {
            proxy: route.access.proxy ?? '',
            hosts: route.hosts,
          }),
        ),
      ),
  }),
  rule({
    code: 'revocation-unreachable.part',
    stage: 'revocation',
    when: (trace) => onRoute(trace, ({ isPart }) => isPart),
    says: unchecked,
    steps: (route) =>
      stepsOn(
        route,
        httpStep(route.access, say('find what slows or cuts off http to {hosts}', { hosts: route.hosts })),
      ),
  }),
  rule({
    code: 'revocation-unreachable.not-reached',
    stage: 'revocation',
    when: (trace) => onRoute(trace, isNotReached),
    says: unchecked,
    steps: (route) => [
      ...stepsOn(route, reach(route)),
      route.blocked.some(({ reason }) => reason === 'dns-unavailable') && CHECK_NAME_SERVERS,
    ],
  }),
  rule({
    code: 'revocation-unreachable',
    stage: 'revocation',
    when: (trace) => trace.openRevocation === 'failed' && blockedIn(trace),
    says: unchecked,
    steps: (route) => stepsOn(route, allow(route)),
  }),
] as const;

export function recordAgain({ gateway }: { gateway: string }): Step[] {
  return [
    step(
      'administrator',
      say('record it again on that computer: Test-P2SPath.ps1 -Gateway {gateway} -OutFile FILE', { gateway }),
    ),
  ];
}

function skippedFor({ openRevocation, skippedFetches, gateway }: Trace, reason: string) {
  return openRevocation === 'untested' && skippedFetches.includes(reason) && { gateway };
}

function unchecked({ failed }: { failed: readonly Fetch[] }): Phrase {
  return say('The revocation of the certificate cannot be checked (0x80092013){causes}.', {
    causes: causesOf(failed),
  });
}

/** The failed fetches of certificates without another answer; empty if none is open. */
function failedIn({ openRevocation, failedFetches }: Trace): readonly Fetch[] {
  return openRevocation === 'failed' ? failedFetches : [];
}

/** What failed on the route, if all of it has the same form. */
function onRoute(trace: Trace, is: (fetch: Fetch, proxy: string | null) => boolean) {
  if (trace.openRevocation !== 'failed') return null;
  const route = blockedIn(trace);
  return route.blocked.length > 0 && route.blocked.every((one) => is(one, route.access.proxy)) && route;
}
