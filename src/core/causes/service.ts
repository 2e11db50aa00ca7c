import type { Service } from '../model/check.ts';
import { clauses, inARow, inParentheses, type Phrase, say, sentences } from '../model/say.ts';
import type { DirectCause } from './direct-route.ts';
import { wordsOfReason } from './reason.ts';
import { connectStep, routeStep, type Step, step, tcpStep } from './rule.ts';
import type { Trace } from './trace.ts';
import { routeOf } from './words.ts';

/** What a cause says of a service: its sentence, and its steps where those of a gateway do not apply. */
interface ServiceWords {
  readonly says?: (trace: Trace) => Phrase;
  readonly steps?: (trace: Trace) => readonly Step[];
}

const OWN_TLS = step(
  'service-team',
  say(
    'if nothing on the route ends it, check the TLS settings of the server; it may require a client certificate',
  ),
);
const ONLY_PROXY = say('If only a proxy resolves the name, the setting has to name that proxy.');
const CHECK_NETWORK = step('administrator', say('check the network and its name servers'), ONLY_PROXY);

const NO_ANSWER: ServiceWords = {
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

const NO_TLS: ServiceWords = {
  says: ({ target, proxy, tls, http }) =>
    say('{target} does not complete TLS ({route}): {reason}.', {
      target,
      route: routeOf(proxy),
      reason: (http ?? tls)?.why ?? '',
    }),
  steps: ({ target, proxy }) => [
    routeStep(
      proxy,
      say('let TLS to {target} pass unchanged, also by its name (SNI) and category', { target }),
    ),
    OWN_TLS,
  ],
};

const NAMELESS = (says: (v: { host: string }) => Phrase, steps: readonly Step[]): ServiceWords => ({
  says: ({ host }) => says({ host }),
  steps: () => steps,
});

/** By the code of a cause, else by its verdict: where the words of a gateway do not fit a service. */
const WORDS: Readonly<Record<string, ServiceWords>> = {
  reachable: {
    says: ({ gateway, proxy, http, isInspected }) =>
      sentences(
        say('{gateway} answers {status} ({route}).', {
          gateway,
          status: http?.status ?? '-',
          route: routeOf(proxy),
        }),
        (http?.status ?? 0) >= 500 && say('The route works; the server itself reports an error.'),
        isInspected &&
          say('An inspecting proxy may have made its certificate; a program with roots of its own fails.'),
      ),
  },
  'dns-failed': NAMELESS(
    (v) => say('The name {host} does not resolve on this computer.', v),
    [step('administrator', say('check the name in the URL'), ONLY_PROXY)],
  ),
  'dns-failed.no-server': NAMELESS(
    (v) => say('No name server resolves {host}: none replies, or they report an error.', v),
    [CHECK_NETWORK],
  ),
  'timeout.name': NAMELESS((v) => say('No name server answers in time for {host}.', v), [CHECK_NETWORK]),
  'proxy-auth-required': {
    says: ({ proxy, service }) =>
      service?.as === 'computer'
        ? say('The proxy {proxy} requires authentication (407); a Windows service does not sign in to it.', {
            proxy: proxy ?? '',
          })
        : say(
            'The proxy {proxy} requires authentication (407); a browser signs in to it, another program may not.',
            {
              proxy: proxy ?? '',
            },
          ),
    steps: (trace) => [
      connectStep(say('allow {access} without authentication', { access: accessOf(trace) })),
    ],
  },
  'proxy-refused.takes-tls': {
    says: ({ proxy }) =>
      say(
        'The port {proxy} answers in TLS: it is a proxy over TLS (https://), or another service. Windows needs a port that accepts HTTP without TLS.',
        { proxy: proxy ?? '' },
      ),
  },
  'proxy-refused.not-found': {
    says: ({ proxy, target }) =>
      say(
        'The server at {proxy} answers CONNECT {target} with 404: it is a proxy that does not find the server, or not a proxy.',
        { proxy: proxy ?? '', target },
      ),
  },
  'captive-portal': {
    says: ({ gateway, proxy, page, connect }) => {
      const host = page?.leadsTo ?? connect?.leadsTo ?? null;
      const leads = host === null ? '' : say(', which redirects to {host}', { host });
      return proxy === null
        ? say(
            'A web page answers instead of {gateway}{leads}: this network requires a sign-in in a browser (captive portal), or blocks the connection.',
            { gateway, leads },
          )
        : say('The proxy {proxy} answers with a web page{leads} instead of {gateway}.', {
            proxy,
            gateway,
            leads,
          });
    },
    steps: (trace) =>
      trace.proxy === null
        ? [
            step('user', say('open a browser and sign in to the network')),
            tcpStep(say('if no page asks for that, allow TCP to {target}', { target: trace.target })),
          ]
        : [connectStep(say('allow {access} without a page in its place', { access: accessOf(trace) }))],
  },
  'timeout.sstp': NO_ANSWER,
  'timeout.stalled-sstp': NO_ANSWER,
  'timeout.slow-sstp': NO_ANSWER,
  'tls-failed': NO_TLS,
  'tls-failed.not-tls': {},
  'tls-failed.cut-by-proxy': {},
  'not-sstp': {
    says: ({ target, proxy, tls, http }) =>
      say('{target} does not answer as the URL expects ({route}): {reason}.', {
        target,
        route: routeOf(proxy),
        reason: (http ?? tls)?.why ?? '',
      }),
    steps: ({ target, proxy }) => [
      ...(proxy === null ? [] : [connectStep(say('let {target} pass {proxy} unchanged', { target, proxy }))]),
      step('service-team', say('check the server, its name and its port')),
    ],
  },
  'tls-inspection': {
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
  },
  'untrusted-root.missing': {
    says: ({ gateway, missing }) =>
      say(
        'The certificate of {gateway} does not lead to a root that is trusted on this computer: "{issuer}", which issued "{subject}", is missing.',
        { gateway, issuer: missing?.issuer ?? '', subject: missing?.subject ?? '' },
      ),
  },
};

/** What the owner of the server has to check, by the stage that decided. */
const OF_SERVER: Readonly<Record<string, Phrase>> = {
  tls: say('check that the server answers TLS on that port'),
  certificate: say('check the certificate of the server, its names and its chain'),
  revocation: say('check the certificate of the server, and the addresses of its revocation'),
};
const IS_RUNNING = say('if nothing on the route stops it, check that the server runs, its name and its port');

/** The cause in the words of a service: whose route it is, and its own owner in place of the VPN team. */
export function ofService(cause: DirectCause, trace: Trace, { as, url }: Service): DirectCause {
  const { code } = cause;
  const own = WORDS[code] ?? WORDS[code.split('.', 1)[0] ?? ''] ?? {};
  const stage = cause.stage ?? trace.failedAt ?? '';
  const isOfProxy = url.startsWith('http:') && trace.failedAt === 'connect';
  const says = isOfProxy
    ? say('The proxy {proxy} does not let the request for {gateway} through: {reason}.', {
        proxy: trace.proxy ?? '',
        gateway: trace.gateway,
        reason: inARow(trace.connect?.why ?? '', inParentheses(trace.connect?.server ?? null)),
      })
    : (own.says?.(trace) ?? notTested(cause, trace) ?? cause.says);
  const steps = isOfProxy
    ? [connectStep(say('allow {access} without authentication', { access: accessOf(trace) }))]
    : (own.steps?.(trace) ?? cause.steps);
  return {
    ...cause,
    says: trace.ofBoth
      ? says
      : as === 'user'
        ? say('As the user: {says}', { says })
        : say('As the computer: {says}', { says }),
    steps: withoutDoubles(
      steps.map((one) =>
        one.owner === 'vpn-team' ? step('service-team', OF_SERVER[stage] ?? IS_RUNNING) : one,
      ),
    ),
  };
}

/** The revocation that is left open behind a server that answers. */
function notTested({ code, stage }: DirectCause, { gateway, skippedFetches }: Trace): Phrase | null {
  if (stage !== 'revocation' || !code.startsWith('not-tested')) return null;
  return say('{gateway} is reached; the revocation of its certificate was not tested: {reasons}.', {
    gateway,
    reasons: clauses([...new Set(skippedFetches)].map(wordsOfReason)),
  });
}

function accessOf({ service, target }: Trace): Phrase {
  return service?.url.startsWith('http:') === true
    ? say('HTTP to {target}', { target })
    : say('CONNECT {target}', { target });
}

function withoutDoubles(steps: readonly Step[]): Step[] {
  const isSame = (one: Step, other: Step) => one.owner === other.owner && one.action === other.action;
  return steps.filter((one, at) => steps.findIndex((other) => isSame(one, other)) === at);
}
