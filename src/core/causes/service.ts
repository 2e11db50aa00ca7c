import { clauses, inARow, inParentheses, type Phrase, say, sentences } from '../model/say.ts';
import { wordsOfReason } from './reason.ts';
import { connectStep, type Decided, routeStep, type ServiceWords, type Step, step } from './rule.ts';
import type { Trace } from './trace.ts';
import { UNTESTED } from './verdicts.ts';
import { routeOf } from './words.ts';

/** The request had no answer, or not a complete one. */
export const NO_ANSWER: ServiceWords = {
  says: ({ gateway, proxy }) =>
    say('{gateway} accepts the connection, but does not answer the request in time ({route}).', {
      gateway,
      route: routeOf(proxy),
    }),
  steps: ({ target, proxy }) => [
    routeStep(proxy, say('find what holds up the answer of {target}', { target })),
    step('service-team', say('check why the server does not answer')),
  ],
};

function endOf({ target, proxy, tls, http }: Trace) {
  return { target, route: routeOf(proxy), reason: (http ?? tls)?.why ?? '' };
}

export const NO_TLS: ServiceWords = {
  says: (trace) => say('{target} does not complete TLS ({route}): {reason}.', endOf(trace)),
  steps: ({ target, proxy }) => [
    routeStep(
      proxy,
      say('let TLS to {target} pass unchanged, also by its name (SNI) and category', { target }),
    ),
    step(
      'service-team',
      say(
        'if nothing on the route ends it, check the TLS settings of the server; it may require a client certificate',
      ),
    ),
  ],
};

/** What answers is not a web server, or it ends the connection without an answer. */
export const NOT_EXPECTED: ServiceWords = {
  says: (trace) => say('{target} does not answer as the URL expects ({route}): {reason}.', endOf(trace)),
  steps: ({ target, proxy }) => [
    ...(proxy === null ? [] : [connectStep(say('let {target} pass {proxy} unchanged', { target, proxy }))]),
    step('service-team', say('check the server, its name and its port')),
  ],
};

export const INSPECTED: ServiceWords = {
  says: ({ gateway, certificate }) =>
    sentences(
      say('TLS to {gateway} is decrypted on the route (TLS inspection).', { gateway }),
      certificate?.reasons.includes('untrusted-root') === true &&
        say('Its certificate is not trusted on this computer.'),
    ),
  steps: ({ target, proxy }) => [
    routeStep(proxy, say('exempt {target} from TLS inspection', { target })),
    step(
      'administrator',
      say('or have the root of the inspection in the trusted roots of the computer, not of a user alone'),
    ),
  ],
};

/** What the owner of the server has to check, by the stage that decided. */
const OF_SERVER: Readonly<Record<string, Phrase>> = {
  tls: say('check that the server answers TLS on that port'),
  certificate: say('check the certificate of the server, its names and its chain'),
  revocation: say('check the certificate of the server, and the addresses of its revocation'),
};
const IS_RUNNING = say('if nothing on the route stops it, check that the server runs, its name and its port');

/** The cause in the words of a service, with its own owner in place of the VPN team. */
export function ofService(cause: Decided, trace: Trace): Decided {
  const { says = notTested, steps = () => cause.steps } =
    isPlain(trace) && trace.failedAt === 'connect'
      ? trace.connect?.status == null
        ? NO_ANSWER
        : NOT_LET_THROUGH
      : (cause.service ?? {});
  const ofServer = OF_SERVER[cause.stage ?? trace.failedAt ?? ''] ?? IS_RUNNING;
  return {
    ...cause,
    says: says(trace, cause),
    steps: withoutDoubles(
      steps(trace).map((one) => (one.owner === 'vpn-team' ? step('service-team', ofServer) : one)),
    ),
  };
}

/** A proxy's own answer to the request of a plain `http:` URL. */
const NOT_LET_THROUGH: ServiceWords = {
  says: ({ proxy, gateway, connect }) =>
    say('The proxy {proxy} does not let the request for {gateway} through: {reason}.', {
      proxy: proxy ?? '',
      gateway,
      reason: inARow(connect?.why ?? '', inParentheses(connect?.server ?? null)),
    }),
  steps: (trace) => [withoutSignIn(trace)],
};

/** Whose route it is, where the other one differs. */
export function byRoute(says: Phrase, { service }: Trace): Phrase {
  if (service === null || service.as === null) return says;
  return service.as === 'user'
    ? say('As the user: {says}', { says })
    : say('As the computer: {says}', { says });
}

/** The revocation that is left open behind a server that answers. */
function notTested({ gateway, skippedFetches }: Trace, { code, stage, says }: Decided): Phrase {
  if (stage !== 'revocation' || !code.startsWith(UNTESTED)) return says;
  return say('{gateway} is reached; the revocation of its certificate was not tested: {reasons}.', {
    gateway,
    reasons: clauses([...new Set(skippedFetches)].map(wordsOfReason)),
  });
}

export function withoutSignIn(trace: Trace): Step {
  return connectStep(say('allow {access} without authentication', { access: accessOf(trace) }));
}

/** What a proxy has to let through for a URL. */
export function accessOf(trace: Trace): Phrase {
  const { target } = trace;
  return isPlain(trace) ? say('HTTP to {target}', { target }) : say('CONNECT {target}', { target });
}

/** Whether a proxy gets the request itself, and no CONNECT. */
export function isPlain({ service }: Pick<Trace, 'service'>): boolean {
  return service?.urls[0].startsWith('http:') === true;
}

function withoutDoubles(steps: readonly Step[]): Step[] {
  const isSame = (one: Step, other: Step) => one.owner === other.owner && one.action === other.action;
  return steps.filter((one, at) => steps.findIndex((other) => isSame(one, other)) === at);
}
