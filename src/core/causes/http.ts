import { command, inParentheses, say } from '../model/say.ts';
import { MADE_UP } from '../path/inspection.ts';
import { decrypted, decryptedOnRoute, exempt } from './certificate.ts';
import { afterTls, HTTP_NO_REPLY_CAUSES } from './no-reply.ts';
import { PORTAL_CAUSES } from './portal.ts';
import { connectStep, ruleFor, type Step, step } from './rule.ts';
import { INSPECTED, NO_TLS, NOT_EXPECTED } from './service.ts';
import { endedBehindProxy, endedSo } from './tls.ts';
import { tlsEnd } from './tls-end.ts';
import type { TraceAt } from './trace.ts';
import { type Answering, answeringIn, notSstp, notSstpSteps, routeOf } from './words.ts';

const rule = ruleFor<TraceAt<'http'>>();

/** Server headers of SSTP servers; only their 503 means "no free port". */
const SSTP_SERVER = /^(?:Microsoft-HTTPAPI|MikroTik-SSTP|SSTP-Server)\b/i;

/** The answer to the SSTP request is not that of an SSTP server. The first that applies decides. */
export const HTTP_CAUSES = [
  rule({
    code: 'not-sstp.by-windows',
    when: ({ http, gateway, proxy }) =>
      http.reason === 'winhttp-client-failed' && { gateway, why: http.why, route: routeOf(proxy) },
    says: (v) =>
      say("{gateway} is reached by p2s-fix, but not by Windows' own client (WinHTTP): {why} ({route}).", v),
    steps: () => [
      step(
        'administrator',
        say(
          "check what treats Windows' client differently: the TLS versions of Windows, the trusted roots of the computer, or security software",
        ),
      ),
    ],
  }),
  ...PORTAL_CAUSES,
  rule(decryptedOnRoute),
  ...HTTP_NO_REPLY_CAUSES,
  rule({
    code: 'tls-inspection',
    service: INSPECTED,
    // If the company trusts the root of the inspecting proxy, the certificate passes. The same signs prove it together
    // with a proxy's reply inside TLS: its own headers, or 411, which proxies send for SSTP's Content-Length.
    when: ({ http, certificate, gateway, target, proxy }) =>
      (http.hasProxyHeaders || http.status === 411) &&
      ['through-proxy', ...MADE_UP].every((sign) => certificate?.signs.includes(sign)) && {
        gateway,
        target,
        proxy,
      },
    says: decrypted,
    steps: exempt,
  }),
  rule({
    code: 'tls-failed.late',
    service: NO_TLS,
    // With TLS 1.3, the server may refuse after the handshake: an alert, e.g. if it requires a client certificate.
    when: ({ http, target, proxy }) =>
      http.isEndOfTls && { target, proxy, ...tlsEnd(lateReason(http.reason)) },
    says: endedSo,
    steps: endedBehindProxy,
  }),
  rule({
    code: 'no-sstp-port-free.azure',
    when: ({ http, isAzure, gateway }) => isAzure && isFull(http) && { gateway },
    says: (v) => say('{gateway} has no SSTP port free (503).', v),
    steps: () => [step('vpn-team', say('128 connections are the limit; disconnect unused ones'))],
  }),
  rule({
    code: 'no-sstp-port-free',
    when: ({ http, gateway }) => isFull(http) && { gateway },
    says: (v) => say('{gateway} answers 503: no SSTP port is free, or a service behind it does not run.', v),
    steps: () => [
      step(
        'vpn-team',
        say(
          'check that Routing and Remote Access runs and has free SSTP ports; if another service answers there, check that it runs',
        ),
      ),
    ],
  }),
  rule({
    code: 'not-sstp.old-http',
    service: NOT_EXPECTED,
    when: (trace) => trace.http.reason === 'http-version' && answeringIn(trace, trace.http.why),
    says: ({ target, server }) =>
      say('{target} answers in HTTP/1.0, which Windows does not accept from an SSTP server{server}.', {
        target,
        server: inParentheses(server),
      }),
    steps: notSstpSteps,
  }),
  rule({
    code: 'not-sstp.unanswered',
    service: NOT_EXPECTED,
    when: (trace) =>
      (trace.http.reason === 'closed' || trace.http.reason === 'reset') && {
        ...answeringIn(trace, trace.http.why),
        isReset: trace.http.reason === 'reset' && trace.proxy === null,
      },
    says: ({ target, server }) =>
      say('{target} accepts TLS, but the connection ends without an answer to SSTP{server}.', {
        target,
        server: inParentheses(server),
      }),
    steps: (v) => [v.isReset ? afterTls(null, v.target) : mayEndAtProxy(v), ...notSstpSteps(v)],
  }),
  rule({
    code: 'not-sstp',
    service: NOT_EXPECTED,
    when: (trace) => answeringIn(trace, trace.http.why),
    ...notSstp,
  }),
] as const;

function lateReason(reason: string | null): string | null {
  return reason === 'alert' || reason === 'tls-error' ? `late-${reason}` : reason;
}

function isFull({ status, server }: TraceAt<'http'>['http']): boolean {
  return status === 503 && server !== null && SSTP_SERVER.test(server);
}

/** After TLS, nothing shows whether the proxy or the gateway ended the connection. */
function mayEndAtProxy({ proxy, target }: Answering): Step | null {
  return proxy === null
    ? null
    : connectStep(
        say('let {proxy} keep the connection to {target} open after TLS', { proxy, target }),
        say('Where the direct route is open, {command} shows which of them ends it.', {
          command: command('verify', { gateway: [target], direct: true }),
        }),
      );
}
