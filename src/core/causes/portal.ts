import { type Phrase, say } from '../model/say.ts';
import { connectStep, type Rule, ruleFor, type Step, step, tcpStep } from './rule.ts';
import type { PathEnd, Trace } from './trace.ts';
import { mayBeWeb } from './words.ts';

const rule = ruleFor<PathEnd & Pick<Trace, 'isPortal'>>();

/** A web page answers instead of the gateway, behind CONNECT or on the direct route. The first that applies decides. */
export const PORTAL_CAUSES = [
  rule({
    code: 'captive-portal.direct-or-web',
    when: (trace) => trace.isPortal && trace.proxy === null && mayBeWeb(trace) && pageOf(trace),
    says: (v) =>
      say(
        'A web page answers instead of {gateway}{leads}: this network requires a sign-in in a browser (captive portal), or blocks the connection; or that name resolves to an ordinary web server.',
        v,
      ),
    steps: (v) => [SIGN_IN, noSignIn(v), step('vpn-team', say('check the gateway name'))],
  }),
  rule({
    code: 'captive-portal.direct',
    when: (trace) => trace.isPortal && trace.proxy === null && pageOf(trace),
    says: (v) =>
      say(
        'A web page answers instead of {gateway}{leads}: this network requires a sign-in in a browser (captive portal), or blocks the connection.',
        v,
      ),
    steps: (v) => [SIGN_IN, noSignIn(v)],
  }),
  rule({
    code: 'captive-portal.proxy-or-web',
    when: (trace) =>
      trace.isPortal && trace.proxy !== null && mayBeWeb(trace) && { ...pageOf(trace), proxy: trace.proxy },
    says: (v) =>
      say(
        'A web page answers instead of {gateway} through the proxy {proxy}{leads}: the proxy blocks the connection or requires a sign-in; or that name resolves to an ordinary web server.',
        v,
      ),
    steps: ({ target }) => [
      withoutPage(target),
      step('vpn-team', say('if the page is not theirs, check the gateway name')),
    ],
  }),
  rule({
    code: 'captive-portal.proxy',
    when: (trace) => trace.isPortal && trace.proxy !== null && { ...pageOf(trace), proxy: trace.proxy },
    says: proxyAnswersPage,
    steps: ({ target }) => [withoutPage(target)],
  }),
] as const satisfies readonly Rule<never>[];

const SIGN_IN = step('user', say('open a browser and sign in to the network'));

function noSignIn({ target }: { target: string }): Step {
  return tcpStep(say('if no page asks for that, allow TCP to {target}', { target }));
}

export function withoutPage(target: string): Step {
  return connectStep(
    say('allow CONNECT {target} without a sign-in page; SSTP cannot respond to one', { target }),
  );
}

export function proxyAnswersPage(v: { proxy: string; leads: Phrase; target: string }): Phrase {
  return say('The proxy {proxy} answers with a web page{leads} instead of a connection to {target}.', v);
}

function pageOf({ gateway, target, page }: PathEnd) {
  return { gateway, target, leads: leadsTo(page?.leadsTo ?? null) };
}

/** The host that a page leads to, as a part of its sentence. */
export function leadsTo(host: string | null): Phrase {
  return host === null ? '' : say(', which redirects to {host}', { host });
}
