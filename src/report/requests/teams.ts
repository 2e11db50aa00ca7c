import type { Check } from '../../core/model/check.ts';
import { isLoopbackProxy } from '../../core/proxy/host.ts';
import { isOtherWeb } from '../facts/observed.ts';
import { mayEndAtProxy, mayEndOnRoute } from '../facts/verdict-evidence.ts';
import {
  endsAtProxy,
  givesNoReplyInTls,
  isResetInTransit,
  type RequestTo,
} from '../model/revocation-owner.ts';
import type { RequestFacts } from './request-facts.ts';

type TunnelFacts = Pick<
  RequestFacts,
  | 'verdict'
  | 'proxy'
  | 'tls'
  | 'tlsCut'
  | 'noReplyToTls'
  | 'tooSlow'
  | 'unanswered'
  | 'tcpRefused'
  | 'tcpReset'
  | 'mayBeWeb'
  | 'flaws'
  | 'missing'
  | 'inspected'
>;

/**
 * The teams that must act on a failed tunnel, in the order of its next step: that text names the same teams. Empty
 * for a verdict on the revocation check, and if the user or the administrator must act.
 */
export function teamsToAsk(facts: TunnelFacts, checks: readonly Check[]): RequestTo[] {
  const { verdict, proxy, tlsCut, noReplyToTls, tooSlow, unanswered, tcpRefused, mayBeWeb, inspected } =
    facts;
  const route: RequestTo = proxy === null ? 'network-team' : 'proxy-team';
  /** The VPN team, and the proxy team if the proxy may be the cause. */
  const orProxy = (may: boolean): RequestTo[] =>
    may && proxy !== null ? ['vpn-team', 'proxy-team'] : ['vpn-team'];
  switch (verdict) {
    case 'proxy-unreachable':
      return proxy !== null && isLoopbackProxy(proxy) ? [] : ['proxy-team'];
    case 'proxy-auth-required':
    case 'proxy-blocks-sstp':
    case 'proxy-refused':
    case 'tls-inspection':
      return ['proxy-team'];
    case 'captive-portal':
      // On the direct route, the user must sign in to the network.
      if (proxy === null) return [];
      return mayBeWeb ? ['proxy-team', 'vpn-team'] : ['proxy-team'];
    case 'gateway-unreachable':
      return tcpRefused || facts.tcpReset ? [route, 'vpn-team'] : [route];
    case 'timeout':
      if (endsAtProxy(checks)) return ['proxy-team'];
      if (givesNoReplyInTls(checks) || tlsCut === 'gateway') return ['vpn-team'];
      return noReplyToTls || tooSlow?.stage === 'tls' ? [route, 'vpn-team'] : [route];
    case 'tls-failed':
      if (tlsCut === 'proxy') return ['proxy-team'];
      // It ended on the route or at the gateway; which one is unknown.
      if (proxy === null && mayEndOnRoute(facts.tls)) return ['vpn-team', route];
      if (isResetInTransit(checks) || tlsCut === 'either') return [route, 'vpn-team'];
      return orProxy(mayEndAtProxy(facts));
    case 'not-sstp':
      // After TLS, the evidence does not show who ended the connection.
      return orProxy(unanswered || inspected);
    case 'certificate-invalid':
      return orProxy(mayBeWeb);
    case 'untrusted-root':
      return orProxy(facts.missing === null && isOtherWeb(facts));
    case 'tls-offload':
    case 'wrong-root':
    case 'no-sstp-port-free':
    case 'revoked':
      return ['vpn-team'];
    default:
      return [];
  }
}
