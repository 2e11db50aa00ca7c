import type { VerdictCode } from '../../core/model/check.ts';
import { reasonOf } from '../messages/reason.ts';
import { toWords } from '../messages/text.ts';
import { certificateToCheck, tlsEnd, tlsNext } from '../messages/tls.ts';
import type { RequestTo } from '../model/revocation-owner.ts';
import { CATALOG_EN } from '../text/en/catalog.ts';
import type { RequestFacts } from './request-facts.ts';
import { checkedThrough, listsToAllow } from './request-parts.ts';

const TEAM: Record<RequestTo, string> = {
  'proxy-team': 'proxy team',
  'network-team': 'network team',
  'vpn-team': 'VPN team',
};

/** The problem, by verdict; other verdicts need no request. */
const WRONG: Partial<Record<VerdictCode, (facts: RequestFacts) => string>> = {
  'proxy-unreachable': ({ proxy }) => `the proxy ${proxy} does not answer.`,
  'proxy-auth-required': ({ proxy }) =>
    `the proxy ${proxy} requires authentication (407), which SSTP does not support. No setting on our side changes that.`,
  'proxy-blocks-sstp': ({ proxy, headerFilter }) =>
    ({
      refused: `the proxy ${proxy} refuses CONNECT when it carries the request header SSTPVERSION, and accepts it without.`,
      silent: `the proxy ${proxy} does not answer CONNECT when it carries the request header SSTPVERSION, and accepts it without.`,
      cut: `the proxy ${proxy} ends TLS after a CONNECT that carries the request header SSTPVERSION, but not after one without.`,
    })[headerFilter],
  'proxy-refused': ({ proxy, noStatus, noProxy, takesTls }) =>
    takesTls
      ? `the port ${proxy} answers in TLS; SSTP uses only a proxy that accepts HTTP without TLS.`
      : noProxy
        ? `the server at ${proxy} does not accept CONNECT. Is it the right address of the proxy?`
        : noStatus === null
          ? `the proxy ${proxy} refuses CONNECT to the gateway.`
          : `the proxy ${proxy} gives no usable answer to CONNECT: ${toWords(reasonOf(noStatus), CATALOG_EN)}.`,
  'tls-inspection': ({ proxy }) =>
    `TLS is opened on the route (${proxy === null ? 'direct' : `proxy ${proxy}`}), and a different certificate than the gateway's is shown.`,
  'tls-offload': () =>
    "something in front of the gateway ends TLS and shows a different certificate than the gateway's. SSTP binds to the certificate, so sign-in fails.",
  'captive-portal': ({ proxy, to }) =>
    to === 'vpn-team'
      ? `a web page answers through the proxy ${proxy}: the proxy's, or that of a web server with the name of the gateway.`
      : `the proxy ${proxy} answers with a web page instead of the connection; SSTP cannot respond to one.`,
  'gateway-unreachable': ({ proxy, tcpRefused }) =>
    tcpRefused
      ? `TCP to it is refused${proxy === null ? ' on the direct route' : ` for the proxy ${proxy}`}: by a firewall, or because nothing listens there.`
      : proxy === null
        ? 'the gateway cannot be reached.'
        : `the proxy ${proxy} does not reach the gateway.`,
  timeout: ({ proxy, to, stuck, tooSlow, noReplyToTls }) =>
    stuck !== null
      ? stuckWrong(stuck)
      : tooSlow !== null
        ? `${tooSlow.stage === 'connect' ? `the proxy ${proxy}` : 'it'} is too slow (${tooSlow.bytes} bytes in ${tooSlow.seconds} s).`
        : noReplyToTls
          ? `${proxy === null ? 'TCP connects' : `the proxy ${proxy} grants CONNECT`}, but nothing answers TLS (the ClientHello, which carries the name).`
          : to === 'vpn-team'
            ? 'it accepts the connection and TLS, but does not answer SSTP.'
            : proxy === null
              ? 'there is no reply from the gateway.'
              : `there is no reply through the proxy ${proxy}.`,
  'tls-failed': ({ to, tls, proxy, tlsCut }) =>
    to === 'proxy-team'
      ? tlsCut === null
        ? `the proxy ${proxy} grants CONNECT; what answers behind it ${toWords(tlsEnd(tls, false), CATALOG_EN)}.`
        : `the proxy ${proxy} grants CONNECT, but TLS ends after it${tlsCut === 'proxy' ? '; on the direct route TLS succeeds.' : ' at its first byte (the ClientHello, which carries the name).'}`
      : to === 'network-team'
        ? 'the connection is reset at the first byte of TLS (the ClientHello, which carries the name).'
        : tls === 'unrecognized-name'
          ? 'TLS is refused with the alert unrecognized_name: the server that answers does not serve that name (SNI).'
          : tls === 'reset-at-client-hello'
            ? 'the gateway ends the connection instead of a TLS handshake.'
            : `the gateway ${toWords(tlsEnd(tls, false), CATALOG_EN)}.`,
  'untrusted-root': ({ missing, to }) =>
    missing === null
      ? "the gateway's certificate ends in a root that is not trusted."
      : missing.isRoot
        ? `Windows cannot fetch the root "${missing.issuer}" of the gateway's certificate: its list of roots could not be reached.`
        : `the gateway sends no CA certificate "${missing.issuer}", which issued "${missing.subject}", and ${
            to === 'vpn-team'
              ? 'it is not a trusted root.'
              : 'Windows cannot fetch it: the server that the certificate names for it (AIA) could not be reached.'
          }`,
  'wrong-root': () => "the gateway's certificate ends in a different root than its VPN profile expects.",
  'certificate-invalid': ({ to, proxy }) =>
    to === 'proxy-team'
      ? `through the proxy ${proxy}, a web server answers with a certificate that is not valid for the gateway.`
      : "the gateway's certificate is not valid for it.",
  'no-sstp-port-free': ({ azure }) =>
    azure
      ? 'the gateway has no SSTP port free (503).'
      : 'it answers 503: no SSTP port is free, or a service behind it does not run.',
  'not-sstp': ({ refusedCall, stuck, unanswered }) =>
    refusedCall === null && stuck !== null
      ? stuckWrong(stuck)
      : refusedCall === null
        ? unanswered
          ? 'it accepts TLS, but the connection ends without an answer to SSTP.'
          : 'the server that answers is not an SSTP server.'
        : `the SSTP server refuses the call (${refusedCall}).`,
  revoked: ({ revokedIssuer }) =>
    revokedIssuer === null
      ? "the gateway's certificate is revoked."
      : `the CA certificate "${revokedIssuer}" in the chain of the gateway is revoked.`,
  'revocation-unreachable': ({ to, proxy, need, mayBeServer }) =>
    need === 'refresh'
      ? `the revocation of the gateway's certificates cannot be checked (error 0x80092013): the proxy ${proxy} answers for their CRL and OCSP servers from its cache, but not with valid data.`
      : to === 'vpn-team'
        ? mayBeServer
          ? "the CRL and OCSP servers of the gateway's certificates answer with errors or only in part (error 0x80092013). Either they do so themselves, or something on the route to them does."
          : "the CRL and OCSP servers of the gateway's certificates answer, but not with valid data (error 0x80092013)."
        : `the revocation of the gateway's certificates cannot be checked (error 0x80092013): their CRL and OCSP servers ${
            need === 'complete' ? 'answer, but only a part arrives' : 'could not be reached'
          }.`,
};

function stuckWrong(stuck: NonNullable<RequestFacts['stuck']>): string {
  return `it accepts the SSTP request (HTTP 200), but no Call Connect Ack follows: ${toWords(reasonOf(stuck), CATALOG_EN)}.`;
}

const VPN_ASKS: Partial<Record<VerdictCode, string>> = {
  'gateway-unreachable':
    'Check that the gateway runs and listens on this port, and that its name resolves to it.',
  'tls-failed':
    'Is SSTP enabled on this gateway? A gateway with only OpenVPN behaves like this, and so does a load balancer in front of it that does not serve the name.',
  'tls-offload': 'Pass TCP to the gateway through, with TLS unchanged (no TLS offload in front of it).',
  'untrusted-root':
    'Which root should it be? Check the certificate of the gateway, and the VPN client profile.',
  'wrong-root': 'Download a new VPN client package, and confirm the name of the new root.',
  'no-sstp-port-free':
    'Disconnect unused sessions; an Azure gateway takes 128 connections (256 active-active).',
  'not-sstp': 'Check the name of the gateway, and that SSTP is enabled on it.',
  timeout:
    'Check that SSTP runs on the gateway, and that nothing in front of it blocks requests that are not web requests.',
  revoked: 'Replace the certificate.',
  'revocation-unreachable':
    'Have the certificate authority publish valid lists and answers at these addresses.',
};

const TLS_AS_IT_IS =
  'If a load balancer or a reverse proxy is in front of it: pass TCP through, with TLS unchanged.';

/** A request in English, ready to paste. */
export function requestInEnglish(facts: RequestFacts): string {
  const { to, about, target, gateway, evidence, at, fromThisComputer } = facts;
  const place = fromThisComputer ? ', from a different computer than that of the user' : '';
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
    `To check afterwards: p2s-fix verify ${gateway}${checkedThrough(facts)}`,
  ].join('\n');
}

function asks(facts: RequestFacts): string[] {
  const { to, about, target, proxy, revocation, byPost, need, mayBeServer, inspected, mayBeWeb, missing } =
    facts;
  const { tooSlow, unanswered } = facts;
  if (to === 'vpn-team')
    return [
      'Please:',
      `- ${vpnAsk(facts)}`,
      ...(inspected
        ? [
            `- Is the certificate below the gateway's own? If not, a proxy opens TLS: its team must exempt ${target} from TLS inspection.`,
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
        reach: `Please let ${proxy ?? 'our computers'} resolve and reach these servers, and allow:`,
        refresh: `Please have ${proxy} refresh its cached answers of these servers, and allow:`,
        complete: 'Please find what slows or cuts off the answers of these servers, and allow:',
      }[need],
      ...revocation.map((server) => `- HTTP (${byPost ? 'GET and POST' : 'GET'}) to ${server}${through}`),
      '- without authentication: the check is made by a Windows service (User-Agent: Microsoft-CryptoAPI/10.0)',
      '- without a block page or a login page instead of the answer',
      ...(mayBeServer
        ? [
            "If an error below is not yours, please let us know: then it is the server's own, and its publisher must fix it.",
          ]
        : []),
    ];
  }
  if (to === 'network-team')
    return [
      tooSlow === null ? 'Please allow:' : 'Please find what slows it, and allow:',
      `- outbound TCP to ${target}`,
      '- without TLS inspection',
      ...(about === 'tls-failed' || facts.noReplyToTls
        ? [
            '- without a reset or a block for the server name (SNI), its category or the application',
            'If nothing on the route does that, please let us know: SSTP may then not be enabled on the gateway.',
          ]
        : []),
    ];
  const lists = listsToAllow(facts);
  return [
    tooSlow?.stage === 'tls'
      ? 'Please find what slows the TLS inside CONNECT, and allow:'
      : about === 'gateway-unreachable'
        ? `Please let ${proxy} ${facts.proxyTcpFails ? 'reach' : 'resolve and reach'} ${target}, and allow:`
        : 'Please allow:',
    `- CONNECT ${target}${through}`,
    '- also with the request header "SSTPVERSION: 1.0"',
    ...(about === 'captive-portal' || about === 'certificate-invalid'
      ? ['- without a sign-in page or a block page']
      : []),
    ...(about === 'tls-failed' || facts.noReplyToTls
      ? ['- and the TLS inside it, without a cut by server name (SNI), category or application']
      : []),
    '- without proxy authentication: SSTP cannot authenticate to a proxy',
    "- without TLS inspection: SSTP is bound to the gateway's own certificate",
    ...(lists.length === 0
      ? []
      : [
          `- HTTP to ${lists.join(', ')}, without authentication: Windows checks the revocation of the certificate there`,
        ]),
    ...(about === 'not-sstp' && unanswered
      ? [
          '- and what follows TLS: SSTP is not a web request, and its connection stays open',
          'If you do not end it, please let us know: then the gateway does.',
        ]
      : []),
    ...(facts.tlsCut === 'either'
      ? ['If you do not cut it, please let us know: SSTP may then not be enabled on the gateway.']
      : []),
    ...(about === 'tls-failed' && facts.tlsCut === null
      ? ['If it is not you who ends this TLS, please let us know: then the gateway does.']
      : []),
    ...(about === 'not-sstp' && !unanswered
      ? ['If the certificate below is not yours, please let us know: then the gateway answers like this.']
      : []),
    ...((about === 'captive-portal' || about === 'certificate-invalid') && mayBeWeb
      ? ['If the page below is not yours, please let us know: the name of the gateway may then be wrong.']
      : []),
  ];
}

function vpnAsk(facts: RequestFacts): string {
  const { about, refusedCall, stuck, tooSlow, tls, missing, azure } = facts;
  if (missing !== null)
    return `Have the gateway send its intermediate certificates. If "${missing.issuer}" is the root itself: is it the right one?`;
  if (about === 'captive-portal') return 'Check the name of the gateway: an ordinary web server may have it.';
  if (about === 'revocation-unreachable' && facts.mayBeServer)
    return 'If the errors below are those of the servers, have the certificate authority fix them.';
  if (refusedCall !== null) return 'Check the log of the SSTP server for why it refuses the call.';
  if (stuck !== null)
    return 'Check the log of the SSTP service for why it does not answer, and restart it. SSTP is on, and the name is right.';
  if (tooSlow !== null) return 'Check the load of the gateway and of devices in front of it.';
  if (about === 'tls-failed' && tls === 'unrecognized-name')
    return 'Is this the right name? The server that answers, the gateway or a device in front of it, must serve it (SNI).';
  if (about === 'tls-failed' && tls !== 'reset-at-client-hello')
    return sentence(toWords(tlsNext(tls), CATALOG_EN));
  if (facts.noReplyToTls) return 'Check that the gateway answers TLS on its port, and is not overloaded.';
  if (about === 'certificate-invalid')
    return sentence(`check ${toWords(certificateToCheck(facts), CATALOG_EN)}`);
  if (facts.revokedIssuer !== null)
    return 'Replace the certificate of the gateway with one from another CA certificate.';
  if (facts.webAnswers) return `${VPN_ASKS['not-sstp']} ${TLS_AS_IT_IS}`;
  if (about === 'no-sstp-port-free' && !azure)
    return 'Check that Routing and Remote Access runs and has free SSTP ports; if another service answers there, check that it runs.';
  return VPN_ASKS[about] ?? '';
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
