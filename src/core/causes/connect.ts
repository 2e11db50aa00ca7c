import { inParentheses, type Phrase, say } from '../model/say.ts';
import { CONNECT_NO_REPLY_CAUSES } from './no-reply.ts';
import { ownPage, PROXY_PORTAL_CAUSES } from './portal.ts';
import { gotNowhere, isGatewayStatus } from './proxy-words.ts';
import { connectStep, ruleFor, type Step, step } from './rule.ts';
import { withoutSignIn } from './service.ts';
import { NOT_LISTENING } from './tcp.ts';
import type { Connect, TraceAt } from './trace.ts';
import { notTlsBehind, routeOf } from './words.ts';

const rule = ruleFor<TraceAt<'connect'>>();

/** How web servers answer CONNECT (RFC 9110: 401, 404, 405, 501), also when the port expects TLS (400). */
const WEB_SERVER_STATUS: readonly (number | null)[] = [400, 401, 404, 405, 501];

/**
 * What a proxy's own reply to CONNECT proves (RFC 9110 9.3.6, 15.5.8). The first that applies decides. Squid's own
 * code comes before the status, which its administrator may change.
 */
export const CONNECT_CAUSES = [
  ...PROXY_PORTAL_CAUSES,
  ...CONNECT_NO_REPLY_CAUSES,
  rule({
    code: 'proxy-auth-required',
    when: ({ connect, proxy, target }) => connect.reason === 'proxy-auth' && { proxy, target },
    says: (v) =>
      say('The proxy {proxy} requires authentication (407); SSTP cannot authenticate to a proxy.', v),
    steps: (v) => [
      connectStep(say('allow CONNECT {target} without authentication and without inspection', v)),
    ],
    service: {
      says: ({ proxy }) =>
        say(
          'The proxy {proxy} requires authentication (407): a browser signs in to it, a Windows service does not.',
          { proxy: proxy ?? '' },
        ),
      steps: (trace) => [withoutSignIn(trace)],
    },
  }),
  rule({
    code: 'proxy-blocks-sstp.silent',
    when: ({ connect, proxy, target }) =>
      connect.reason === 'sstp-header-refused' && connect.withHeader === 'silent' && { proxy, target },
    says: (v) =>
      say(
        'The proxy {proxy} does not answer CONNECT when it carries the SSTPVERSION header, but grants it without.',
        v,
      ),
    steps: allowHeader,
  }),
  rule({
    code: 'proxy-blocks-sstp.refused',
    when: ({ connect, proxy, target }) => connect.reason === 'sstp-header-refused' && { proxy, target },
    says: (v) => say('The proxy {proxy} refuses CONNECT when it carries the SSTPVERSION header.', v),
    steps: allowHeader,
  }),
  rule({
    code: 'gateway-unreachable.unknown-to-proxy',
    when: ({ connect, ...end }) => /^ERR_DNS_FAIL\b/.test(connect.squidError ?? '') && endOf(end, connect),
    says: ({ answer, ...v }) =>
      say('{target} cannot be reached ({route}){why}.', {
        ...v,
        why: say(': the proxy does not know its name{answer}', { answer: inParentheses(answer) }),
      }),
    steps: resolveAndReach,
  }),
  rule({
    code: 'gateway-unreachable.refused-for-proxy',
    // ECONNREFUSED of Linux, BSD, and Winsock: squid adds the error number of its system.
    when: ({ connect, ...end }) =>
      /^ERR_CONNECT_FAIL (?:111|61|10061)$/.test(connect.squidError ?? '') && endOf(end, connect),
    says: proxyAnswers,
    steps: (v) => [connectStep(say('let {proxy} reach {target}', v)), NOT_LISTENING],
  }),
  rule({
    code: 'gateway-unreachable.no-tcp-for-proxy',
    when: ({ connect, ...end }) =>
      /^ERR_CONNECT_FAIL\b/.test(connect.squidError ?? '') && endOf(end, connect),
    says: proxyAnswers,
    steps: (v) => [connectStep(say('let {proxy} reach {target}', v))],
  }),
  rule({
    code: 'gateway-unreachable.proxy-answers',
    when: ({ connect, ...end }) =>
      (gotNowhere(connect) || isGatewayStatus(connect.status)) && endOf(end, connect),
    says: proxyAnswers,
    steps: resolveAndReach,
  }),
  rule({
    code: 'proxy-refused.takes-tls',
    when: ({ connect, proxy }) => connect.reason === 'tls-record' && { proxy },
    says: (v) =>
      say(
        'The port {proxy} answers in TLS: it is a proxy over TLS (https://), or another service. SSTP uses only a proxy that accepts HTTP without TLS.',
        v,
      ),
    steps: () => [
      step('administrator', say('set the port on which the proxy accepts CONNECT without TLS')),
      step('proxy-team', say('name that port, or open one')),
    ],
    service: {
      says: ({ proxy }) =>
        say(
          'The port {proxy} answers in TLS: it is a proxy over TLS (https://), or another service. Windows needs a port that accepts HTTP without TLS.',
          { proxy: proxy ?? '' },
        ),
    },
  }),
  rule({
    code: 'proxy-refused.not-found',
    // Some proxies (Privoxy) have no other status for a name that does not resolve; web servers name themselves.
    when: ({ connect: { status, server, squidError }, proxy, target }) =>
      status === 404 && server === null && squidError === null && { proxy, target },
    says: (v) =>
      say(
        'The server at {proxy} answers CONNECT {target} with 404: it is a proxy that does not find the gateway, or not a proxy.',
        v,
      ),
    steps: (v) => [
      ...resolveAndReach(v),
      step('administrator', say('if it is not a proxy, check the proxy name and port')),
    ],
    service: {
      says: ({ proxy, target }) =>
        say(
          'The server at {proxy} answers CONNECT {target} with 404: it is a proxy that does not find the server, or not a proxy.',
          { proxy: proxy ?? '', target },
        ),
    },
  }),
  rule({
    code: 'proxy-refused.no-proxy',
    when: ({ connect, proxy, target }) =>
      isWebServer(connect) && { proxy, target, refusal: inParentheses(statusOf(connect)) },
    says: (v) => say('The server at {proxy} does not accept CONNECT{refusal}. It may not be a proxy.', v),
    steps: (v) => [
      step('administrator', say('check the proxy name and port')),
      step('proxy-team', say('name the address and the port of the proxy that accepts CONNECT {target}', v)),
    ],
  }),
  rule({
    code: 'proxy-refused.own-page',
    // A grant has no content (RFC 9110 9.3.6): this is the ordinary answer of a web server.
    when: ({ connect, proxy, target }) =>
      connect.reason === 'spoke-first' && connect.hasContent && { proxy, target, leads: '' },
    ...ownPage,
  }),
  rule({
    code: 'proxy-refused.not-tls',
    when: ({ connect, proxy, target }) => connect.reason === 'spoke-first' && { proxy, target },
    ...notTlsBehind,
  }),
  rule({
    code: 'proxy-refused.no-status',
    when: ({ connect, proxy, target }) => connect.status === null && { proxy, target, reason: connect.why },
    says: (v) => say('The proxy {proxy} gives no usable answer to CONNECT {target}: {reason}.', v),
    steps: (v) => [
      step(
        'administrator',
        say('check the proxy name and port: {proxy} must be a proxy, and accept HTTP, not TLS or SOCKS', v),
      ),
      connectStep(say('check its log for the cause; allow CONNECT {target}', v)),
    ],
  }),
  rule({
    code: 'proxy-refused.limit',
    // Too many requests in a time (RFC 6585 4): no rule against this gateway.
    when: ({ connect: { status }, proxy, target }) => status === 429 && { proxy, target },
    says: (v) =>
      say('The proxy {proxy} limits the number of requests, and answers CONNECT {target} with 429.', v),
    steps: (v) => [step('proxy-team', say('raise the limit of {proxy} for this computer', v))],
  }),
  rule({
    code: 'proxy-refused.error',
    // An error of the proxy itself (RFC 9110 15.6) is no refusal.
    when: ({ connect, proxy, target }) =>
      (connect.status ?? 0) >= 500 && { proxy, target, answer: answerOf(connect) ?? '' },
    says: (v) => say('The proxy {proxy} answers CONNECT {target} with an error ({answer}).', v),
    steps: (v) => [step('proxy-team', say('check the log of {proxy} for the cause of this error', v))],
  }),
  rule({
    code: 'proxy-refused',
    when: ({ connect, proxy, target }) => ({ proxy, target, refusal: inParentheses(statusOf(connect)) }),
    says: (v) => say('The proxy {proxy} refuses CONNECT {target}{refusal}.', v),
    steps: (v) => [connectStep(say('allow CONNECT {target}', v))],
  }),
] as const;

type End = { proxy: string; target: string; route: Phrase; answer: string | null };

function endOf({ proxy, target }: { proxy: string; target: string }, connect: Connect): End {
  return { proxy, target, route: routeOf(proxy), answer: answerOf(connect) };
}

/** `403, squid/5.7`; `null` without a status. */
function statusOf({ status, server }: Connect): string | null {
  if (status === null) return null;
  return server === null ? String(status) : `${status}, ${server}`;
}

/** The same, with squid's own code: `503, squid/5.7, ERR_CONNECT_FAIL 111`. */
function answerOf(connect: Connect): string | null {
  const answer = statusOf(connect);
  return answer === null || connect.squidError === null ? answer : `${answer}, ${connect.squidError}`;
}

function proxyAnswers({ answer, ...v }: End): Phrase {
  const why = answer === null ? '' : say(': the proxy answers {answer}', { answer });
  return say('{target} cannot be reached ({route}){why}.', { ...v, why });
}

function resolveAndReach(v: { proxy: string; target: string }): Step[] {
  return [connectStep(say('let {proxy} resolve and reach {target}', v))];
}

function allowHeader(v: { target: string }): Step[] {
  return [connectStep(say('allow CONNECT {target} with the header SSTPVERSION', v))];
}

/** Whether CONNECT got a typical web server reply, or no HTTP at all; squid's own code for a port without CONNECT. */
function isWebServer({ squidError, status, reason }: Connect): boolean {
  if (squidError !== null) return /^ERR_UNSUP_REQ\b/.test(squidError);
  return WEB_SERVER_STATUS.includes(status) || reason === 'not-http';
}
