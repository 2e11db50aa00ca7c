import { redirectEnd } from '../../core/causes/redirect-end.ts';
import type { Check } from '../../core/model/check.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import type { AnyFields, EvidenceByStage, Page } from '../../core/path/stage-evidence.ts';

const MAX_LINES = 20;

/**
 * The observations, one line per failed check, in protocol terms only, so that they fit every language. At most
 * twenty.
 */
export function evidenceLines(checks: readonly Check[]): string[] {
  const lines = checks.flatMap(linesOf);
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `... +${lines.length - MAX_LINES}`];
}

function linesOf(check: Check): string[] {
  const { page }: AnyFields = check.evidence;
  return [...stageLines(check), ...(page === undefined ? [] : pageLines(page))];
}

/** The reply to an ordinary GET, when SSTP did not reply. */
function pageLines({ httpStatus, server, locationHost, began, reason }: Page): string[] {
  const headers = headersOf({ Server: server, Location: locationHost });
  return [`GET / -> ${text(httpStatus ?? began ?? reason ?? 'nothing')}${headers}`];
}

function stageLines(check: Check): string[] {
  const { stage, via, evidence } = check;
  const through = via === 'direct' ? '' : ` (proxy ${text(via)})`;
  if (check.url === null && evidence.client !== undefined)
    return [`${text(evidence.client)}, ${stage} -> ${answerText(check)}`];
  switch (check.stage) {
    case 'connect':
      return connectLines(check, through);
    case 'certificate':
      return certificateLines(check.evidence);
    case 'revocation':
      return fetchLines(check);
    case 'http':
      return [`SSTP_DUPLEX_POST${through} -> ${answerText(check)}`];
    case 'tls':
      return tlsLines(check, through);
    default:
      return [
        `${stage.toUpperCase()}${subjectOf(evidence)}${evidence.of === 'proxy' ? '' : through} -> ${answerText(check)}`,
      ];
  }
}

/** A fetch, and below it the end of its redirects. */
function fetchLines(check: Check<'revocation'>): string[] {
  const { via, url, evidence } = check;
  const end = redirectEnd(evidence);
  const asked = `${evidence.method === 'POST' ? 'POST' : 'GET'} ${text(url)}${byRoute(via)}`;
  const refused =
    evidence.getRefused != null ? [`GET ${text(url)}${byRoute(via)} -> ${evidence.getRefused}`] : [];
  if (end === null) return [...refused, `${asked} -> ${answerText(check)}`];
  const { redirects = [] } = evidence;
  return [
    `${asked} -> redirect; Location: ${redirects.slice(0, 10).map(text).join(' -> ')}`,
    `GET ${text(end.host)}${byRoute(end.via)} -> ${answerText({ ...check, evidence: end.evidence })}`,
  ];
}

function byRoute(via: string): string {
  if (via === 'unknown') return '';
  return via === 'direct' ? ' (direct)' : ` (proxy ${text(via)})`;
}

function connectLines(check: Check<'connect'>, through: string): string[] {
  const { target, granted, withSstpVersion, withoutSstpVersion, ...evidence } = check.evidence;
  const shown = { ...evidence, reason: withSstpVersion ?? evidence.reason };
  const asked = target?.startsWith('http') ? 'GET' : 'CONNECT';
  const line = `${asked} ${text(target)}${through} -> ${granted === undefined ? '' : `${granted}, then `}${answerText({ ...check, evidence: shown })}`;
  if (withoutSstpVersion === undefined) return [line];
  const second = withoutSstpVersion.status ?? withoutSstpVersion.reason ?? 'failed';
  return [line, `CONNECT ${text(target)}${through}, without SSTPVERSION -> ${text(second)}`];
}

/** A handshake, and below it the same handshake on other routes. */
function tlsLines(check: Check<'tls'>, through: string): string[] {
  const { withSstpVersion, withoutSstpVersion, direct, ...evidence } = check.evidence;
  const shown = { ...evidence, reason: withSstpVersion ?? evidence.reason };
  return [
    `TLS${through} -> ${answerText({ ...check, evidence: shown })}`,
    ...(withoutSstpVersion === undefined
      ? []
      : [`TLS${through}, CONNECT without SSTPVERSION -> ${text(withoutSstpVersion.tls)}`]),
    ...(direct === undefined ? [] : [`TLS (direct) -> ${text(direct.tls ?? direct.reason)}`]),
  ];
}

function certificateLines({
  subject,
  issuer,
  sha256,
  reasons,
  inspectionSigns = [],
  direct,
}: EvidenceByStage['certificate']): string[] {
  return [
    `Certificate: subject "${text(subject)}", issuer "${text(issuer)}"`,
    `Certificate: SHA-256 ${text(sha256)}`,
    ...(direct?.sha256 === undefined
      ? []
      : [`Certificate on the direct route: issuer "${text(direct.issuer)}", SHA-256 ${text(direct.sha256)}`]),
    ...(reasons === undefined ? [] : [`Certificate -> ${list(reasons)}`]),
    ...(inspectionSigns.length > 0 ? [`Signs: ${list(inspectionSigns)}`] : []),
  ];
}

/** The status and its sender, else the reason and the system's error code. */
function answerText({ evidence, durationMs }: Pick<Check, 'evidence' | 'durationMs'>): string {
  const { httpStatus, httpReason, schemes = [], proxyHeaders = [], ...rest }: AnyFields = evidence;
  const { reason, errno, hresult } = rest;
  const parts: string[] = [];
  if (httpStatus != null) parts.push(`${httpStatus} ${text(httpReason)}`.trim());
  else parts.push(text(reason ?? hresult ?? 'failed'));
  if (errno != null) parts.push(`(${text(errno)})`);
  const headers = headersOf({
    'Proxy-Authenticate': list(schemes),
    Server: rest.server,
    'X-Squid-Error': rest.squidError,
    Location: rest.locationHost,
    'Out of the cache of': rest.cachedBy,
    Headers: list(proxyHeaders),
  });
  const about = httpStatus != null && isBodyReason(reason) ? `; ${text(reason)}` : '';
  return `${parts.join(' ')}${headers}${about}; ${Math.round(durationMs)} ms`;
}

function headersOf(named: Readonly<Record<string, string | null | undefined>>): string {
  const set = Object.entries(named).filter(([, value]) => value != null && value !== '');
  return set.map(([name, value]) => `; ${name}: ${text(value)}`).join('');
}

/** A 200 with a wrong body; otherwise the status is the reason. */
function isBodyReason(reason: string | undefined): boolean {
  const ofStatus = ['status', 'http-status', 'proxy-auth', 'redirect', 'sstp-header-refused'];
  return reason !== undefined && !ofStatus.includes(reason);
}

function subjectOf({ address, host, port }: AnyFields): string {
  const name = text(address ?? host);
  if (name === '') return '';
  return port === undefined ? ` ${name}` : ` ${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function list(values: readonly string[]): string {
  return values.slice(0, 10).map(text).join(', ');
}

function text(value: string | number | null | undefined): string {
  return withoutControls(String(value ?? ''), 300);
}
