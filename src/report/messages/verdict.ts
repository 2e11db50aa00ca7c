import type { Check, Verdict, VerdictCode } from '../../core/model/check.ts';
import { isLoopbackProxy } from '../../core/proxy/host.ts';
import { mayEndAtProxy, mayEndOnRoute } from '../facts/verdict-evidence.ts';
import { type VerdictFacts, verdictFacts } from '../facts/verdict-facts.ts';
import { causes, notTested, revocationNext, untrustedRoot } from './certificates.ts';
import { inParentheses, listed, route, sentences } from './parts.ts';
import { reasonOf } from './reason.ts';
import { type Catalog, type Text, text, toWords } from './text.ts';
import { certificateToCheck, tlsEnd, tlsNext } from './tls.ts';
import {
  answerInstead,
  blockPage,
  cut,
  flaws,
  otherRoutes,
  slow,
  stuckText,
  type VerdictText,
  whyUnreachable,
  withoutSstp,
} from './verdict-parts.ts';

/** The text of each verdict. */
export const VERDICTS: Readonly<Record<VerdictCode, (facts: VerdictFacts) => VerdictText>> = {
  reachable: ({ gateway, via, lacksAddresses, inspected, untestedTls }) => ({
    message: sentences(
      text('verdict.reachable', { gateway, route: route(via) }),
      lacksAddresses && text('verdict.reachable.lacks-addresses'),
      inspected && text('verdict.reachable.inspected'),
      untestedTls && text('verdict.reachable.untested-tls'),
    ),
    next: null,
  }),
  'proxy-unreachable': (facts) =>
    facts.blockedHere
      ? {
          message: text('verdict.proxy-unreachable.blocked-here', { proxy: facts.via }),
          next: text('verdict.blocked-here.next'),
        }
      : {
          message: text(
            facts.proxyNameUnknown ? 'verdict.proxy-unreachable.name' : 'verdict.proxy-unreachable',
            { proxy: facts.via, otherRoutes: otherRoutes(facts) },
          ),
          next: isLoopbackProxy(facts.via)
            ? text('verdict.proxy-unreachable.loopback.next', { proxy: facts.via })
            : text('verdict.proxy-unreachable.next', { proxy: facts.via }),
        },
  'proxy-auth-required': ({ target, via }) => ({
    message: text('verdict.proxy-auth-required', { proxy: via }),
    next: text('verdict.proxy-auth-required.next', { target }),
  }),
  'proxy-blocks-sstp': ({ target, via, headerFilter }) => ({
    message: text(`verdict.proxy-blocks-sstp.${headerFilter}`, { proxy: via }),
    next: text('verdict.proxy-blocks-sstp.next', { target }),
  }),
  'proxy-refused': ({ target, via, noProxy, noStatus, takesTls, ...facts }) => {
    const refusal = inParentheses(facts.refusal);
    if (takesTls)
      return {
        message: text('verdict.proxy-refused.takes-tls', { proxy: via }),
        next: text('verdict.proxy-refused.takes-tls.next'),
      };
    if (noProxy)
      return {
        message: text('verdict.proxy-refused.no-proxy', { proxy: via, refusal }),
        next: text('verdict.proxy-refused.no-proxy.next', { target }),
      };
    if (noStatus !== null)
      return {
        message: text('verdict.proxy-refused.no-status', { proxy: via, target, reason: reasonOf(noStatus) }),
        next: text('verdict.proxy-refused.no-status.next', { proxy: via, target }),
      };
    return {
      message: text('verdict.proxy-refused', { proxy: via, target, refusal }),
      next: text('verdict.proxy-refused.next', { target }),
    };
  },
  'dns-failed': ({ gateway, dnsDown }) =>
    dnsDown
      ? {
          message: text('verdict.dns-failed.no-server', { gateway }),
          next: text('verdict.dns-failed.no-server.next'),
        }
      : { message: text('verdict.dns-failed', { gateway }), next: text('verdict.dns-failed.next') },
  'gateway-unreachable': ({ target, via, nameUnknownToProxy, observed, ...facts }) => {
    if (facts.blockedHere)
      return {
        message: text('verdict.gateway-unreachable.blocked-here', { target }),
        next: text('verdict.blocked-here.next'),
      };
    const how = facts.proxyTcpFails ? 'next-reach' : 'next-resolve';
    const reach =
      via === 'direct'
        ? text('verdict.gateway-unreachable.next-direct', { target })
        : text(`verdict.gateway-unreachable.${how}`, { proxy: via, target });
    const why = whyUnreachable(observed, nameUnknownToProxy);
    return {
      message: text('verdict.gateway-unreachable', { target, route: route(via), why }),
      next: sentences(
        reach,
        facts.tcpRefused && text('verdict.gateway-unreachable.next-refused'),
        facts.tcpReset && text('verdict.gateway-unreachable.next-reset'),
      ),
    };
  },
  timeout: (facts) => {
    const { gateway, target, via, stuck, tooSlow, tlsCut } = facts;
    if (stuck !== null) return stuckText(target, stuck);
    if (tooSlow !== null) return slow(facts, tooSlow);
    if (tlsCut === 'proxy') return cut(facts, 'proxy');
    if (tlsCut === 'gateway')
      return {
        message: text('verdict.timeout.tls-on-no-route', { target, proxy: via }),
        next: text('verdict.timeout.tls-on-no-route.next'),
      };
    if (facts.endsAtProxy)
      return {
        message: text('verdict.timeout.proxy', { proxy: via, otherRoutes: otherRoutes(facts) }),
        next: text('verdict.proxy-unreachable.next', { proxy: via }),
      };
    if (facts.noReplyInTls)
      return {
        message: text('verdict.timeout.sstp', { gateway, route: route(via) }),
        next: text('verdict.timeout.sstp.next', { target }),
      };
    if (facts.noReplyToTls) {
      const team = text(via === 'direct' ? 'team.network' : 'team.proxy');
      return {
        message: text('verdict.timeout.tls', { gateway, route: route(via) }),
        next: text('verdict.timeout.tls.next', { team, target }),
      };
    }
    return {
      message: text('verdict.timeout', { gateway, route: route(via) }),
      next:
        via === 'direct'
          ? text('verdict.timeout.next-direct', { target })
          : text('verdict.timeout.next-proxy', { proxy: via, target }),
    };
  },
  'tls-failed': (facts) => {
    const { target, via, tls, resetInTransit, tlsCut } = facts;
    if (tlsCut === 'proxy' || tlsCut === 'either') return cut(facts, tlsCut);
    const isOnBoth = tlsCut === 'gateway';
    const end = tlsEnd(tls, resetInTransit);
    return {
      message: text(isOnBoth ? 'verdict.tls-failed.also-direct' : 'verdict.tls-failed', { target, end }),
      next: resetInTransit
        ? sentences(text('verdict.tls-failed.next-reset', { target }), withoutSstp(facts))
        : sentences(
            text('verdict.tls-failed.next', { next: tlsNext(tls) }),
            tls === 'reset-at-client-hello' && withoutSstp(facts),
            via === 'direct' && mayEndOnRoute(tls) && text('verdict.tls-failed.next-network', { target }),
            via !== 'direct' &&
              mayEndAtProxy(facts) &&
              text('verdict.tls-failed.next-proxy', { proxy: via, target }),
          ),
    };
  },
  'captive-portal': ({ gateway, target, via, pageHost, mayBeWeb }) => {
    const leads = pageHost === null ? '' : text('verdict.captive-portal.leads', { host: pageHost });
    if (via === 'direct') {
      const which = mayBeWeb ? 'direct-or-web' : 'direct';
      return {
        message: text(`verdict.captive-portal.${which}`, { gateway, leads }),
        next: text(`verdict.captive-portal.${which}.next`, { target }),
      };
    }
    return {
      message: mayBeWeb
        ? text('verdict.captive-portal.proxy-or-web', { gateway, proxy: via, leads })
        : text('verdict.captive-portal.proxy', { proxy: via, leads, target }),
      next: sentences(
        text('verdict.captive-portal.proxy.next', { target }),
        mayBeWeb && text('verdict.captive-portal.next-vpn-team'),
      ),
    };
  },
  'tls-offload': ({ gateway, target }) => ({
    message: text('verdict.tls-offload', { gateway }),
    next: text('verdict.tls-offload.next', { target }),
  }),
  'tls-inspection': ({ gateway, target }) => ({
    message: text('verdict.tls-inspection', { gateway }),
    next: text('verdict.tls-inspection.next', { target }),
  }),
  'untrusted-root': untrustedRoot,
  'wrong-root': ({ gateway, acknowledged, observed }) => ({
    message: text('verdict.wrong-root', { gateway, also: flaws(observed, 'verdict.also-flaws') }),
    next: sentences(
      text('verdict.wrong-root.next'),
      acknowledged && text('verdict.wrong-root.next-acknowledged'),
    ),
  }),
  'sstp-not-offered': ({ gateway, tried, azure }) => ({
    message: text(tried ? 'verdict.sstp-not-offered.tried' : 'verdict.sstp-not-offered.untried', { gateway }),
    next: sentences(text('verdict.sstp-not-offered.next'), withoutSstp({ azure, gateway })),
  }),
  'certificate-invalid': ({ gateway, target, via, mayBeWeb, observed, ...facts }) => {
    const server = inParentheses(facts.server);
    const web = mayBeWeb ? text('verdict.certificate-invalid.web', { server }) : '';
    const found = flaws(observed, 'verdict.certificate-invalid.flaws');
    return {
      message: text('verdict.certificate-invalid', { gateway, flaws: found, web }),
      next: sentences(
        text('verdict.certificate-invalid.next', { parts: certificateToCheck(observed) }),
        mayBeWeb && text('verdict.next-tls-unchanged'),
        mayBeWeb && blockPage(via, target),
      ),
    };
  },
  'no-sstp-port-free': ({ gateway, azure }) =>
    azure
      ? {
          message: text('verdict.no-sstp-port-free.azure', { gateway }),
          next: text('verdict.no-sstp-port-free.azure.next'),
        }
      : {
          message: text('verdict.no-sstp-port-free', { gateway }),
          next: text('verdict.no-sstp-port-free.next'),
        },
  'not-sstp': (facts) => {
    const { target, via, refusedCall, unanswered, stuck } = facts;
    if (refusedCall === null && stuck !== null) return stuckText(target, stuck);
    return {
      message: notSstp(facts),
      next: sentences(
        text(refusedCall === null ? 'verdict.not-sstp.next' : 'verdict.not-sstp.refused-call.next'),
        refusedCall === null && withoutSstp(facts),
        refusedCall === null && facts.webAnswers && text('verdict.next-tls-unchanged'),
        unanswered && via !== 'direct' && text('verdict.not-sstp.next-unanswered', { proxy: via, target }),
        facts.inspected && via !== 'direct' && text('verdict.not-sstp.next-inspected', { target }),
      ),
    };
  },
  revoked: ({ gateway, revokedIssuer, isOnHold }) => {
    if (isOnHold)
      return { message: text('verdict.revoked.hold', { gateway }), next: text('verdict.revoked.hold.next') };
    return revokedIssuer === null
      ? { message: text('verdict.revoked', { gateway }), next: text('verdict.revoked.next') }
      : {
          message: text('verdict.revoked.issuer', { gateway, issuer: revokedIssuer }),
          next: text('verdict.revoked.issuer.next'),
        };
  },
  'revocation-unreachable': ({ failures, owner, hosts }) => ({
    message: text('verdict.revocation-unreachable', { causes: causes(failures) }),
    next: revocationNext(owner, hosts.length === 0 ? text('revocation.its-addresses') : listed(hosts)),
  }),
  'not-tested': notTested,
};

function notSstp({ target, refusedCall, oldHttp, unanswered, observed, server }: VerdictFacts): Text {
  if (refusedCall !== null) return text('verdict.not-sstp.refused-call', { target, call: refusedCall });
  if (oldHttp) return text('verdict.not-sstp.old-http', { target, server: inParentheses(server) });
  if (unanswered) return text('verdict.not-sstp.unanswered', { target, server: inParentheses(server) });
  return text('verdict.not-sstp', { target, answer: answerInstead(observed, server) });
}

/**
 * The text of a reported verdict. Asks nobody for what the proposed settings fix. If the proposal fails too,
 * suggests no apply; if its lists show a revoked certificate, asks nobody to allow them.
 */
export function verdictText(reported: Verdict, checks: readonly Check[]): VerdictText {
  const { gateway, verdict, command = 'p2s-fix --apply' } = reported;
  const own = VERDICTS[verdict](verdictFacts(gateway, checks, reported));
  if (reported.worksToday) return { ...own, next: text('verdict.proposal.works-today') };
  if (reported.revokedByProposal) return { ...own, next: text('verdict.proposal.revoked') };
  if (!reported.mendedByProposal) return own;
  if (reported.losesByProposal) return { ...own, next: text('verdict.proposal.loses') };
  return { ...own, next: text('verdict.proposal.fixes', { command }) };
}

/** What happened, and what to do next; `null` when nothing is to be done. */
export interface VerdictWords {
  message: string;
  next: string | null;
}

/** The words of a verdict in one language. */
export function verdictWords({ message, next }: VerdictText, catalog: Catalog): VerdictWords {
  return { message: toWords(message, catalog), next: next === null ? null : toWords(next, catalog) };
}
