import type { VerdictCode } from '../../../core/model/check.ts';
import type { VerdictFacts } from '../../facts/verdict-facts.ts';
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
import { certificateToCheck } from './certificate-text.ts';
import { reasonText } from './reason-text.ts';
import { tlsEnd, tlsNext } from './tls-text.ts';

/** Of a certificate that is not trusted here, and SSTP behind it. */
const ACKNOWLEDGED = ' SSTP answers behind it (Call Connect Ack).';
const OFFLOADED =
  " Where the certificate is not the gateway's own, something in front of it ends TLS (a reverse proxy): pass TLS through as it is.";

/** Of a web server that may stand in front of the gateway. */
const TLS_AS_IT_IS =
  ' Where a load balancer or a reverse proxy stands in front of the gateway: have it pass TCP for this name through, with TLS as it is.';

/** What a verdict says to a person: the cause in one sentence, then who has to do what, with exact names. */
export const VERDICTS_EN: Record<VerdictCode, (facts: VerdictFacts) => VerdictText> = {
  reachable: ({ gateway, via, lacksAddresses, inspected }) => ({
    message: `SSTP to ${gateway} gets through (${routeName(via)}); signing in was not tested.${
      lacksAddresses ? ' One of its certificates names no address for revocation.' : ''
    }${inspected ? ' Its certificate looks like one that an inspecting proxy made; signing in fails then.' : ''}`,
    next: null,
  }),
  'proxy-unreachable': ({ via, blockedHere, deadToo, untried }) =>
    blockedHere
      ? blockedByThisComputer(`the proxy ${via}`)
      : { message: `The proxy ${via} does not answer${norAnswer(deadToo, untried)}.`, next: proxyDown(via) },
  'proxy-auth-required': ({ target, via }) => ({
    message: `The proxy ${via} wants authentication (407); SSTP cannot authenticate to a proxy.`,
    next: `Proxy team: allow CONNECT ${target} without authentication and without inspection.`,
  }),
  'proxy-blocks-sstp': ({ target, via, headerFilter }) => ({
    message: {
      refused: `The proxy ${via} refuses CONNECT when it carries the SSTPVERSION header.`,
      silent: `The proxy ${via} does not answer CONNECT when it carries the SSTPVERSION header, and grants it without.`,
      cut: `The proxy ${via} ends TLS behind a CONNECT that carries the SSTPVERSION header, and not behind one without.`,
    }[headerFilter],
    next: `Proxy team: allow CONNECT ${target} with the header SSTPVERSION.`,
  }),
  'proxy-refused': ({ target, via, refusal, noProxy, noStatus, takesTls }) =>
    takesTls
      ? {
          message: `The port ${via} answers in TLS: it is a proxy over TLS (https://), or another service. SSTP uses only a proxy that takes HTTP without TLS.`,
          next: `Admin: set the port on which the proxy takes CONNECT without TLS. Proxy team: name that port, or open one.`,
        }
      : noProxy
        ? {
            message: `What answers at ${via} knows no CONNECT${inParentheses(refusal)}: it may be no proxy.`,
            next: `Admin: check the proxy name and port. Proxy team: allow CONNECT ${target}.`,
          }
        : noStatus !== null
          ? {
              message: `The proxy ${via} gives no answer to CONNECT ${target} that can be used: ${reasonText(noStatus)}.`,
              next: `Admin: check that ${via} takes HTTP without TLS. Proxy team: find in its log why it answers so; allow CONNECT ${target}.`,
            }
          : {
              message: `The proxy ${via} refuses CONNECT ${target}${inParentheses(refusal)}.`,
              next: `Proxy team: allow CONNECT ${target}.`,
            },
  'dns-failed': ({ gateway, dnsDown }) =>
    dnsDown
      ? {
          message: `No name server answers for ${gateway}.`,
          next: 'Admin: check the network and its name servers. If only a proxy resolves the name, the tunnel has to use it: set that proxy, or remove the bypass entry that excludes the gateway.',
        }
      : {
          message: `The name ${gateway} is not known here.`,
          next: 'Admin: check the gateway name. If only a proxy resolves it, the tunnel has to use that proxy: set it, or remove the bypass entry that excludes the gateway.',
        },
  'gateway-unreachable': ({ target, via, nameUnknownToProxy, blockedHere, observed, refusedDirectly }) =>
    blockedHere
      ? blockedByThisComputer(target)
      : {
          message: `${target} cannot be reached (${routeName(via)})${whyUnreachable(observed, nameUnknownToProxy)}.`,
          next:
            via === 'direct'
              ? `Network team: allow TCP to ${target}.${
                  refusedDirectly
                    ? ' Where nothing on the way refuses it, VPN team: nothing listens there; check that the gateway runs, its name and its port.'
                    : ''
                }`
              : `Proxy team: let ${via} resolve and reach ${target}.`,
        },
  timeout: (facts) => {
    const { gateway, target, via, endsAtProxy, silentInTls, deadToo, untried, stuck } = facts;
    if (stuck !== null) return stuckText(target, stuck);
    if (facts.tooSlow !== null) return slowText(facts, facts.tooSlow);
    if (facts.tlsCut === 'proxy') return cutText(facts, 'proxy');
    if (facts.tlsCut === 'gateway')
      return {
        message: `${target} does not complete TLS, neither through ${via} nor on the direct route.`,
        next: `VPN team: check that the gateway answers TLS on its port.`,
      };
    return endsAtProxy
      ? { message: `The proxy ${via} stays silent${norAnswer(deadToo, untried)}.`, next: proxyDown(via) }
      : silentInTls
        ? {
            message: `${gateway} takes the connection and its TLS, and is silent to SSTP (${routeName(via)}).`,
            next: `VPN team: check that SSTP runs on ${target}, and that nothing before it holds back what is no web request.`,
          }
        : {
            message: facts.silentToTls
              ? `${gateway} is connected to, and nothing answers TLS (${routeName(via)}).`
              : `Silence on the way to ${gateway} (${routeName(via)}).`,
            next: facts.silentToTls
              ? `${via === 'direct' ? 'Network' : 'Proxy'} team: let TLS to ${target} pass as it is, also by its name (SNI). Where nothing holds it back, VPN team: check that the gateway answers TLS on its port, and is not overloaded.`
              : via === 'direct'
                ? `Network team: something drops the traffic to ${target}.`
                : `Proxy team: ${via} does not answer for ${target}. Off its network, admin: clear the proxy.`,
          };
  },
  'tls-failed': (facts) => {
    const { target, via, tls, resetOnTheWay, tlsCut } = facts;
    if (tlsCut === 'proxy' || tlsCut === 'either') return cutText(facts, tlsCut);
    return {
      message: `${target} ${tlsEnd(tls, resetOnTheWay)}${tlsCut === 'gateway' ? '; on the direct route as well' : ''}.`,
      next: resetOnTheWay
        ? `Network team: let nothing on the way reset TLS to ${target} for its name. Where nothing does, VPN team: check that SSTP is enabled on the gateway, and that what stands in front of it passes this name on.`
        : `VPN team: ${tlsNext(tls)}.${
            via === 'direct' || tlsCut === 'gateway'
              ? ''
              : ` Where it is so already, ${via} cuts TLS: proxy team: allow it to ${target}, as it is.`
          }`,
    };
  },
  'captive-portal': ({ gateway, target, via, pageHost, mayBeWeb }) => {
    const alternative = mayBeWeb ? '; or that name leads to an ordinary web server' : '';
    if (via === 'direct')
      return {
        message: `A page answers in place of ${gateway}${leading(pageHost)}: this network wants a sign-in in a browser (captive portal), or blocks${alternative}.`,
        next: `User: open a browser and sign in to the network. Where nothing asks for that, network team: allow TCP to ${target}${mayBeWeb ? '; VPN team: check the gateway name' : ''}.`,
      };
    return {
      message: mayBeWeb
        ? `A page answers in place of ${gateway} through the proxy ${via}${leading(pageHost)}: it blocks or wants a sign-in${alternative}.`
        : `The proxy ${via} answers with a page${leading(pageHost)}, and not with a way to ${target}.`,
      next: `Proxy team: allow CONNECT ${target} without a sign-in page; SSTP cannot answer one.${
        mayBeWeb ? ' Where the page is none of theirs, VPN team: check the gateway name.' : ''
      }`,
    };
  },
  'tls-offload': ({ gateway, target }) => ({
    message: `SSTP to ${gateway} answers under a certificate that is not the gateway's: something in front of it ends TLS (a reverse proxy). Signing in fails, since SSTP binds to the certificate.`,
    next: `VPN team: pass TCP for ${target} through to the gateway, with TLS as it is.`,
  }),
  'tls-inspection': ({ gateway, target }) => ({
    message: `TLS to ${gateway} is opened on the way; SSTP fails even where that certificate is trusted.`,
    next: `Proxy team: exempt ${target} from TLS inspection.`,
  }),
  'untrusted-root': ({ gateway, tls, missing, issuerBlocked, owner, hosts, observed, acknowledged }) =>
    tls === 'chain-slow'
      ? slowChain(gateway, missing)
      : missing === null
        ? {
            message: `The certificate of ${gateway} ends in a root that is not trusted here${
              observed.top === null ? '' : ` (the last of its chain: ${observed.top})`
            }${flaws(observed, '; besides: ')}.${acknowledged ? ACKNOWLEDGED : ''}`,
            next: `VPN team: check the root certificate; add it for this check with --ca FILE.${acknowledged ? OFFLOADED : ''}`,
          }
        : {
            message: `The certificate of ${gateway} leads to no root that is trusted here: ${whoIsMissing(missing)}${flaws(observed, '; besides: ')}.${acknowledged ? ACKNOWLEDGED : ''}`,
            next: `${issuerBlocked ? `${revocationNext(owner, hosts.join(', '))} ` : ''}VPN team: have the gateway send its intermediate certificates. Where "${missing.issuer}" is the root itself, check it; --ca FILE adds it for this check.${acknowledged ? OFFLOADED : ''}`,
          },
  'wrong-root': ({ gateway, acknowledged, observed }) => ({
    message: `The certificate of ${gateway} ends in another root than the one that its VPN profile expects${flaws(observed, '; besides: ')}.`,
    next: `VPN team: generate the VPN client package anew and install it. Nobody should add the new root by hand before its name is confirmed.${
      acknowledged
        ? ' Where the root was not changed, a reverse proxy carries SSTP under a certificate of its own, which SSTP does not accept.'
        : ''
    }`,
  }),
  'sstp-not-offered': ({ gateway, tried }) => ({
    message: `${gateway} does not offer SSTP, by its VPN profile; ${
      tried ? 'it ends TLS at the first byte' : 'it was not tried'
    }.`,
    next: 'VPN team: use IKEv2 or OpenVPN. A proxy setting changes nothing here.',
  }),
  'certificate-invalid': ({ gateway, target, via, server, mayBeWeb, observed }) => ({
    message: `The certificate of ${gateway} is not valid for it${flaws(observed, ': ')}${
      mayBeWeb ? `; a web server answers there${inParentheses(server)}` : ''
    }.`,
    next: `VPN team: check ${certificateToCheck(observed.flaws)}.${mayBeWeb ? TLS_AS_IT_IS : ''}${
      mayBeWeb && via !== 'direct'
        ? ` Where ${via} shows a block page, proxy team: allow CONNECT ${target}.`
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
          next: 'VPN team: check that Routing and Remote Access runs and has free SSTP ports; where another service answers there, that it runs.',
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
        ? ` Where the gateway does not end it, proxy team: let ${via} hold the connection. Where the direct route is open, p2s-fix verify ${target} --direct tells which.`
        : '';
    return {
      message:
        refusedCall !== null
          ? `${target} is an SSTP server, and refuses the call (${refusedCall}).`
          : oldHttp
            ? `${target} answers in HTTP/1.0, which Windows does not take from an SSTP server${inParentheses(server)}.`
            : unanswered
              ? `${target} takes TLS, and the connection ends without an answer to SSTP${inParentheses(server)}.`
              : `${target} answers, but not as an SSTP server${answerInstead(observed, server)}.`,
      next: `${refusedCall === null ? 'VPN team: check the gateway name and that SSTP is enabled.' : 'VPN team: the log of the server tells why it refuses; its name and the proxy settings are right.'}${
        refusedCall === null && webAnswers ? TLS_AS_IT_IS : ''
      }${between}${
        inspected
          ? ` Its certificate looks like one that an inspecting proxy made: where it is, proxy team: exempt ${target} from TLS inspection.`
          : ''
      }`,
    };
  },
  revoked: ({ gateway }) => ({
    message: `A certificate of ${gateway} is revoked.`,
    next: 'VPN team: replace the certificate.',
  }),
  'revocation-unreachable': ({ failures, owner, hosts }) => ({
    message: `The revocation of the certificate cannot be checked (0x80092013)${causes(failures)}.`,
    next: revocationNext(owner, hosts.join(', ') || 'its URLs'),
  }),
  'not-tested': notTested,
};
