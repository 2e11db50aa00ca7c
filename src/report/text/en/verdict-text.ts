import type { VerdictCode } from '../../../core/model/check.ts';
import type { VerdictFacts } from '../../facts/verdict-facts.ts';
import { reasonOf } from '../../messages/reason.ts';
import { toWords } from '../../messages/text.ts';
import { certificateToCheck, tlsEnd, tlsNext } from '../../messages/tls.ts';
import { notTested } from '../not-tested-text.ts';
import {
  answerInstead,
  blockedByThisComputer,
  causes,
  cutText,
  flaws,
  inParentheses,
  leading,
  norAnswer,
  proxyDown,
  revocationNext,
  routeName,
  slowChain,
  slowText,
  stuckText,
  type VerdictText,
  whoIsMissing,
  whyUnreachable,
} from '../verdict-parts.ts';
import { CATALOG_EN } from './catalog.ts';

/** For a certificate that is not trusted here, when SSTP replied. */
const ACKNOWLEDGED = ' SSTP answers behind it (Call Connect Ack).';
const OFFLOADED =
  " Where the certificate is not the gateway's own, something in front of it ends TLS (a reverse proxy): pass TLS through unchanged.";

/** For a web server that may be in front of the gateway. */
const TLS_AS_IT_IS =
  ' If a load balancer or a reverse proxy is in front of the gateway: have it pass TCP for this name through, with TLS unchanged.';

/** The text of a verdict: the cause in one sentence, then who must do what, with exact names. */
export const VERDICTS_EN: Record<VerdictCode, (facts: VerdictFacts) => VerdictText> = {
  reachable: ({ gateway, via, lacksAddresses, inspected }) => ({
    message: `SSTP handshake with ${gateway} succeeded (${routeName(via)}). Sign-in was not tested.${
      lacksAddresses ? ' One of its certificates names no address for the revocation check.' : ''
    }${inspected ? ' An inspecting proxy may have made its certificate; if so, sign-in fails.' : ''}`,
    next: null,
  }),
  'proxy-unreachable': ({ via, blockedHere, deadToo, untried }) =>
    blockedHere
      ? blockedByThisComputer(`the proxy ${via}`)
      : { message: `The proxy ${via} does not answer${norAnswer(deadToo, untried)}.`, next: proxyDown(via) },
  'proxy-auth-required': ({ target, via }) => ({
    message: `The proxy ${via} requires authentication (407); SSTP cannot authenticate to a proxy.`,
    next: `Proxy team: allow CONNECT ${target} without authentication and without inspection.`,
  }),
  'proxy-blocks-sstp': ({ target, via, headerFilter }) => ({
    message: {
      refused: `The proxy ${via} refuses CONNECT when it carries the SSTPVERSION header.`,
      silent: `The proxy ${via} does not answer CONNECT when it carries the SSTPVERSION header, but grants it without.`,
      cut: `The proxy ${via} ends TLS after a CONNECT that carries the SSTPVERSION header, but not after one without.`,
    }[headerFilter],
    next: `Proxy team: allow CONNECT ${target} with the header SSTPVERSION.`,
  }),
  'proxy-refused': ({ target, via, refusal, noProxy, noStatus, takesTls }) =>
    takesTls
      ? {
          message: `The port ${via} answers in TLS: it is a proxy over TLS (https://), or another service. SSTP uses only a proxy that accepts HTTP without TLS.`,
          next: `Administrator: set the port on which the proxy accepts CONNECT without TLS. Proxy team: name that port, or open one.`,
        }
      : noProxy
        ? {
            message: `The server at ${via} does not accept CONNECT${inParentheses(refusal)}. It may not be a proxy.`,
            next: `Administrator: check the proxy name and port. Proxy team: allow CONNECT ${target}.`,
          }
        : noStatus !== null
          ? {
              message: `The proxy ${via} gives no usable answer to CONNECT ${target}: ${toWords(reasonOf(noStatus), CATALOG_EN)}.`,
              next: `Administrator: check that ${via} accepts HTTP without TLS. Proxy team: check its log for the cause; allow CONNECT ${target}.`,
            }
          : {
              message: `The proxy ${via} refuses CONNECT ${target}${inParentheses(refusal)}.`,
              next: `Proxy team: allow CONNECT ${target}.`,
            },
  'dns-failed': ({ gateway, dnsDown }) =>
    dnsDown
      ? {
          message: `No name server answers for ${gateway}.`,
          next: 'Administrator: check the network and its name servers. If only a proxy resolves the name, the tunnel must use that proxy: set it, or remove the bypass entry that excludes the gateway.',
        }
      : {
          message: `The name ${gateway} does not resolve on this computer.`,
          next: 'Administrator: check the gateway name. If only a proxy resolves it, the tunnel must use that proxy: set it, or remove the bypass entry that excludes the gateway.',
        },
  'gateway-unreachable': (facts) => {
    const { target, via, nameUnknownToProxy, observed, tcpRefused, proxyTcpFails } = facts;
    if (facts.blockedHere) return blockedByThisComputer(target);
    const reach =
      via === 'direct'
        ? `Network team: allow TCP to ${target}.`
        : `Proxy team: let ${via} ${proxyTcpFails ? 'reach' : 'resolve and reach'} ${target}.`;
    return {
      message: `${target} cannot be reached (${routeName(via)})${whyUnreachable(observed, nameUnknownToProxy)}.`,
      next: `${reach}${
        tcpRefused
          ? ' VPN team: if no firewall on the route refuses it, nothing listens there; check that the gateway runs, its name and its port.'
          : ''
      }`,
    };
  },
  timeout: (facts) => {
    const { gateway, target, via, endsAtProxy, noReplyInTls, deadToo, untried, stuck } = facts;
    if (stuck !== null) return stuckText(target, stuck);
    if (facts.tooSlow !== null) return slowText(facts, facts.tooSlow);
    if (facts.tlsCut === 'proxy') return cutText(facts, 'proxy');
    if (facts.tlsCut === 'gateway')
      return {
        message: `${target} does not complete TLS, neither through ${via} nor on the direct route.`,
        next: `VPN team: check that the gateway answers TLS on its port.`,
      };
    return endsAtProxy
      ? { message: `The proxy ${via} does not reply${norAnswer(deadToo, untried)}.`, next: proxyDown(via) }
      : noReplyInTls
        ? {
            message: `${gateway} accepts the connection and TLS, but does not reply to SSTP (${routeName(via)}).`,
            next: `VPN team: check that SSTP runs on ${target}, and that nothing in front of it blocks requests that are not web requests.`,
          }
        : {
            message: facts.noReplyToTls
              ? `The connection to ${gateway} is open, but nothing answers TLS (${routeName(via)}).`
              : `No reply from ${gateway} (${routeName(via)}).`,
            next: facts.noReplyToTls
              ? `${via === 'direct' ? 'Network' : 'Proxy'} team: let TLS to ${target} pass unchanged, also by its name (SNI). VPN team: if nothing blocks it, check that the gateway answers TLS on its port, and is not overloaded.`
              : via === 'direct'
                ? `Network team: something drops the traffic to ${target}.`
                : `Proxy team: ${via} does not answer for ${target}. Administrator: off its network, clear the proxy.`,
          };
  },
  'tls-failed': (facts) => {
    const { target, via, tls, resetInTransit, tlsCut } = facts;
    if (tlsCut === 'proxy' || tlsCut === 'either') return cutText(facts, tlsCut);
    return {
      message: `${target} ${toWords(tlsEnd(tls, resetInTransit), CATALOG_EN)}${tlsCut === 'gateway' ? '; on the direct route as well' : ''}.`,
      next: resetInTransit
        ? `Network team: make sure that nothing on the route resets TLS to ${target} because of its name. VPN team: if nothing does, check that SSTP is enabled on the gateway, and that devices in front of it pass this name on.`
        : `VPN team: ${toWords(tlsNext(tls), CATALOG_EN)}.${
            via === 'direct' || tlsCut === 'gateway'
              ? ''
              : ` Proxy team: if that is already the case, ${via} cuts TLS; allow it to ${target}, unchanged.`
          }`,
    };
  },
  'captive-portal': ({ gateway, target, via, pageHost, mayBeWeb }) => {
    const alternative = mayBeWeb ? '; or that name resolves to an ordinary web server' : '';
    if (via === 'direct')
      return {
        message: `A web page answers instead of ${gateway}${leading(pageHost)}: this network requires a sign-in in a browser (captive portal), or blocks the connection${alternative}.`,
        next: `User: open a browser and sign in to the network. Network team: if no page asks for that, allow TCP to ${target}${mayBeWeb ? '; VPN team: check the gateway name' : ''}.`,
      };
    return {
      message: mayBeWeb
        ? `A web page answers instead of ${gateway} through the proxy ${via}${leading(pageHost)}: the proxy blocks the connection or requires a sign-in${alternative}.`
        : `The proxy ${via} answers with a web page${leading(pageHost)} instead of a connection to ${target}.`,
      next: `Proxy team: allow CONNECT ${target} without a sign-in page; SSTP cannot respond to one.${
        mayBeWeb ? ' VPN team: if the page is not theirs, check the gateway name.' : ''
      }`,
    };
  },
  'tls-offload': ({ gateway, target }) => ({
    message: `SSTP to ${gateway} answers under a certificate that is not the gateway's: something in front of it ends TLS (a reverse proxy). Sign-in fails, because SSTP binds to the certificate.`,
    next: `VPN team: pass TCP for ${target} through to the gateway, with TLS unchanged.`,
  }),
  'tls-inspection': ({ gateway, target }) => ({
    message: `TLS to ${gateway} is opened on the route (TLS inspection). SSTP fails even where that certificate is trusted.`,
    next: `Proxy team: exempt ${target} from TLS inspection.`,
  }),
  'untrusted-root': ({ gateway, tls, missing, issuerBlocked, owner, hosts, observed, acknowledged }) =>
    tls === 'chain-slow'
      ? slowChain(gateway, missing)
      : missing === null
        ? {
            message: `The certificate of ${gateway} ends in a root that is not trusted on this computer${
              observed.top === null ? '' : ` (the last of its chain: ${observed.top})`
            }${flaws(observed, '; also: ')}.${acknowledged ? ACKNOWLEDGED : ''}`,
            next: `VPN team: check the root certificate; add it for this check with --ca FILE.${acknowledged ? OFFLOADED : ''}`,
          }
        : {
            message: `The certificate of ${gateway} does not lead to a root that is trusted on this computer: ${whoIsMissing(missing)}${flaws(observed, '; also: ')}.${acknowledged ? ACKNOWLEDGED : ''}`,
            next: `${issuerBlocked ? `${revocationNext(owner, hosts.join(', '))} ` : ''}VPN team: have the gateway send its intermediate certificates. Where "${missing.issuer}" is the root itself, check it; --ca FILE adds it for this check.${acknowledged ? OFFLOADED : ''}`,
          },
  'wrong-root': ({ gateway, acknowledged, observed }) => ({
    message: `The certificate of ${gateway} ends in a different root than its VPN profile expects${flaws(observed, '; also: ')}.`,
    next: `VPN team: download a new VPN client package and redeploy it. Do not add the new root by hand before its name is confirmed.${
      acknowledged
        ? ' If the root was not changed, a reverse proxy carries SSTP under its own certificate, which SSTP does not accept.'
        : ''
    }`,
  }),
  'sstp-not-offered': ({ gateway, tried }) => ({
    message: `${gateway} does not offer SSTP, according to its VPN profile; ${
      tried ? 'it ends TLS at the first byte' : 'it was not tried'
    }.`,
    next: 'VPN team: use IKEv2 or OpenVPN. No proxy setting changes this.',
  }),
  'certificate-invalid': ({ gateway, target, via, server, mayBeWeb, observed }) => ({
    message: `The certificate of ${gateway} is not valid for it${flaws(observed, ': ')}${
      mayBeWeb ? `; a web server answers there${inParentheses(server)}` : ''
    }.`,
    next: `VPN team: check ${toWords(certificateToCheck(observed), CATALOG_EN)}.${mayBeWeb ? TLS_AS_IT_IS : ''}${
      mayBeWeb && via !== 'direct'
        ? ` Proxy team: if ${via} shows a block page, allow CONNECT ${target}.`
        : ''
    }`,
  }),
  'no-sstp-port-free': ({ gateway, azure }) =>
    azure
      ? {
          message: `${gateway} has no SSTP port free (503).`,
          next: 'VPN team: 128 connections are the limit; disconnect unused ones.',
        }
      : {
          message: `${gateway} answers 503: no SSTP port is free, or a service behind it does not run.`,
          next: 'VPN team: check that Routing and Remote Access runs and has free SSTP ports; if another service answers there, check that it runs.',
        },
  'not-sstp': ({
    target,
    via,
    server,
    oldHttp,
    unanswered,
    inspected,
    refusedCall,
    stuck,
    observed,
    webAnswers,
  }) => {
    if (refusedCall === null && stuck !== null) return stuckText(target, stuck);
    const between =
      unanswered && via !== 'direct'
        ? ` Proxy team: if the gateway does not end it, let ${via} keep the connection open. Where the direct route is open, p2s-fix verify ${target} --direct shows which of them ends it.`
        : '';
    return {
      message:
        refusedCall !== null
          ? `${target} is an SSTP server, but refuses the call (${refusedCall}).`
          : oldHttp
            ? `${target} answers in HTTP/1.0, which Windows does not accept from an SSTP server${inParentheses(server)}.`
            : unanswered
              ? `${target} accepts TLS, but the connection ends without an answer to SSTP${inParentheses(server)}.`
              : `${target} answers, but not as an SSTP server${answerInstead(observed, server)}.`,
      next: `${refusedCall === null ? 'VPN team: check the gateway name and that SSTP is enabled.' : 'VPN team: check the log of the server for why it refuses; its name and the proxy settings are right.'}${
        refusedCall === null && webAnswers ? TLS_AS_IT_IS : ''
      }${between}${
        inspected
          ? ` Proxy team: an inspecting proxy may have made its certificate; if so, exempt ${target} from TLS inspection.`
          : ''
      }`,
    };
  },
  revoked: ({ gateway, revokedIssuer }) =>
    revokedIssuer === null
      ? {
          message: `The certificate of ${gateway} is revoked.`,
          next: 'VPN team: replace the certificate.',
        }
      : {
          message: `The CA certificate "${revokedIssuer}" in the chain of ${gateway} is revoked.`,
          next: 'VPN team: replace the certificate of the gateway with one from another CA certificate.',
        },
  'revocation-unreachable': ({ failures, owner, hosts }) => ({
    message: `The revocation of the certificate cannot be checked (0x80092013)${causes(failures)}.`,
    next: revocationNext(owner, hosts.join(', ') || 'its URLs'),
  }),
  'not-tested': notTested,
};
