import { SSTP_CLOSED } from '../../../core/findings/path/deadlines.ts';
import type { RequestFacts } from '../../requests/request-facts.ts';
import { listed, sentences } from '../parts.ts';
import { sentence, type Text, text, textOfCode } from '../text.ts';
import { certificateToCheck, tlsNext } from '../tls.ts';

/**
 * The CRL and OCSP hosts of Azure gateways' certificates (Azure Certificate Authority details), for a proxy that
 * passed no certificate.
 */
const OF_AZURE = [
  'crl3.digicert.com',
  'crl4.digicert.com',
  'ocsp.digicert.com',
  'www.microsoft.com',
  'oneocsp.microsoft.com',
];

/** What the team is asked for, as the lines of a letter. */
export function asksOf(facts: RequestFacts): Text[] {
  const { to, about, target, missing } = facts;
  if (to === 'vpn-team')
    return [
      text('ask.please'),
      ['- ', ofVpnTeam(facts)],
      ...linesIf(mayLackSstp(facts), [
        '- ',
        text('ask.vpn.azure', { since: SSTP_CLOSED, gateway: facts.gateway }),
      ]),
      ...linesIf(facts.inspected, text('ask.vpn.inspected', { target })),
    ];
  if (about === 'proxy-unreachable')
    return [text('ask.please-check'), text('ask.proxy-address', { proxy: facts.proxy ?? '' })];
  if (about === 'revocation-unreachable' || missing !== null) return toReachServers(facts);
  if (to === 'network-team')
    return [
      text(facts.tooSlow === null ? 'ask.please-allow' : 'ask.tcp.slow'),
      text('ask.tcp', { target }),
      text('ask.tcp.without-inspection'),
      ...linesIf(
        about === 'tls-failed' || facts.noReplyToTls,
        text('ask.tcp.without-reset'),
        text('ask.tcp.not-yours'),
      ),
    ];
  return toConnect(facts);
}

function linesIf(isShown: boolean, ...lines: readonly Text[]): readonly Text[] {
  return isShown ? lines : [];
}

function through({ proxy }: RequestFacts): Text {
  return proxy === null ? '' : text('ask.through', { proxy });
}

/** HTTP to servers of certificates: for their revocation, or for a missing issuer. */
function toReachServers(facts: RequestFacts): Text[] {
  const get = facts.byPost ? 'ask.servers.get-and-post' : 'ask.servers.get';
  return [
    ofNeed(facts),
    ...facts.revocation.map((server) => text(get, { server, through: through(facts) })),
    text('ask.servers.without-authentication'),
    text('ask.servers.without-page'),
    ...linesIf(facts.mayBeServer, text('ask.servers.not-yours')),
  ];
}

function ofNeed({ need, proxy }: RequestFacts): Text {
  const client = proxy ?? text('ask.servers.our-computers');
  switch (need) {
    case 'allow':
      return text('ask.please-allow');
    case 'reach':
      return text('ask.servers.reach', { client });
    case 'refresh':
      return text('ask.servers.refresh', { proxy: client });
    case 'complete':
      return text('ask.servers.complete');
  }
}

/** CONNECT to the gateway, and what else the same proxy must allow, so that its team gets only one letter. */
function toConnect(facts: RequestFacts): Text[] {
  const { about, azure, target, tlsCut, unanswered } = facts;
  const mayBePage = ['captive-portal', 'certificate-invalid', 'untrusted-root'].includes(about);
  const needsLists = azure && (about === 'proxy-auth-required' || about === 'proxy-refused');
  return [
    toLetConnect(facts),
    text('ask.connect', { target, through: through(facts) }),
    text('ask.connect.with-header'),
    ...linesIf(mayBePage, text('ask.connect.without-page')),
    ...linesIf(about === 'tls-failed' || facts.noReplyToTls, text('ask.connect.without-cut')),
    text('ask.connect.without-authentication'),
    text('ask.connect.without-inspection'),
    ...linesIf(needsLists, text('ask.connect.lists', { hosts: listed(OF_AZURE) })),
    ...linesIf(
      about === 'not-sstp' && unanswered,
      text('ask.connect.after-tls'),
      text('ask.connect.not-ended-by-you'),
    ),
    ...linesIf(tlsCut === 'either', text('ask.connect.not-cut-by-you')),
    ...linesIf(about === 'tls-failed' && tlsCut === null, text('ask.connect.tls-not-ended-by-you')),
    ...linesIf(about === 'not-sstp' && !unanswered, text('ask.connect.not-your-certificate')),
    ...linesIf(mayBePage && facts.mayBeWeb, text('ask.connect.not-your-page')),
  ];
}

function toLetConnect({ about, target, proxy, tooSlow, proxyTcpFails }: RequestFacts): Text {
  if (tooSlow?.stage === 'tls') return text('ask.connect.slow');
  if (about !== 'gateway-unreachable') return text('ask.please-allow');
  const how = proxyTcpFails ? 'ask.connect.reach' : 'ask.connect.resolve';
  return text(how, { proxy: proxy ?? '', target });
}

/** SSTP cannot be enabled on a gateway of Azure, so its team must know what to do without it. */
function mayLackSstp({ azure, about, tls, refusedCall, stuck }: RequestFacts): boolean {
  if (!azure) return false;
  if (about === 'not-sstp') return refusedCall === null && stuck === null;
  return about === 'tls-failed' && tls === 'reset-at-client-hello';
}

function ofVpnTeam(facts: RequestFacts): Text {
  const { about, tls, missing } = facts;
  if (missing !== null) return text('ask.vpn.missing', { issuer: missing.issuer });
  if (about === 'captive-portal') return text('ask.vpn.web');
  if (about === 'revocation-unreachable' && facts.mayBeServer) return text('ask.vpn.servers');
  if (facts.tcpReset) return text('ask.vpn.reset');
  if (facts.refusedCall !== null) return text('ask.vpn.refused-call');
  if (facts.stuck !== null) return text('ask.vpn.stuck');
  if (facts.tooSlow !== null) return text('ask.vpn.slow');
  if (about === 'tls-failed' && tls === 'unrecognized-name') return text('ask.vpn.name');
  if (about === 'tls-failed' && tls !== 'reset-at-client-hello')
    return sentence(text('ask.vpn.tls', { next: tlsNext(tls) }));
  if (facts.noReplyToTls) return text('ask.vpn.no-tls-reply');
  if (about === 'certificate-invalid')
    return text('ask.vpn.certificate', { parts: certificateToCheck(facts) });
  if (facts.revokedIssuer !== null) return text('ask.vpn.revoked-issuer');
  if (facts.webAnswers) return sentences(text('ask.vpn.not-sstp'), text('ask.vpn.tls-unchanged'));
  if (about === 'no-sstp-port-free' && !facts.azure) return text('ask.vpn.service');
  return textOfCode('ask.vpn', about, '');
}
