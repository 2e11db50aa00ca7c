import { type Phrase, say } from '../model/say.ts';
import { isProxyProduct } from './proxy-words.ts';
import { connectStep, type Rule, ruleFor, type ServiceWords, type Step, step, tcpStep } from './rule.ts';
import { accessOf } from './service.ts';
import type { Connect, PathEnd, Trace, TraceAt } from './trace.ts';
import { mayBeWeb } from './words.ts';

const rule = ruleFor<PathEnd & Pick<Trace, 'isPortal'>>();
const ofProxy = ruleFor<Pick<TraceAt<'connect'>, 'isPortal' | 'connect' | 'proxy' | 'target'>>();

/** A page in place of a service. */
const PAGE: ServiceWords = {
  says: ({ gateway, proxy, page, connect }) => {
    const leads = leadsTo(page?.leadsTo ?? connect?.leadsTo ?? null);
    return proxy === null
      ? say(
          'A web page answers instead of {gateway}{leads}: this network requires a sign-in in a browser (captive portal), or blocks the connection.',
          { gateway, leads },
        )
      : say('The proxy {proxy} answers with a web page instead of {gateway}{leads}.', {
          proxy,
          gateway,
          leads,
        });
  },
  steps: (trace) =>
    trace.proxy === null
      ? [SIGN_IN, noSignIn(trace)]
      : [connectStep(say('allow {access} without a page in its place', { access: accessOf(trace) }))],
};

const SIGN_IN = step('user', say('open a browser and sign in to the network'));
const SIGN_IN_IF_ASKED = step(
  'user',
  say('open a browser and sign in to the network, if a page asks for it'),
);
const CHECK_ADDRESS = step('administrator', say('check the proxy name and port'));

/** The page of a server that does not name itself as a proxy, and leads to no other host. */
export const ownPage = {
  says: (v: { proxy: string; target: string; leads: Phrase }): Phrase =>
    say(
      'The server at {proxy} answers CONNECT {target} with a web page of its own{leads}. It may be a router or a web server, not a proxy.',
      v,
    ),
  steps: ({ proxy, target }: { proxy: string; target: string }): Step[] => [
    CHECK_ADDRESS,
    connectStep(say('if {proxy} is the proxy, allow CONNECT {target} without its page', { proxy, target })),
  ],
};

/** CONNECT is answered with a web page: of a proxy by its name, of a router or a web server, or of a portal. */
export const PROXY_PORTAL_CAUSES = [
  ofProxy({
    code: 'captive-portal.proxy',
    service: PAGE,
    when: ({ isPortal, connect, ...end }) => isPortal && isProxyProduct(connect) && answerOf(end, connect),
    says: proxyAnswersPage,
    steps: ({ target }) => [withoutPage(target)],
  }),
  ofProxy({
    code: 'captive-portal.sign-in',
    service: PAGE,
    when: ({ isPortal, connect, ...end }) =>
      isPortal &&
      (connect.status === 511 || leadsAway(end.proxy, connect.leadsTo)) && {
        ...answerOf(end, connect),
        isOfNetwork: connect.status === 511,
      },
    says: (v) =>
      say(
        'The server at {proxy} answers CONNECT {target} with a sign-in page or a block page{leads}, as a captive portal does.',
        v,
      ),
    steps: ({ isOfNetwork, ...v }) => {
      const allow = connectStep(
        say(
          'if the page is that of {proxy}, allow CONNECT {target} without it; SSTP cannot respond to one',
          v,
        ),
      );
      // 511 comes from the network (RFC 6585 6), and any other page rather from the proxy.
      return isOfNetwork ? [SIGN_IN_IF_ASKED, allow] : [allow, SIGN_IN_IF_ASKED];
    },
  }),
  ofProxy({
    code: 'captive-portal.own-page',
    when: ({ isPortal, connect, ...end }) => isPortal && answerOf(end, connect),
    ...ownPage,
  }),
] as const;

/** A web page answers instead of the gateway, behind CONNECT or on the direct route. The first that applies decides. */
export const PORTAL_CAUSES = [
  rule({
    code: 'captive-portal.direct-or-web',
    service: PAGE,
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
    service: PAGE,
    when: (trace) => trace.isPortal && trace.proxy === null && pageOf(trace),
    says: (v) =>
      say(
        'A web page answers instead of {gateway}{leads}: this network requires a sign-in in a browser (captive portal), or blocks the connection.',
        v,
      ),
    steps: (v) => [SIGN_IN, noSignIn(v)],
  }),
  rule({
    code: 'captive-portal.own-page',
    // A server behind the proxy answers a GET with HTTP.
    when: ({ isPortal, proxy, page, target }) =>
      isPortal && proxy !== null && page?.status === null && { proxy, target, leads: '' },
    ...ownPage,
  }),
  rule({
    code: 'captive-portal.proxy-or-web',
    service: PAGE,
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
    service: PAGE,
    when: (trace) => trace.isPortal && trace.proxy !== null && { ...pageOf(trace), proxy: trace.proxy },
    says: proxyAnswersPage,
    steps: ({ target }) => [withoutPage(target)],
  }),
] as const satisfies readonly Rule<never>[];

function noSignIn({ target }: { target: string }): Step {
  return tcpStep(say('if no page asks for that, allow TCP to {target}', { target }));
}

function withoutPage(target: string): Step {
  return connectStep(
    say('allow CONNECT {target} without a sign-in page; SSTP cannot respond to one', { target }),
  );
}

function proxyAnswersPage(v: { proxy: string; leads: Phrase; target: string }): Phrase {
  return say('The proxy {proxy} answers with a web page{leads} instead of a connection to {target}.', v);
}

function pageOf({ gateway, target, page }: PathEnd) {
  return { gateway, target, leads: leadsTo(page?.leadsTo ?? null) };
}

function answerOf({ proxy, target }: { proxy: string; target: string }, { leadsTo: host }: Connect) {
  return { proxy, target, leads: leadsTo(host) };
}

/** A page that leads to another host than that of the proxy. */
function leadsAway(proxy: string, host: string | null): boolean {
  return host !== null && withoutPort(host) !== withoutPort(proxy);
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** The host that a page leads to, as a part of its sentence. */
function leadsTo(host: string | null): Phrase {
  return host === null ? '' : say(', which redirects to {host}', { host });
}
