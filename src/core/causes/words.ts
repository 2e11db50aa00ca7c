import { SSTP_CLOSED } from '../findings/path/deadlines.ts';
import { clauses, command, inARow, inParentheses, type Phrase, say } from '../model/say.ts';
import { isLoopbackProxy } from '../proxy/host.ts';
import { connectStep, type Step, step } from './rule.ts';
import type { PathEnd, Trace } from './trace.ts';

/** The route of a tunnel, in a sentence. */
export function routeOf(proxy: string | null): Phrase {
  return proxy === null ? say('direct') : say('through {proxy}', { proxy });
}

/** The other routes of a list: those without a connection, and those not tried. */
export function otherRoutes({ deadRoutes, untried }: Pick<PathEnd, 'deadRoutes' | 'untried'>): Phrase {
  const routes = deadRoutes.map((one) => (one === 'direct' ? say('the direct route') : one));
  const dead =
    routes.length === 0
      ? ''
      : untried === null
        ? say(', and no other route in its setting gives a connection ({routes})', { routes })
        : say(', and no later route in its setting that was tried gives a connection ({routes})', { routes });
  if (untried === null) return dead;
  const { count, unsupported } = untried;
  const why = inParentheses(
    unsupported.length === 0 ? null : clauses(unsupported.map((kind) => UNSUPPORTED[kind])),
  );
  const left =
    count === 1
      ? say('; 1 more route in its setting was not tried{why}', { why })
      : say('; {count} more routes in its setting were not tried{why}', { count, why });
  return inARow(dead, left);
}

const UNSUPPORTED = {
  socks: say('SOCKS is not supported'),
  'tls-proxy': say('a proxy over TLS is not supported'),
  unreadable: say('one cannot be read'),
} as const;

/** Who makes a proxy answer that does not: its user if it runs on this computer, else its administrators. */
export function proxySteps(proxy: string): Step[] {
  return isLoopbackProxy(proxy)
    ? [
        step(
          'user',
          say('start the program that provides this proxy ({proxy} is an address of the computer itself)', {
            proxy,
          }),
        ),
        step('administrator', say('if there is no such program, correct the proxy setting')),
      ]
    : remoteProxySteps(proxy);
}

export function remoteProxySteps(proxy: string): Step[] {
  return [
    step('administrator', say('check the proxy name and port, or clear the setting on another network')),
    inService(proxy),
  ];
}

export function inService(proxy: string): Step {
  return step(
    'proxy-team',
    say('check that {proxy} is in service, and reachable from this computer', { proxy }),
  );
}

/** The kind of server that replied instead of SSTP: `nginx/1.22.1, GET / -> 200`; `null` when unknown. */
export function webServer({ page, http }: Pick<Trace, 'page' | 'http'>): string | null {
  const ofPage = page?.server ?? null;
  const server = http?.server ?? ofPage;
  const parts = [
    ...(server === null ? [] : [server]),
    ...(page?.status == null ? [] : [`GET / -> ${page.status}`]),
    ...(ofPage === server || ofPage === null ? [] : [ofPage]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** Whether an ordinary GET returned an HTTP page, as any web server does. */
export function mayBeWeb({ page }: Pick<Trace, 'page'>): boolean {
  return page !== null && page.status !== null;
}

/** On a route through a proxy: its page may be the one that answers. */
export function blockPage({ proxy, target }: Pick<PathEnd, 'proxy' | 'target'>): Step | null {
  return proxy === null
    ? null
    : connectStep(say('if {proxy} shows a block page, allow CONNECT {target}', { proxy, target }));
}

/** Bytes that are not TLS come out of a granted CONNECT, before the ClientHello or after it. */
export const notTlsBehind = {
  says: (v: { proxy: string; target: string }): Phrase =>
    say(
      'The proxy {proxy} grants CONNECT {target}, but what comes back is not an answer to TLS: the proxy answers itself, or another service listens on the port of the gateway.',
      v,
    ),
  steps: (v: { proxy: string; target: string }): Step[] => [
    connectStep(say('let TLS to {target} pass {proxy} unchanged', v)),
    step('vpn-team', say('if the proxy does so, check the name and the port of the gateway')),
  ],
};

export const TLS_UNCHANGED = say(
  'If a load balancer or a reverse proxy is in front of the gateway: have it pass TCP for this name through, with TLS unchanged.',
);

/** SSTP cannot be enabled on a gateway of Azure: what its team does if the gateway lacks it. */
export function withoutSstp({ isAzure, gateway }: Pick<Trace, 'isAzure' | 'gateway'>): Phrase | false {
  return (
    isAzure &&
    say(
      'Azure has enabled SSTP on no gateway since {since}: without it, {command} shows what works instead.',
      { since: SSTP_CLOSED, command: command('migrate', { gateway: [gateway] }) },
    )
  );
}

/** A server that answers, but not as an SSTP server. */
export interface Answering extends Pick<Trace, 'gateway' | 'target' | 'proxy' | 'isAzure' | 'isInspected'> {
  /** The kind of server; empty when unknown. */
  readonly server: Phrase;
  /** A web server replied; it may be in front of the gateway. */
  readonly isWeb: boolean;
  /** What it answered. */
  readonly why: Phrase;
}

/** The server of a trace; `isWeb` if its reply to the SSTP request has a status, or it has a page. */
export function answeringIn(trace: Trace, why: Phrase): Answering {
  const { gateway, target, proxy, isAzure, isInspected, http } = trace;
  const isWeb = (http?.status ?? null) !== null || mayBeWeb(trace);
  return { gateway, target, proxy, isAzure, isInspected, isWeb, why, server: webServer(trace) ?? '' };
}

export const notSstp = {
  says: ({ target, why, server }: Answering): Phrase =>
    say('{target} answers, but not as an SSTP server{answer}.', {
      target,
      answer: inParentheses(clauses(server === '' ? [why] : [why, server])),
    }),
  steps: notSstpSteps,
};

export function notSstpSteps(answering: Answering): (Step | false)[] {
  return [
    inspected(answering),
    step(
      'vpn-team',
      say('check the gateway name, and whether it has SSTP'),
      withoutSstp(answering),
      answering.isWeb && TLS_UNCHANGED,
    ),
  ];
}

/** On a route through a proxy that may have made the certificate. */
export function inspected({ isInspected, proxy, target }: Pick<Trace, 'isInspected' | 'proxy' | 'target'>) {
  return (
    isInspected &&
    proxy !== null &&
    connectStep(
      say('an inspecting proxy may have made its certificate; if so, exempt {target} from TLS inspection', {
        target,
      }),
    )
  );
}
