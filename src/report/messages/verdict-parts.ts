import { SSTP_CLOSED } from '../../core/findings/path/deadlines.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import type { Observed } from '../facts/observed.ts';
import type { TooSlow } from '../facts/verdict-evidence.ts';
import type { VerdictFacts } from '../facts/verdict-facts.ts';
import { clauses, inParentheses, listed, route, sentences } from './parts.ts';
import { flawOf, reasonOf } from './reason.ts';
import { type Text, text } from './text.ts';

/** A verdict in one sentence with the cause, then who must do what, with exact names. */
export interface VerdictText {
  message: Text;
  /** `null` when nothing is to be done. */
  next: Text | null;
}

/** The other routes of a list: those without a connection, and those not tried. */
export function otherRoutes({ deadToo, untried }: Pick<VerdictFacts, 'deadToo' | 'untried'>): Text {
  const routes = listed(deadToo.map((one) => (one === 'direct' ? text('other-routes.direct') : one)));
  const isAll = untried === null;
  const dead =
    deadToo.length === 0 ? '' : text(isAll ? 'other-routes.dead' : 'other-routes.dead-of-tried', { routes });
  if (isAll) return dead;
  const { count, unsupported } = untried;
  const kinds = unsupported.map((kind) => text(`other-routes.untried.${kind}`));
  const why = inParentheses(kinds.length === 0 ? null : clauses(kinds));
  return [
    dead,
    count === 1 ? text('other-routes.one-untried', { why }) : text('other-routes.untried', { count, why }),
  ];
}

/** Why a gateway is unreachable: the proxy's response, else its own connection error. */
export function whyUnreachable({ answer, proxySays }: Observed, nameUnknownToProxy: boolean): Text {
  if (nameUnknownToProxy)
    return text('verdict.gateway-unreachable.unknown-to-proxy', { answer: inParentheses(proxySays) });
  if (proxySays !== null) return text('verdict.gateway-unreachable.proxy-answers', { answer: proxySays });
  return answer === null ? '' : text('verdict.gateway-unreachable.reason', { reason: reasonOf(answer) });
}

/** SSTP cannot be enabled on a gateway of Azure: what its team does if the gateway lacks it. */
export function withoutSstp({ azure, gateway }: Pick<VerdictFacts, 'azure' | 'gateway'>): Text | false {
  return azure && text('verdict.next-azure', { since: SSTP_CLOSED, gateway });
}

/** On a route through a proxy: whose page it may be. */
export function blockPage(via: string, target: string): Text | false {
  return via !== 'direct' && text('verdict.certificate-invalid.next-block-page', { proxy: via, target });
}

/** Bytes arrived, but too few in time. */
export function slow({ gateway, target, via }: VerdictFacts, { stage, ...came }: TooSlow): VerdictText {
  if (stage === 'connect')
    return {
      message: text('verdict.timeout.slow-connect', { proxy: via, target, ...came }),
      next: text('verdict.timeout.slow-connect.next', { proxy: via }),
    };
  const next = text('verdict.timeout.slow-gateway.next');
  const values = { gateway, route: route(via), ...came };
  if (stage !== 'tls') return { message: text('verdict.timeout.slow-sstp', values), next };
  const ofRoute =
    via === 'direct'
      ? text('verdict.timeout.slow-tls.next-direct', { target })
      : text('verdict.timeout.slow-tls.next-proxy', { target });
  return { message: text('verdict.timeout.slow-tls', values), next: sentences(ofRoute, next) };
}

/** Name and SSTP are correct, but the service behind them does not reply correctly. */
export function stuckText(target: string, stuck: EvidenceByStage['sstp']): VerdictText {
  return {
    message: text('verdict.stuck', { target, reason: reasonOf(stuck) }),
    next: text('verdict.stuck.next'),
  };
}

/** CONNECT is granted, and TLS ends after it. */
export function cut(facts: VerdictFacts, by: 'proxy' | 'either'): VerdictText {
  const { target, via, tls, directAsked } = facts;
  const pass = text('verdict.tls-cut.next', { target });
  if (by === 'proxy')
    return {
      message: text('verdict.tls-cut.proxy', { proxy: via, target, reason: inParentheses(tls) }),
      next: pass,
    };
  return {
    message: text('verdict.tls-cut.either', { proxy: via, target }),
    next: sentences(
      pass,
      text('verdict.tls-cut.next-vpn-team'),
      withoutSstp(facts),
      !directAsked && text('verdict.tls-cut.next-compare'),
    ),
  };
}

/** What it replied instead of SSTP, and the kind of server. */
export function answerInstead({ answer }: Observed, server: string | null): Text {
  const parts = [...(answer === null ? [] : [reasonOf(answer)]), ...(server === null ? [] : [server])];
  return inParentheses(parts.length === 0 ? null : clauses(parts));
}

/** The problems of a certificate, with the words before them. */
export function flaws(
  { flaws: all }: Observed,
  before: 'verdict.also-flaws' | 'verdict.certificate-invalid.flaws',
): Text {
  return all.length === 0 ? '' : text(before, { flaws: clauses(all.map(flawOf)) });
}
