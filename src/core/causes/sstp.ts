import { type Phrase, say } from '../model/say.ts';
import { decryptedOnRoute } from './certificate.ts';
import { afterTls, noReplyInTls, slowSstp } from './no-reply.ts';
import { ruleFor, type Step, step } from './rule.ts';
import type { TraceAt } from './trace.ts';
import { answeringIn, inspected, notSstp, routeOf } from './words.ts';

const rule = ruleFor<TraceAt<'sstp'>>();

type NoAck = { proxy: string | null; target: string; reason: Phrase };

/** What an SSTP server sends in place of an Ack that fits. */
const MISFITS: readonly (string | null)[] = ['malformed-ack', 'unexpected-message', 'other-version'];

const NAME_IS_RIGHT = say('The gateway name and the proxy settings are right.');
const STUCK = step(
  'vpn-team',
  say('check the log of the SSTP service for why it does not answer, and restart it'),
  NAME_IS_RIGHT,
);

/** Packets of SSTP came, and no Ack: whatever stands on the route passes them. */
const noAckAfter = {
  says: (v: { target: string; echoRequests: number; dataPackets: number }): Phrase =>
    say(
      '{target} is an SSTP server, but sends no Call Connect Ack, only keepalives (Echo Requests: {echoRequests}) and data packets ({dataPackets}).',
      v,
    ),
  steps: (): Step[] => [STUCK],
};

/** The HTTP answer was that of SSTP, and the Call Connect Ack did not follow. The first that applies decides. */
export const SSTP_CAUSES = [
  rule(decryptedOnRoute),
  rule({
    code: 'not-sstp.refused-call',
    when: (trace) => trace.sstp.refusal !== null && { ...trace, call: trace.sstp.refusal },
    says: ({ target, call }) =>
      say('{target} is an SSTP server, but refuses the call ({call}).', { target, call }),
    steps: (path) => [
      step(
        'vpn-team',
        say('check the log of the server for why it refuses; its name and the proxy settings are right'),
      ),
      inspected(path),
    ],
  }),
  rule({
    code: 'not-sstp.misfit',
    when: (trace) => MISFITS.includes(trace.sstp.reason) && { ...trace, reason: trace.sstp.why },
    says: ({ target, reason }) =>
      say('{target} is an SSTP server, but its answer is not one that Windows accepts: {reason}.', {
        target,
        reason,
      }),
    steps: (path) => [
      step('vpn-team', say('check the version and the settings of the SSTP server'), NAME_IS_RIGHT),
      inspected(path),
    ],
  }),
  rule({
    code: 'timeout.before-ack',
    when: (trace) => trace.sstp.reason === 'timeout' && before(trace),
    ...noAckAfter,
  }),
  rule({ code: 'not-sstp.before-ack', when: before, ...noAckAfter }),
  rule({
    code: 'timeout.after-200',
    when: (trace) => trace.sstp.reason === 'timeout' && trace.proxy !== null && accepted(trace),
    says: noAck,
    steps: passThenLog,
  }),
  rule({
    code: 'not-sstp.after-200',
    // On the direct route too, a firewall that does not know SSTP resets it; an orderly close comes from the gateway.
    when: (trace) =>
      trace.sstp.reason === 'reset' || (trace.sstp.reason === 'closed' && trace.proxy !== null)
        ? accepted(trace)
        : null,
    says: noAck,
    steps: passThenLog,
  }),
  rule({
    code: 'timeout.stuck',
    // With a Content-Length that only SSTP servers send.
    when: ({ sstp, http, target }) =>
      sstp.reason === 'timeout' && http?.passed === true && { target, reason: sstp.why },
    says: stuck,
    steps: () => [STUCK],
  }),
  rule({
    code: 'timeout.slow-sstp',
    when: ({ sstp: { reason, part }, ...end }) =>
      reason === 'timeout' && part !== null && { ...end, ...part },
    ...slowSstp,
  }),
  rule({ code: 'timeout.sstp', when: (trace) => trace.sstp.reason === 'timeout' && trace, ...noReplyInTls }),
  rule({
    code: 'not-sstp.stuck',
    when: ({ sstp, http, target }) => http?.passed === true && { target, reason: sstp.why },
    says: stuck,
    steps: () => [STUCK],
  }),
  rule({
    code: 'not-sstp',
    when: (trace) => answeringIn(trace, trace.sstp.why),
    ...notSstp,
  }),
] as const;

function stuck(v: { target: string; reason: Phrase }): Phrase {
  return say(
    '{target} accepts the SSTP request (HTTP 200), but no Call Connect Ack follows: {reason}. SSTP is on; the service behind it is stuck.',
    v,
  );
}

function before({ sstp, target }: TraceAt<'sstp'>) {
  return sstp.before !== null && { ...sstp.before, target };
}

/** After SSTP's own 200, the connection ends or nothing follows: something in front of the gateway may cause it, or the gateway. */
function accepted({ sstp, http, proxy, target }: TraceAt<'sstp'>) {
  return http?.passed === true && { proxy, target, reason: sstp.why };
}

function noAck({ proxy, ...v }: NoAck): Phrase {
  return say(
    '{target} accepts the SSTP request (HTTP 200), but no Call Connect Ack follows ({route}): {reason}.',
    { ...v, route: routeOf(proxy) },
  );
}

function passThenLog({ proxy, target }: NoAck): Step[] {
  return [
    afterTls(proxy, target),
    step(
      'vpn-team',
      say(
        'if nothing in front of the gateway stops it, check the log of the SSTP service for why it does not answer',
      ),
    ),
  ];
}
