import type { UntriedWays } from '../core/check.ts';
import type { RevocationBlame } from './blame.ts';
import type { MissingIssuer } from './missing-issuer.ts';
import type { Observed } from './observed.ts';
import { flawText, reasonText } from './reason-text.ts';
import { hostsByReason, type RevocationFailure } from './revocation-failures.ts';

export interface VerdictText {
  message: string;
  /** What to do, and by whom; `null` when nothing is to be done. */
  next: string | null;
}

/** Reasons of a failed TLS handshake, as they are said of the gateway. */
const TLS_ENDS: Readonly<Record<string, string>> = {
  'reset-at-client-hello':
    'ends the connection at the first byte of TLS: most likely a gateway without SSTP (OpenVPN only), else a firewall that cuts TLS',
  'unrecognized-name':
    'refuses TLS with the alert unrecognized_name: it, or what answers in its place, knows no server of that name (SNI)',
  'handshake-failure':
    'refuses TLS with the alert handshake_failure: no cipher suite in common, or it wants something else of the client',
  'client-certificate': 'asks for a client certificate in TLS, which SSTP does not give',
  'tls-error': 'does not complete the TLS handshake',
  alert: 'refuses the TLS handshake with an alert',
  'old-tls': 'speaks no TLS 1.2',
  'not-tls': 'answers with something else than TLS: another service listens on this port',
};

/** What there is to do about it at the gateway. Only a reset in place of any answer is like a gateway without SSTP. */
const TLS_NEXT: Readonly<Record<string, string>> = {
  'reset-at-client-hello': 'check that SSTP is enabled on the gateway',
  'unrecognized-name': 'check that the gateway name is right',
  'old-tls': 'enable TLS 1.2 on the gateway',
  'handshake-failure':
    'check that the gateway has a TLS 1.2 cipher suite of Windows and a certificate for it, and wants no client certificate',
  'client-certificate': 'let the gateway ask for no client certificate in TLS',
  'not-tls': 'check the name and the port of the gateway',
};

/** In place of what a verdict asks others for, where the proposed stores get through. */
export const MENDED_NEXT = 'Admin: make the proposed change (p2s-fix --apply); the path works with it.';

export function way(via: string): string {
  return via === 'direct' ? 'direct' : `through ${via}`;
}

export function blockedByThisComputer(to: string): VerdictText {
  return {
    message: `This computer itself blocks TCP to ${to}.`,
    next: 'Admin: allow it in the firewall of this computer, for this program and for Windows.',
  };
}

/** A proxy that is not there is a matter of the setting first, and of whoever runs it. */
export function proxyDown(via: string): string {
  return `Admin: check the proxy name and port, or clear the setting off the network. Proxy team: is ${via} in service, and reachable from here?`;
}

export function revocationNext(
  { to, proxy, byAnotherWay, proxyUnreachable, mayBeServer }: RevocationBlame,
  at: string,
): string {
  if (to === 'vpn-team')
    return `VPN team: have the certificate authority publish valid lists and answers (${at}).`;
  const align = byAnotherWay ? 'Admin: align WinHTTP (p2s-fix --apply). ' : '';
  const orServer = mayBeServer
    ? ` Where the error is the server's own, VPN team: have the certificate authority mend it.`
    : '';
  if (to === 'network-team') return `${align}Network team: allow http to ${at}.${orServer}`;
  const team = proxyUnreachable
    ? `is ${proxy} in service, and reachable from here?`
    : `allow http to ${at} without authentication.`;
  return `${align}Proxy team: ${team}${orServer}`;
}

/** Hosts with one reason are told together. */
export function causes(failures: readonly RevocationFailure[]): string {
  const hosts = hostsByReason(failures, reasonText);
  return hosts.length === 0
    ? ''
    : `: ${hosts.map(([reason, at]) => `${at.join(', ')}: ${reason}`).join('; ')}`;
}

export function tlsEnd(reason: string | null, resetOnTheWay: boolean): string {
  if (resetOnTheWay)
    return 'ends the connection at the first byte of TLS: a firewall on the way that forbids the name, or a gateway without SSTP (OpenVPN only)';
  return TLS_ENDS[String(reason)] ?? 'ends the connection instead of a TLS handshake';
}

/** What the VPN team has to do about a TLS handshake that failed. */
export function tlsNext(reason: string | null): string {
  return (
    TLS_NEXT[String(reason)] ??
    'check the TLS settings of the gateway; its log tells why it ends the handshake'
  );
}

export function inParentheses(text: string | null): string {
  return text === null ? '' : ` (${text})`;
}

const UNTRIED: Readonly<Record<UntriedWays['unsupported'][number], string>> = {
  socks: 'SOCKS is not followed from here',
  'tls-proxy': 'a proxy over TLS is not followed from here',
  unreadable: 'one cannot be read',
};

/** The other ways of a list of which none that was tried gives a connection, and those that were not. */
export function norAnswer(ways: readonly string[], untried: UntriedWays | null): string {
  const named = ways.map((one) => (one === 'direct' ? 'the direct way' : one)).join(', ');
  const dead =
    ways.length === 0
      ? ''
      : untried === null
        ? `, and of the ways that its setting names after it none gives a connection (${named})`
        : `, and of the next ones in its setting none gives a connection (${named})`;
  if (untried === null) return dead;
  const { count, unsupported } = untried;
  const left =
    count === 1 ? '1 more way that its setting names was' : `${count} more ways that its setting names were`;
  return `${dead}; ${left} not tried${inParentheses(unsupported.map((kind) => UNTRIED[kind]).join('; ') || null)}`;
}

export function leading(host: string | null): string {
  return host === null ? '' : `, which leads to ${host}`;
}

/** Why a gateway is not reached: the proxy's answer, else what its own connection met. */
export function whyUnreachable({ answer, proxySays }: Observed, nameUnknownToProxy: boolean): string {
  if (nameUnknownToProxy) return `: the proxy does not know its name${inParentheses(proxySays)}`;
  if (proxySays !== null) return `: the proxy answers ${proxySays}`;
  return answer === null ? '' : `: ${reasonText(answer)}`;
}

/** How it answered instead of SSTP, and what kind of server it is. */
export function answerInstead({ answer }: Observed, server: string | null): string {
  const parts = [...(answer === null ? [] : [reasonText(answer)]), ...(server === null ? [] : [server])];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** Which issuer a chain lacks, and why it was not fetched. */
export function whoIsMissing({ subject, issuer, isNamed, failures }: MissingIssuer): string {
  const lacks = `"${issuer}", which issued "${subject}", is neither a trusted root here nor an intermediate certificate that the gateway sends`;
  if (!isNamed) return `${lacks}, and the certificate names no address to fetch it from`;
  return failures.length === 0 ? lacks : `${lacks}, and it was not fetched${causes(failures)}`;
}

/** What is wrong with a certificate, behind `before`. */
export function flaws({ flaws: all }: Observed, before: string): string {
  return all.length === 0 ? '' : `${before}${all.map(flawText).join('; ')}`;
}
