import { inParentheses, type Phrase, say } from '../model/say.ts';
import { SLOW_GATEWAY, stalled } from './no-reply.ts';
import { PORTAL_CAUSES } from './portal.ts';
import { reservedAddress } from './reserved-address.ts';
import { connectStep, routeStep, ruleFor, type Step, step, tcpStep } from './rule.ts';
import { NO_TLS, NOT_EXPECTED } from './service.ts';
import { SLOW_CHAIN_CAUSES } from './slow-chain.ts';
import { type TlsEnd, tlsEnd } from './tls-end.ts';
import type { Trace, TraceAt } from './trace.ts';
import {
  answeringIn,
  blockPage,
  mayBeWeb,
  notSstp,
  notSstpSteps,
  notTlsBehind,
  routeOf,
  withoutSstp,
} from './words.ts';

const rule = ruleFor<TraceAt<'tls'>>();

const COMPARE_DIRECT = say('Where the direct route is open, --compare-direct shows which of them it is.');

/**
 * TLS did not succeed: no reply, an end, or something else than TLS. Compared with the same handshake on the direct
 * route: if it succeeds there, the proxy ends TLS; if it fails too, the gateway does. The first that applies decides.
 */
export const TLS_CAUSES = [
  rule(reservedAddress),
  ...PORTAL_CAUSES,
  rule({
    code: 'timeout.stalled-tls',
    when: ({ tls: { stall }, ...end }) => stall !== null && { ...end, ...stall },
    ...stalled,
  }),
  rule({
    code: 'timeout.slow-tls',
    when: ({ tls: { reason, part }, gateway, target, proxy }) =>
      reason === 'timeout' && part !== null && { gateway, target, proxy, route: routeOf(proxy), ...part },
    says: (v) =>
      say(
        '{gateway} is too slow ({route}): {bytes} bytes arrived in {seconds} s, and TLS was not complete.',
        v,
      ),
    steps: (v) => [
      v.proxy === null
        ? tcpStep(say('find what slows TCP to {target}', v))
        : connectStep(say('find what slows TLS to {target}', v)),
      SLOW_GATEWAY,
    ],
  }),
  rule({
    code: 'timeout.cut-by-proxy',
    when: (trace) => trace.tls.reason === 'timeout' && cutBy(trace) === 'proxy' && pathOf(trace),
    says: cutByProxy,
    steps: ({ target }) => [passTls(target)],
  }),
  rule({
    code: 'timeout.tls-on-no-route',
    when: (trace) => trace.tls.reason === 'timeout' && cutBy(trace) === 'gateway' && pathOf(trace),
    says: (v) => say('{target} does not complete TLS, neither through {proxy} nor on the direct route.', v),
    steps: () => [step('vpn-team', say('check that the gateway answers TLS on its port'))],
  }),
  rule({
    code: 'timeout.tls',
    when: ({ tls, gateway, target, proxy }) =>
      tls.reason === 'timeout' && { gateway, target, proxy, tls, route: routeOf(proxy) },
    says: (v) => say('The connection to {gateway} is open, but nothing answers TLS ({route}).', v),
    steps: (v) => [
      routeStep(
        v.proxy,
        say('let TLS to {target} pass unchanged, also by its name (SNI) and in large packets (path MTU)', v),
      ),
      step(
        'vpn-team',
        say('if nothing blocks it, check that the gateway answers TLS on its port, and is not overloaded'),
        v.proxy !== null && !v.tls.isDirectAsked && COMPARE_DIRECT,
      ),
    ],
  }),
  rule({
    code: 'proxy-blocks-sstp.cut',
    when: ({ tls, proxy, target }) => tls.reason === 'sstp-header-refused' && { proxy: proxy ?? '', target },
    says: (v) =>
      say(
        'The proxy {proxy} ends TLS after a CONNECT that carries the SSTPVERSION header, but not after one without.',
        v,
      ),
    steps: (v) => [connectStep(say('allow CONNECT {target} with the header SSTPVERSION', v))],
  }),
  ...SLOW_CHAIN_CAUSES,
  rule({
    code: 'tls-failed.cut-by-proxy',
    when: (trace) => cutBy(trace) === 'proxy' && pathOf(trace),
    says: cutByProxy,
    steps: ({ target }) => [passTls(target)],
  }),
  rule({
    code: 'tls-failed.not-tls',
    when: (trace) =>
      trace.tls.reason === 'not-tls' && trace.proxy !== null && cutBy(trace) === null && pathOf(trace),
    ...notTlsBehind,
  }),
  rule({
    code: 'not-sstp.web',
    service: NOT_EXPECTED,
    // Plain HTTP on the port is a web server, not a device that ends TLS.
    when: (trace) => mayBeWeb(trace) && answeringIn(trace, trace.tls.why),
    says: notSstp.says,
    steps: (answering) => [blockPage(answering), ...notSstpSteps(answering)],
  }),
  rule({
    code: 'sstp-not-offered.tried',
    // A gateway without SSTP resets the connection at the first byte of TLS.
    when: ({ tls, lacksSstp, gateway, isAzure }) =>
      lacksSstp && tls.reason === 'reset-at-client-hello' && { gateway, isAzure },
    says: ({ gateway }) =>
      say('{gateway} does not offer SSTP, according to its VPN profile; it ends TLS at the first byte.', {
        gateway,
      }),
    steps: notOffered,
  }),
  rule({
    code: 'tls-failed.cut',
    service: NO_TLS,
    when: (trace) =>
      cutBy(trace) === 'either' && {
        ...pathOf(trace),
        without: withoutSstp(trace),
        isDirectAsked: trace.tls.isDirectAsked,
      },
    says: (v) =>
      say(
        'The proxy {proxy} grants CONNECT {target}, but the connection ends at the first byte of TLS: the proxy cuts TLS by the name, or the gateway has no SSTP (OpenVPN only).',
        { proxy: v.proxy, target: v.target },
      ),
    steps: ({ target, without, isDirectAsked }) => [
      passTls(target),
      step(
        'vpn-team',
        say('if the proxy does not cut it, check whether the gateway has SSTP'),
        without,
        !isDirectAsked && COMPARE_DIRECT,
      ),
    ],
  }),
  rule({
    code: 'tls-failed.also-direct',
    service: NO_TLS,
    when: (trace) =>
      cutBy(trace) === 'gateway' && {
        target: trace.target,
        ...tlsEnd(tlsReason(trace), trace.tls.alert),
        without: trace.tls.reason === 'reset-at-client-hello' && withoutSstp(trace),
      },
    says: ({ target, end }) => say('{target} {end}; on the direct route as well.', { target, end }),
    steps: ({ check, without }) => [step('vpn-team', check, without)],
  }),
  rule({
    code: 'tls-failed.reset',
    service: NO_TLS,
    when: ({ tls, proxy, ...trace }) =>
      proxy === null &&
      tls.reason === 'reset-at-client-hello' &&
      tlsReason({ tls, proxy, ...trace }) !== 'end-without-reply' && {
        target: trace.target,
        without: withoutSstp(trace),
      },
    says: ({ target }) =>
      say('{target} {end}.', {
        target,
        end: say(
          'ends the connection at the first byte of TLS: a firewall on the route that blocks the name, or a gateway without SSTP (OpenVPN only)',
        ),
      }),
    steps: ({ target, without }) => [
      tcpStep(
        say('make sure that nothing on the route resets TLS to {target} because of its name', { target }),
      ),
      step(
        'vpn-team',
        say(
          'if nothing does, check whether the gateway has SSTP, and that devices in front of it pass this name on',
        ),
        without,
      ),
    ],
  }),
  rule({
    code: 'tls-failed.ended',
    service: NO_TLS,
    // Something on the route may have ended it as well as the gateway: in the middle, or after a long wait.
    when: (trace) => {
      const reason = tlsReason(trace);
      const mayBeRoute = reason === 'closed' || reason === 'end-without-reply';
      return mayBeRoute && trace.proxy === null && { target: trace.target, ...tlsEnd(reason) };
    },
    says: endedSo,
    steps: ({ target, check }) => [
      tcpStep(say('make sure that nothing on the route ends TLS to {target}', { target })),
      step('vpn-team', say('if nothing does, {check}', { check })),
    ],
  }),
  rule({
    code: 'tls-failed',
    service: NO_TLS,
    when: (trace) => ({ ...trace, ...tlsEnd(tlsReason(trace), trace.tls.alert) }),
    says: endedSo,
    steps: endedBehindProxy,
  }),
] as const;

export function notOffered(path: Pick<Trace, 'isAzure' | 'gateway'>): Step[] {
  return [
    step('vpn-team', say('use IKEv2 or OpenVPN'), say('No proxy setting changes this.'), withoutSstp(path)),
  ];
}

type TlsTrace = Pick<TraceAt<'tls'>, 'tls' | 'proxy' | 'tcp'>;

function pathOf({ proxy, target, tls }: Pick<TraceAt<'tls'>, 'proxy' | 'target' | 'tls'>) {
  return { proxy: proxy ?? '', target, reason: inParentheses(tls.reason) };
}

/** Who ends TLS behind a granted CONNECT; `null` on the direct route, or if nothing shows it. */
function cutBy({ tls, proxy }: TlsTrace): 'proxy' | 'gateway' | 'either' | null {
  if (proxy === null) return null;
  if (tls.direct === 'completed') return 'proxy';
  if (tls.direct === 'failed') return 'gateway';
  return tls.reason === 'reset-at-client-hello' ? 'either' : null;
}

/** A reset of the ClientHello comes at once; who waits longer than this, and than TCP took, waited for a server. */
const REPLY_MS = 1_000;

/** Why TLS failed; `end-without-reply`: the connection was open for long, without a byte of TLS. */
function tlsReason({ tls, proxy, tcp }: TlsTrace): string | null {
  const isLong = tls.durationMs > Math.max(REPLY_MS, 3 * (tcp?.durationMs ?? 0));
  return tls.reason === 'reset-at-client-hello' && proxy === null && isLong
    ? 'end-without-reply'
    : tls.reason;
}

function cutByProxy(v: { proxy: string; target: string; reason: Phrase }): Phrase {
  return say(
    'The proxy {proxy} grants CONNECT {target}, but TLS fails behind it{reason}. On the direct route TLS succeeds, so the proxy cuts it.',
    v,
  );
}

function passTls(target: string): Step {
  return connectStep(
    say('let TLS to {target} pass unchanged, also by its name (SNI) and category', { target }),
  );
}

type EndedTls = TlsEnd & Pick<Trace, 'target' | 'proxy'>;

export function endedSo({ target, end }: Pick<EndedTls, 'target' | 'end'>): Phrase {
  return say('{target} {end}.', { target, end });
}

/** Who ended TLS: the gateway where it reported so in TLS, else the proxy in front of it is asked first. */
export function endedBehindProxy({ proxy, target, check, provenBy }: EndedTls): Step[] {
  if (proxy === null || provenBy === 'version') return [step('vpn-team', check)];
  if (provenBy === 'server')
    return [
      step('vpn-team', check),
      connectStep(
        say('if that is already the case, {proxy} cuts TLS; allow it to {target}, unchanged', {
          proxy,
          target,
        }),
      ),
    ];
  return [
    connectStep(say('let TLS to {target} pass {proxy} unchanged', { proxy, target })),
    step('vpn-team', say('if the proxy does so, {check}', { check })),
  ];
}
