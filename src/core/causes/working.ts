import { command, type Phrase, say, sentences } from '../model/say.ts';
import { decryptedOnRoute, endedBy, offloaded, passThrough } from './certificate.ts';
import { REVOCATION_CAUSES, recordAgain } from './revocation.ts';
import { type Rule, ruleFor, step } from './rule.ts';
import { byName, testByName } from './settings-route.ts';
import { notOffered } from './tls.ts';
import type { Trace } from './trace.ts';
import { routeOf } from './words.ts';

const rule = ruleFor<Trace>();

/** The last rule: it always applies. */
export const REACHABLE = rule({
  code: 'reachable',
  when: (trace) => trace,
  says: ({ gateway, proxy, lacksRevocationUrl, isInspected, tls }) =>
    sentences(
      say('SSTP handshake with {gateway} succeeded ({route}). Sign-in was not tested.', {
        gateway,
        route: routeOf(proxy),
      }),
      lacksRevocationUrl && say('One of its certificates names no address for the revocation check.'),
      isInspected && say('An inspecting proxy may have made its certificate; if so, sign-in fails.'),
      tls?.lacksOldVersion === true &&
        say('TLS 1.3 was used. TLS 1.2, which Windows 10 and Windows Server 2019 need, was not tested.'),
    ),
  service: { says: answers },
});

function answers({ gateway, proxy, http, isInspected, service }: Trace): Phrase {
  const status = http?.status ?? 0;
  const isOfSeveral = service !== null && service.urls.length > 1;
  return sentences(
    isOfSeveral
      ? say('Reached ({route}): {gateway}.', { gateway, route: routeOf(proxy) })
      : say('{gateway} answers {status} ({route}).', { gateway, status, route: routeOf(proxy) }),
    status >= 500 && !isOfSeveral && say('The route works; the server itself reports an error.'),
    isInspected &&
      say('An inspecting proxy may have made its certificate; a program with roots of its own fails.'),
  );
}

/** No stage failed: what was not tested, who ends TLS, the revocation, and last that it works. */
export const WORKING_CAUSES: readonly Rule<Trace>[] = [
  rule({
    code: 'sstp-not-offered.untried',
    when: ({ lacksSstp, isTried, gateway, isAzure }) => lacksSstp && !isTried && { gateway, isAzure },
    says: ({ gateway }) =>
      say('{gateway} does not offer SSTP, according to its VPN profile; it was not tried.', { gateway }),
    steps: notOffered,
  }),
  rule({
    code: 'not-tested.unrecorded',
    when: ({ isAcknowledged, isCutRecording, gateway }) => !isAcknowledged && isCutRecording && { gateway },
    says: (v) =>
      say('The recording of {gateway} ends before its SSTP handshake; the rest was not tested.', v),
    steps: recordAgain,
  }),
  rule({
    code: 'not-tested.pac-file',
    when: ({ isAcknowledged, unfollowed, gateway }) =>
      !isAcknowledged && unfollowed === 'pac-file' && { gateway },
    says: (v) =>
      say(
        'The route to {gateway} was not tested: it depends on a PAC file, which cannot be resolved from this computer.',
        v,
      ),
    steps: () => [
      step('administrator', say('save the PAC file, and run the same command with --pac-file FILE')),
    ],
  }),
  rule({
    code: 'not-tested.unreadable',
    when: ({ isAcknowledged, unfollowed, gateway, service }) =>
      !isAcknowledged && unfollowed === 'unreadable' && { gateway, service },
    says: ({ gateway }) =>
      say(
        'The route to {gateway} was not tested: it depends on the WinINET setting of the VPN user, which cannot be read.',
        { gateway },
      ),
    steps: (v) => [
      step(
        'administrator',
        say('{command} shows how to replace the setting', { command: command('audit') }),
        say('To test a route by name: {command}, or with {direct} in place of {proxy}.', byName(v)),
      ),
    ],
  }),
  rule({
    code: 'not-tested',
    when: ({ isAcknowledged, gateway, service }) => !isAcknowledged && { gateway, service },
    says: ({ gateway }) =>
      say(
        'The route to {gateway} was not tested: it depends on a setting that cannot be followed from this computer.',
        { gateway },
      ),
    steps: (trace) => [testByName(trace)],
  }),
  rule({ ...decryptedOnRoute, stage: 'certificate' }),
  rule({
    code: 'tls-offload',
    stage: 'certificate',
    when: (trace) => endedBy(trace) === 'front' && trace,
    says: offloaded,
    steps: passThrough,
  }),
  ...REVOCATION_CAUSES,
  REACHABLE,
];
