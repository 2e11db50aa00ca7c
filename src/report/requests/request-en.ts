import type { VerdictCode } from '../../core/model/check.ts';
import type { RequestTo } from '../model/revocation-owner.ts';
import { certificateToCheck } from '../text/en/certificate-text.ts';
import { reasonText } from '../text/en/reason-text.ts';
import { tlsEnd, tlsNext } from '../text/en/tls-text.ts';
import type { RequestFacts } from './request-facts.ts';

const TEAM: Record<RequestTo, string> = {
  'proxy-team': 'proxy team',
  'network-team': 'network team',
  'vpn-team': 'VPN team',
};

/** What is wrong, by verdict; the rest needs no request. */
const WRONG: Partial<Record<VerdictCode, (facts: RequestFacts) => string>> = {
  'proxy-unreachable': ({ proxy }) => `the proxy ${proxy} does not answer.`,
  'proxy-auth-required': ({ proxy }) =>
    `the proxy ${proxy} asks for authentication (407), which SSTP cannot give. No setting on our side changes that.`,
  'proxy-blocks-sstp': ({ proxy, headerFilter }) =>
    ({
      refused: `the proxy ${proxy} refuses CONNECT when it carries the request header SSTPVERSION, and takes it without.`,
      silent: `the proxy ${proxy} does not answer CONNECT when it carries the request header SSTPVERSION, and takes it without.`,
      cut: `the proxy ${proxy} ends TLS behind a CONNECT that carries the request header SSTPVERSION, and not behind one without.`,
    })[headerFilter],
  'proxy-refused': ({ proxy, noStatus, takesTls }) =>
    takesTls
      ? `the port ${proxy} answers in TLS; SSTP uses only a proxy that takes HTTP without TLS.`
      : noStatus === null
        ? `the proxy ${proxy} refuses CONNECT to the gateway.`
        : `the proxy ${proxy} gives no answer to CONNECT that can be used: ${reasonText(noStatus)}.`,
  'tls-inspection': ({ proxy }) =>
    `TLS is opened on the way (${proxy === null ? 'direct' : `proxy ${proxy}`}), and another certificate than the gateway's is shown.`,
  'tls-offload': () =>
    "something in front of the gateway ends TLS and shows another certificate than the gateway's. SSTP binds to the certificate, so signing in fails.",
  'captive-portal': ({ proxy }) =>
    `the proxy ${proxy} answers with a page in place of the connection; SSTP cannot answer one.`,
  'gateway-unreachable': ({ proxy, refusedDirectly }) =>
    refusedDirectly
      ? 'TCP to it is refused on the direct route: by a firewall, or because nothing listens there.'
      : proxy === null
        ? 'the gateway cannot be reached.'
        : `the proxy ${proxy} does not get through to the gateway.`,
  timeout: ({ proxy, to, stuck, tooSlow, silentToTls }) =>
    stuck !== null
      ? stuckWrong(stuck)
      : tooSlow !== null
        ? `${tooSlow.stage === 'connect' ? `the proxy ${proxy}` : 'it'} is too slow (${tooSlow.bytes} bytes in ${tooSlow.seconds} s).`
        : silentToTls
          ? `${proxy === null ? 'TCP connects' : `the proxy ${proxy} grants CONNECT`}, and nothing answers TLS (the ClientHello, which carries the name).`
          : to === 'vpn-team'
            ? 'it takes the connection and its TLS, and does not answer SSTP.'
            : proxy === null
              ? 'the way to the gateway stays silent.'
              : `the way through the proxy ${proxy} stays silent.`,
  'tls-failed': ({ to, tls, proxy, tlsCut }) =>
    to === 'proxy-team'
      ? `the proxy ${proxy} grants CONNECT, and TLS ends behind it${tlsCut === 'proxy' ? '; on the direct route TLS succeeds.' : ' at its first byte (the ClientHello, which carries the name).'}`
      : to === 'network-team'
        ? 'the connection is reset at the first byte of TLS (the ClientHello, which carries the name).'
        : tls === 'unrecognized-name'
          ? 'TLS is refused with the alert unrecognized_name: what answers knows no server of that name (SNI).'
          : tls === 'reset-at-client-hello'
            ? 'the gateway ends the connection instead of a TLS handshake.'
            : `the gateway ${tlsEnd(tls, false)}.`,
  'untrusted-root': ({ missing, to }) =>
    missing === null
      ? "the gateway's certificate ends in a root that is not trusted."
      : missing.isRoot
        ? `Windows cannot fetch the root "${missing.issuer}" of the gateway's certificate: its list of roots is not reached.`
        : `the gateway sends no CA certificate "${missing.issuer}", which issued "${missing.subject}", and ${
            to === 'vpn-team'
              ? 'it is no root that is trusted.'
              : 'Windows cannot fetch it: the server that the certificate names for it (AIA) is not reached.'
          }`,
  'wrong-root': () => "the gateway's certificate ends in another root than its VPN profile expects.",
  'certificate-invalid': () => "the gateway's certificate is not valid for it.",
  'no-sstp-port-free': ({ azure }) =>
    azure
      ? 'the gateway has no SSTP port free (503).'
      : 'it answers 503: no SSTP port is free, or a service behind it does not run.',
  'not-sstp': ({ refusedCall, stuck, unanswered }) =>
    refusedCall === null && stuck !== null
      ? stuckWrong(stuck)
      : refusedCall === null
        ? unanswered
          ? 'it takes TLS, and the connection ends without an answer to SSTP.'
          : 'what answers is no SSTP server.'
        : `the SSTP server refuses the call (${refusedCall}).`,
  revoked: () => 'a certificate of the gateway is revoked.',
  'revocation-unreachable': ({ to, proxy, need }) =>
    need === 'refresh'
      ? `the revocation of the gateway's certificates cannot be checked (error 0x80092013): the proxy ${proxy} answers for their CRL and OCSP servers out of its cache, and not with what is needed.`
      : to === 'vpn-team'
        ? "the CRL and OCSP servers of the gateway's certificates answer, but not with what is needed (error 0x80092013)."
        : `the revocation of the gateway's certificates cannot be checked (error 0x80092013): their CRL and OCSP servers are not reached.`,
};

function stuckWrong(stuck: NonNullable<RequestFacts['stuck']>): string {
  return `it accepts the SSTP request (HTTP 200), and no Call Connect Ack follows: ${reasonText(stuck)}.`;
}

const VPN_ASKS: Partial<Record<VerdictCode, string>> = {
  'gateway-unreachable':
    'Check that the gateway runs and listens on this port, and that its name leads to it.',
  'tls-failed':
    'Is SSTP enabled on this gateway? One with OpenVPN alone behaves like this, and a load balancer in front of it that does not know the name.',
  'tls-offload': 'Pass TCP to the gateway through, with TLS as it is (no TLS offload in front of it).',
  'untrusted-root':
    'Which root should it be? Check the certificate of the gateway, and the VPN client profile.',
  'wrong-root': 'Generate the VPN client profile anew, and confirm the name of the new root.',
  'no-sstp-port-free':
    'Disconnect unused sessions; an Azure gateway takes 128 connections (256 active-active).',
  'not-sstp': 'Check the name of the gateway, and that SSTP is enabled on it.',
  timeout:
    'Check that SSTP runs on the gateway, and that nothing before it holds back what is no web request.',
  revoked: 'Replace the certificate.',
  'revocation-unreachable':
    'Have the certificate authority publish valid lists and answers at these addresses.',
};

const TLS_AS_IT_IS =
  'Where a load balancer or a reverse proxy stands in front of it: pass TCP through, with TLS as it is.';

/** A request in English, ready to be pasted. */
export function requestInEnglish(facts: RequestFacts): string {
  const { to, about, target, gateway, proxy, evidence, at, fromDesk } = facts;
  const place = fromDesk ? ', from another desk than that of the user' : '';
  return [
    `To the ${TEAM[to]}: VPN gateway ${target}`,
    '',
    `Our Windows VPN (SSTP) to ${target} does not connect: ${WRONG[about]?.(facts) ?? ''}`,
    '',
    ...asks(facts),
    '',
    `Observed (${at} UTC${place}):`,
    ...evidence.map((line) => `- ${line}`),
    '',
    `To check afterwards: p2s-fix verify ${gateway}${proxy === null ? '' : ` --proxy ${proxy}`}`,
  ].join('\n');
}

function asks(facts: RequestFacts): string[] {
  const { to, about, target, proxy, revocation, byPost, need, mayBeServer, inspected, mayBeWeb, missing } =
    facts;
  if (to === 'vpn-team')
    return [
      'Please:',
      `- ${vpnAsk(facts)}`,
      ...(inspected
        ? [
            `- Is the certificate below the gateway's own? If not, a proxy opens TLS: its team has to exempt ${target} from TLS inspection.`,
          ]
        : []),
    ];
  const through = proxy === null ? '' : ` through ${proxy}`;
  if (about === 'proxy-unreachable') {
    return ['Please check:', `- Is ${proxy} the right address, in service, and reachable from this network?`];
  }
  if (about === 'revocation-unreachable' || missing !== null) {
    return [
      {
        allow: 'Please allow:',
        reach: `Please let ${proxy} resolve and reach these servers, and allow:`,
        refresh: `Please have ${proxy} fetch anew what its cache holds of these servers, and allow:`,
      }[need],
      ...revocation.map((server) => `- HTTP (${byPost ? 'GET and POST' : 'GET'}) to ${server}${through}`),
      '- without authentication: the check is made by a Windows service (User-Agent: Microsoft-CryptoAPI/10.0)',
      '- without a block page or a login page in place of the answer',
      ...(mayBeServer
        ? [
            "If an error below is not yours, please say so: it is the server's own then, and its publisher has to mend it.",
          ]
        : []),
    ];
  }
  if (to === 'network-team')
    return [
      'Please allow:',
      `- outbound TCP to ${target}`,
      '- without TLS inspection',
      ...(about === 'tls-failed' || facts.silentToTls
        ? [
            '- without a reset or a block for the server name (SNI), its category or the application',
            'If nothing on the way does that, please say so: SSTP may not be enabled on the gateway then.',
          ]
        : []),
    ];
  return [
    'Please allow:',
    `- CONNECT ${target}${through}`,
    '- also with the request header "SSTPVERSION: 1.0"',
    ...(about === 'captive-portal' ? ['- without a sign-in page or a block page'] : []),
    ...(about === 'tls-failed' || facts.silentToTls
      ? ['- and the TLS behind it, without a cut by server name (SNI), category or application']
      : []),
    '- without proxy authentication: SSTP cannot authenticate to a proxy',
    "- without TLS inspection: SSTP is bound to the gateway's own certificate",
    ...(about === 'not-sstp'
      ? [
          '- and what follows TLS: SSTP is no web request, and its connection lasts',
          'If you do not end it, please say so: the gateway does then.',
        ]
      : []),
    ...(facts.tlsCut === 'either'
      ? ['If you do not cut it, please say so: SSTP may not be enabled on the gateway then.']
      : []),
    ...(about === 'captive-portal' && mayBeWeb
      ? ['If the page below is not yours, please say so: the name of the gateway may be wrong then.']
      : []),
  ];
}

function vpnAsk(facts: RequestFacts): string {
  const { about, refusedCall, stuck, tooSlow, tls, missing, azure } = facts;
  if (missing !== null)
    return `Have the gateway send its intermediate certificates. If "${missing.issuer}" is the root itself: is it the right one?`;
  if (refusedCall !== null) return 'Find in the log of the SSTP server why it refuses the call.';
  if (stuck !== null)
    return 'Find in the log of the SSTP service why it does not answer, and restart it. SSTP is on, and the name is right.';
  if (tooSlow !== null) return 'Check the load of the gateway and of what stands before it.';
  if (about === 'tls-failed' && tls === 'unrecognized-name')
    return 'Is this the right name? What answers, the gateway or what stands in front of it, has to know it (SNI).';
  if (about === 'tls-failed' && tls !== 'reset-at-client-hello') return sentence(tlsNext(tls));
  if (facts.silentToTls) return 'Check that the gateway answers TLS on its port, and is not overloaded.';
  if (about === 'certificate-invalid') return sentence(`check ${certificateToCheck(facts.flaws)}`);
  if (facts.webAnswers) return `${VPN_ASKS['not-sstp']} ${TLS_AS_IT_IS}`;
  if (about === 'no-sstp-port-free' && !azure)
    return 'Check that Routing and Remote Access runs and has free SSTP ports; where another service answers there, that it runs.';
  return VPN_ASKS[about] ?? '';
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
