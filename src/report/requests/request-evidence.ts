import { redirectEnd } from '../../core/causes/redirect-end.ts';
import type { Check } from '../../core/model/check.ts';
import { isRecord } from '../../core/model/is-record.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import { type AnyEvidence, type EvidenceByStage, fieldsOf } from '../../core/path/stage-evidence.ts';

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
  return [...stageLines(check), ...pageLines(fieldsOf(check.evidence).page)];
}

/** The reply to an ordinary GET, when SSTP did not reply. */
function pageLines(page: unknown): string[] {
  if (!isRecord(page)) return [];
  const { httpStatus, server, locationHost, began, reason } = page;
  const answer = [httpStatus, began, reason, 'nothing'].find((one) => one !== undefined);
  const headers = Object.entries({ Server: server, Location: locationHost })
    .filter(([, value]) => typeof value === 'string')
    .map(([name, value]) => `; ${name}: ${text(value)}`);
  return [`GET / -> ${text(answer)}${headers.join('')}`];
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
    typeof evidence.getRefused === 'number'
      ? [`GET ${text(url)}${byRoute(via)} -> ${evidence.getRefused}`]
      : [];
  if (end === null) return [...refused, `${asked} -> ${answerText(check)}`];
  const redirects = Array.isArray(evidence.redirects) ? evidence.redirects : [];
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
  const shown = typeof withSstpVersion === 'string' ? { ...evidence, reason: withSstpVersion } : evidence;
  const line = `CONNECT ${text(target)}${through} -> ${typeof granted === 'number' ? `${granted}, then ` : ''}${answerText({ ...check, evidence: shown })}`;
  if (!isRecord(withoutSstpVersion)) return [line];
  const second = withoutSstpVersion.status ?? withoutSstpVersion.reason ?? 'failed';
  return [line, `CONNECT ${text(target)}${through}, without SSTPVERSION -> ${text(second)}`];
}

/** A handshake, and below it the same handshake on other routes. */
function tlsLines(check: Check<'tls'>, through: string): string[] {
  const { withSstpVersion, withoutSstpVersion, direct, ...evidence } = check.evidence;
  const shown = typeof withSstpVersion === 'string' ? { ...evidence, reason: withSstpVersion } : evidence;
  return [
    `TLS${through} -> ${answerText({ ...check, evidence: shown })}`,
    ...(isRecord(withoutSstpVersion)
      ? [`TLS${through}, CONNECT without SSTPVERSION -> ${text(withoutSstpVersion.tls)}`]
      : []),
    ...(isRecord(direct) ? [`TLS (direct) -> ${text(direct.tls ?? direct.reason)}`] : []),
  ];
}

function certificateLines({
  subject,
  issuer,
  sha256,
  reasons,
  inspectionSigns,
  direct,
}: EvidenceByStage['certificate']): string[] {
  return [
    `Certificate: subject "${text(subject)}", issuer "${text(issuer)}"`,
    `Certificate: SHA-256 ${text(sha256)}`,
    ...(isRecord(direct) && typeof direct.sha256 === 'string'
      ? [`Certificate on the direct route: issuer "${text(direct.issuer)}", SHA-256 ${text(direct.sha256)}`]
      : []),
    ...(Array.isArray(reasons) ? [`Certificate -> ${list(reasons)}`] : []),
    ...(Array.isArray(inspectionSigns) && inspectionSigns.length > 0
      ? [`Signs: ${list(inspectionSigns)}`]
      : []),
  ];
}

/** The status and its sender, else the reason and the system's error code. */
function answerText({ evidence, durationMs }: Pick<Check, 'evidence' | 'durationMs'>): string {
  const { httpStatus, httpReason, schemes, server, squidError, proxyHeaders, locationHost, cachedBy } =
    fieldsOf(evidence);
  const { reason, errno, hresult } = evidence;
  const parts: string[] = [];
  if (typeof httpStatus === 'number') parts.push(`${httpStatus} ${text(httpReason ?? '')}`.trim());
  else parts.push(text(reason ?? hresult ?? 'failed'));
  if (typeof errno === 'string') parts.push(`(${text(errno)})`);
  const named = Object.entries({
    'Proxy-Authenticate': Array.isArray(schemes) ? list(schemes) : undefined,
    Server: server,
    'X-Squid-Error': squidError,
    Location: locationHost,
    'Out of the cache of': cachedBy,
    Headers: Array.isArray(proxyHeaders) ? list(proxyHeaders) : undefined,
  }).filter(([, value]) => typeof value === 'string' && value !== '');
  const headers = named.map(([name, value]) => `; ${name}: ${text(value)}`).join('');
  const about = typeof httpStatus === 'number' && isBodyReason(reason) ? `; ${text(reason)}` : '';
  return `${parts.join(' ')}${headers}${about}; ${Math.round(durationMs)} ms`;
}

/** A 200 with a wrong body; otherwise the status is the reason. */
function isBodyReason(reason: unknown): boolean {
  return (
    typeof reason === 'string' &&
    !['status', 'http-status', 'proxy-auth', 'redirect', 'sstp-header-refused'].includes(reason)
  );
}

function subjectOf(evidence: AnyEvidence): string {
  const { address, host, port } = fieldsOf(evidence);
  const name = text(address ?? host ?? '');
  if (name === '') return '';
  return typeof port === 'number' ? ` ${name.includes(':') ? `[${name}]` : name}:${port}` : ` ${name}`;
}

function list(values: readonly unknown[]): string {
  return values.slice(0, 10).map(text).join(', ');
}

function text(value: unknown): string {
  return withoutControls(String(value ?? ''), 300);
}
