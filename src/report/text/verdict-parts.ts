import type { UntriedRoutes } from '../../core/model/check.ts';
import { parseUrl } from '../../core/model/parse-url.ts';
import type { EvidenceByStage } from '../../core/path/stage-evidence.ts';
import type { MissingIssuer } from '../facts/missing-issuer.ts';
import type { Observed } from '../facts/observed.ts';
import { hostsByReason, type RevocationFailure } from '../facts/revocation-failures.ts';
import type { TooSlow } from '../facts/verdict-evidence.ts';
import { flawOf, reasonOf } from '../messages/reason.ts';
import { toWords } from '../messages/text.ts';
import type { RevocationOwner } from '../model/revocation-owner.ts';
import { CATALOG_EN } from './en/catalog.ts';

export interface VerdictText {
  message: string;
  /** What to do, and who; `null` when nothing is to be done. */
  next: string | null;
}

/**
 * The texts that replace a verdict's requests. `fixes`: the proposed settings work; `loses`: but they fail for
 * another gateway; `revoked`: but the certificate is revoked. `worksToday`: for a verdict on the proposed
 * settings, when the current ones work.
 */
export interface FixedNext {
  fixes: (command: string) => string;
  loses: string;
  revoked: string;
  worksToday: string;
}

export const FIXED_NEXT: FixedNext = {
  fixes: (command) => `Administrator: make the proposed change (${command}); the path works with it.`,
  loses:
    'Administrator: the path works with the proposed change, but another gateway no longer works with it, so p2s-fix --apply does not write it: see candidate-fails. A setting that works for both is needed.',
  revoked:
    'VPN team: replace the certificate. With the proposed settings every check succeeds, and the certificate is known to be revoked.',
  worksToday: 'Leave the settings as they are: the path works with them.',
};

export function routeName(via: string): string {
  return via === 'direct' ? 'direct' : `through ${via}`;
}

export function blockedByThisComputer(to: string): VerdictText {
  return {
    message: `This computer itself blocks TCP to ${to}.`,
    next: 'Administrator: allow it in the firewall of this computer, for this program and for Windows.',
  };
}

/** Name and SSTP are correct, but the service behind them does not reply correctly. */
export function stuckText(target: string, stuck: EvidenceByStage['sstp']): VerdictText {
  return {
    message: `${target} accepts the SSTP request (HTTP 200), but no Call Connect Ack follows: ${toWords(reasonOf(stuck), CATALOG_EN)}. SSTP is on; the service behind it is stuck.`,
    next: 'VPN team: check the log of the SSTP service for why it does not answer, and restart it. The gateway name and the proxy settings are right.',
  };
}

/** CONNECT is granted, and TLS ends after it. */
export function cutText(
  {
    target,
    via,
    tls,
    directAsked,
  }: { target: string; via: string; tls: string | null; directAsked: boolean },
  cut: 'proxy' | 'either',
): VerdictText {
  const pass = `Proxy team: let TLS to ${target} pass unchanged, also by its name (SNI) and category.`;
  if (cut === 'proxy')
    return {
      message: `The proxy ${via} grants CONNECT ${target}, but TLS fails behind it (${tls}). On the direct route TLS succeeds, so the proxy cuts it.`,
      next: pass,
    };
  const compare = directAsked
    ? ''
    : ' Where the direct route is open, --compare-direct shows which of them it is.';
  return {
    message: `The proxy ${via} grants CONNECT ${target}, but the connection ends at the first byte of TLS: the proxy cuts TLS by the name, or the gateway has no SSTP (OpenVPN only).`,
    next: `${pass} VPN team: if the proxy does not cut it, check that SSTP is enabled on the gateway.${compare}`,
  };
}

/** Bytes arrived, but too few in time. */
export function slowText(
  { gateway, target, via }: { gateway: string; target: string; via: string },
  { stage, bytes, seconds }: TooSlow,
): VerdictText {
  const came = `${bytes} bytes arrived in ${seconds} s`;
  if (stage === 'connect')
    return {
      message: `The proxy ${via} is too slow: ${came}, and its answer to CONNECT ${target} was not complete.`,
      next: `Proxy team: check the log of ${via} for why it answers so slowly.`,
    };
  const load = 'VPN team: check the load of the gateway and of devices in front of it.';
  const slowRoute =
    via === 'direct'
      ? `Network team: find what slows TCP to ${target}. `
      : `Proxy team: find what slows TLS to ${target}. `;
  return {
    message: `${gateway} is too slow (${routeName(via)}): ${came}, and ${stage === 'tls' ? 'TLS' : 'its answer to SSTP'} was not complete.`,
    next: `${stage === 'tls' ? slowRoute : ''}${load}`,
  };
}

/** An unreachable proxy concerns the setting first, then the proxy team. */
export function proxyDown(via: string): string {
  return `Administrator: check the proxy name and port, or clear the setting off the network. Proxy team: is ${via} in service, and reachable from this computer?`;
}

export function revocationNext(
  { to, proxy, byAnotherRoute, proxyUnreachable, need, mayBeServer, besides }: RevocationOwner,
  at: string,
): string {
  const publish = (where: string) =>
    `VPN team: have the certificate authority publish valid lists and answers (${where}).`;
  if (to === 'vpn-team') return publish(at);
  const invalid =
    besides.length === 0 ? '' : ` ${publish(hostsIn(besides.flatMap(({ url }) => url ?? [])).join(', '))}`;
  const align = byAnotherRoute ? 'Administrator: align WinHTTP (p2s-fix --apply). ' : '';
  const orServer = mayBeServer
    ? ` VPN team: if the error is the server's own, have the certificate authority fix it.`
    : '';
  const ofNeed: Record<RevocationOwner['need'], string> = {
    allow: `allow http to ${at}${to === 'network-team' ? '' : ' without authentication'}.`,
    reach: `let ${proxy ?? 'this computer'} resolve and reach ${at} by http.`,
    refresh: `have ${proxy} fetch ${at} again instead of answering from its cache.`,
    complete: `find what slows or cuts off http to ${at}.`,
  };
  if (to === 'network-team') return `${align}Network team: ${ofNeed[need]}${orServer}${invalid}`;
  const team = proxyUnreachable ? `is ${proxy} in service, and reachable from this computer?` : ofNeed[need];
  return `${align}Proxy team: ${team}${orServer}${invalid}`;
}

/** Hosts with the same reason are listed together. */
export function causes(failures: readonly RevocationFailure[]): string {
  const hosts = hostsByReason(failures, (evidence) => toWords(reasonOf(evidence), CATALOG_EN));
  return hosts.length === 0
    ? ''
    : `: ${hosts.map(([reason, at]) => `${at.join(', ')}: ${reason}`).join('; ')}`;
}

export function inParentheses(text: string | null): string {
  return text === null ? '' : ` (${text})`;
}

const UNTRIED: Readonly<Record<UntriedRoutes['unsupported'][number], string>> = {
  socks: 'SOCKS is not supported',
  'tls-proxy': 'a proxy over TLS is not supported',
  unreadable: 'one cannot be read',
};

/** The other routes of a list: those without a connection, and those not tried. */
export function norAnswer(routes: readonly string[], untried: UntriedRoutes | null): string {
  const named = routes.map((one) => (one === 'direct' ? 'the direct route' : one)).join(', ');
  const dead =
    routes.length === 0
      ? ''
      : untried === null
        ? `, and no other route in its setting gives a connection (${named})`
        : `, and no later route in its setting that was tried gives a connection (${named})`;
  if (untried === null) return dead;
  const { count, unsupported } = untried;
  const left = count === 1 ? '1 more route in its setting was' : `${count} more routes in its setting were`;
  return `${dead}; ${left} not tried${inParentheses(unsupported.map((kind) => UNTRIED[kind]).join('; ') || null)}`;
}

export function leading(host: string | null): string {
  return host === null ? '' : `, which redirects to ${host}`;
}

/** Why a gateway is unreachable: the proxy's response, else its own connection error. */
export function whyUnreachable({ answer, proxySays }: Observed, nameUnknownToProxy: boolean): string {
  if (nameUnknownToProxy) return `: the proxy does not know its name${inParentheses(proxySays)}`;
  if (proxySays !== null) return `: the proxy answers ${proxySays}`;
  return answer === null ? '' : `: ${toWords(reasonOf(answer), CATALOG_EN)}`;
}

/** What it replied instead of SSTP, and the kind of server. */
export function answerInstead({ answer }: Observed, server: string | null): string {
  const parts = [
    ...(answer === null ? [] : [toWords(reasonOf(answer), CATALOG_EN)]),
    ...(server === null ? [] : [server]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** The missing issuer of a chain, and why it was not downloaded. */
export function whoIsMissing({ subject, issuer, isNamed, failures }: MissingIssuer): string {
  const lacks = `"${issuer}", which issued "${subject}", is neither a trusted root on this computer nor a CA certificate that the gateway sends`;
  if (!isNamed) return `${lacks}, and the certificate names no address to fetch it from`;
  return failures.length === 0 ? lacks : `${lacks}, and it was not fetched${causes(failures)}`;
}

/** Hosts of URLs, each once; with the port, unless it is the scheme's default. */
export function hostsIn(urls: readonly string[]): string[] {
  return [...new Set(urls.flatMap((url) => parseUrl(url)?.host ?? []))].sort();
}

/** Windows was still looking for an issuer or a root when the handshake timed out; the gateway had replied. */
export function slowChain(gateway: string, missing: MissingIssuer | null): VerdictText {
  const answered = `${gateway} answered TLS, but Windows on the target computer did not finish its certificate check in time`;
  if (missing === null)
    return {
      message: `${answered}.`,
      next: 'Administrator: run p2s-fix on the target computer, or Test-P2SPath.ps1 in PowerShell 7, which does not wait for Windows there.',
    };
  const { subject, issuer, isRoot } = missing;
  const hosts = hostsIn(missing.urls);
  const allow =
    hosts.length === 0
      ? ''
      : `Network team, or proxy team where WinHTTP has a proxy: allow http to ${hosts.join(', ')} from the target computer, without authentication. `;
  if (isRoot)
    return {
      message: `${answered}: it was searching for the root "${issuer}", which this Windows does not have yet.`,
      next: `${allow}Administrator: if that is not allowed, install the root on the target computer.`,
    };
  return {
    message: `${answered}: it was searching for "${issuer}", which issued "${subject}" and which the gateway does not send.`,
    next: `${allow}VPN team: have the gateway send its intermediate certificates.`,
  };
}

/** The problems of a certificate, after `before`. */
export function flaws({ flaws: all }: Observed, before: string): string {
  return all.length === 0
    ? ''
    : `${before}${all.map((flaw) => toWords(flawOf(flaw), CATALOG_EN)).join('; ')}`;
}
