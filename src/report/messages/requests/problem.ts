import type { VerdictCode } from '../../../core/model/check.ts';
import type { EvidenceByStage } from '../../../core/path/stage-evidence.ts';
import { mayEndOnRoute } from '../../facts/verdict-evidence.ts';
import type { RequestFacts } from '../../requests/request-facts.ts';
import { reasonOf } from '../reason.ts';
import { type Text, text } from '../text.ts';
import { tlsEnd } from '../tls.ts';

/** A proxy in a sentence that is only about a proxy. */
const named = ({ proxy }: RequestFacts) => ({ proxy: proxy ?? '' });

/** The problem, by verdict; other verdicts need no request. */
const PROBLEMS: Partial<Record<VerdictCode, (facts: RequestFacts) => Text>> = {
  'proxy-unreachable': (facts) =>
    text(
      facts.proxyNameUnknown ? 'request.problem.proxy-unreachable.name' : 'request.problem.proxy-unreachable',
      named(facts),
    ),
  'proxy-auth-required': (facts) => text('request.problem.proxy-auth-required', named(facts)),
  'proxy-blocks-sstp': (facts) =>
    text(`request.problem.proxy-blocks-sstp.${facts.headerFilter}`, named(facts)),
  'proxy-refused': (facts) => {
    if (facts.takesTls) return text('request.problem.proxy-refused.takes-tls', named(facts));
    if (facts.noProxy) return text('request.problem.proxy-refused.no-proxy', named(facts));
    return facts.noStatus === null
      ? text('request.problem.proxy-refused', named(facts))
      : text('request.problem.proxy-refused.no-status', {
          ...named(facts),
          reason: reasonOf(facts.noStatus),
        });
  },
  'tls-inspection': ({ proxy }) =>
    proxy === null
      ? text('request.problem.tls-inspection.direct')
      : text('request.problem.tls-inspection.proxy', { proxy }),
  'tls-offload': () => text('request.problem.tls-offload'),
  'captive-portal': (facts) =>
    text(
      facts.to === 'vpn-team' ? 'request.problem.captive-portal.or-web' : 'request.problem.captive-portal',
      named(facts),
    ),
  'gateway-unreachable': ({ proxy, tcpRefused, tcpReset }) => {
    if (tcpReset) return text('request.problem.gateway-unreachable.reset');
    if (proxy === null)
      return text(
        tcpRefused
          ? 'request.problem.gateway-unreachable.refused-direct'
          : 'request.problem.gateway-unreachable.direct',
      );
    return tcpRefused
      ? text('request.problem.gateway-unreachable.refused-proxy', { proxy })
      : text('request.problem.gateway-unreachable.proxy', { proxy });
  },
  timeout: noReply,
  'tls-failed': tlsFailed,
  'untrusted-root': (facts) => {
    const { missing, to } = facts;
    if (missing === null && to === 'proxy-team')
      return text('request.problem.certificate-invalid.proxy', named(facts));
    if (missing === null) return text('request.problem.untrusted-root');
    const { issuer, subject, isRoot } = missing;
    if (isRoot) return text('request.problem.untrusted-root.root', { issuer });
    return to === 'vpn-team'
      ? text('request.problem.untrusted-root.not-sent', { issuer, subject })
      : text('request.problem.untrusted-root.not-fetched', { issuer, subject });
  },
  'wrong-root': () => text('request.problem.wrong-root'),
  'certificate-invalid': (facts) =>
    facts.to === 'proxy-team'
      ? text('request.problem.certificate-invalid.proxy', named(facts))
      : text('request.problem.certificate-invalid'),
  'no-sstp-port-free': ({ azure }) =>
    text(azure ? 'request.problem.no-sstp-port-free.azure' : 'request.problem.no-sstp-port-free'),
  'not-sstp': ({ refusedCall, stuck, unanswered }) => {
    if (refusedCall !== null) return text('request.problem.not-sstp.refused-call', { call: refusedCall });
    if (stuck !== null) return noAck(stuck);
    return text(unanswered ? 'request.problem.not-sstp.unanswered' : 'request.problem.not-sstp');
  },
  revoked: ({ revokedIssuer }) =>
    revokedIssuer === null
      ? text('request.problem.revoked')
      : text('request.problem.revoked.issuer', { issuer: revokedIssuer }),
  'revocation-unreachable': (facts) => {
    if (facts.need === 'refresh') return text('request.problem.revocation-unreachable.cached', named(facts));
    if (facts.to === 'vpn-team')
      return text(
        facts.mayBeServer
          ? 'request.problem.revocation-unreachable.errors'
          : 'request.problem.revocation-unreachable.invalid',
      );
    return text(
      facts.need === 'complete'
        ? 'request.problem.revocation-unreachable.part'
        : 'request.problem.revocation-unreachable',
    );
  },
};

/** What is wrong, for the first sentence of a letter. */
export function problemOf(facts: RequestFacts): Text {
  return PROBLEMS[facts.about]?.(facts) ?? '';
}

function noReply({ proxy, to, stuck, tooSlow, noReplyToTls }: RequestFacts): Text {
  if (stuck !== null) return noAck(stuck);
  if (tooSlow !== null) {
    const { stage, bytes, seconds } = tooSlow;
    return stage === 'connect'
      ? text('request.problem.timeout.slow-proxy', { proxy: proxy ?? '', bytes, seconds })
      : text('request.problem.timeout.slow-gateway', { bytes, seconds });
  }
  if (noReplyToTls)
    return proxy === null
      ? text('request.problem.timeout.tls-direct')
      : text('request.problem.timeout.tls-proxy', { proxy });
  if (to === 'vpn-team') return text('request.problem.timeout.sstp');
  return proxy === null
    ? text('request.problem.timeout.direct')
    : text('request.problem.timeout.proxy', { proxy });
}

function tlsFailed(facts: RequestFacts): Text {
  const { to, tls, tlsCut } = facts;
  if (to === 'proxy-team' && tlsCut === null)
    return text('request.problem.tls-failed.behind-proxy', { ...named(facts), end: tlsEnd(tls, false) });
  if (to === 'proxy-team')
    return text(
      tlsCut === 'proxy' ? 'request.problem.tls-failed.cut-by-proxy' : 'request.problem.tls-failed.cut',
      named(facts),
    );
  if (to === 'network-team')
    return mayEndOnRoute(tls)
      ? text('request.problem.tls-failed.end-on-route', { end: tlsEnd(tls, false) })
      : text('request.problem.tls-failed.reset-on-route');
  if (tls === 'unrecognized-name') return text('request.problem.tls-failed.name');
  if (tls === 'reset-at-client-hello') return text('request.problem.tls-failed.reset');
  return text('request.problem.tls-failed', { end: tlsEnd(tls, false) });
}

function noAck(stuck: EvidenceByStage['sstp']): Text {
  return text('request.problem.stuck', { reason: reasonOf(stuck) });
}
