import type { Check } from '../core/check.ts';
import { neutralise } from '../core/neutralise.ts';
import { isRecord } from './is-record.ts';

/** Why the TLS handshake failed, in a stable word; `null` where that is not known. */
export function tlsReason(checks: readonly Check[]): string | null {
  const reason = failedAt(checks, 'tls')?.evidence.reason;
  return typeof reason === 'string' ? reason : null;
}

/** What kind of server answered instead of SSTP: `nginx/1.22.1, GET / -> 200`; `null` where nothing is known. */
export function webServer(checks: readonly Check[]): string | null {
  const evidences = checks.map(({ evidence }) => evidence);
  const page = evidences.map((one) => one.page).find(isRecord);
  const server = [page, ...evidences].map((one) => one?.server).find((one) => typeof one === 'string');
  const parts = [
    ...(server === undefined ? [] : [text(server)]),
    ...(typeof page?.httpStatus === 'number' ? [`GET / -> ${page.httpStatus}`] : []),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** Where a page leads that stands in place of the gateway: a host; `null` where that is not known. */
export function pageLeadsTo(checks: readonly Check[]): string | null {
  const evidences = checks.map(({ evidence }) => evidence);
  const pages = evidences.map((one) => one.page).filter(isRecord);
  const host = [...pages, ...evidences].map((one) => one.locationHost).find((one) => typeof one === 'string');
  return host === undefined ? null : text(host);
}

/** Whether a page came as HTTP to an ordinary GET, which an ordinary web server answers, too. */
export function mayBeWeb(checks: readonly Check[]): boolean {
  return checks.some(
    ({ evidence }) => isRecord(evidence.page) && typeof evidence.page.httpStatus === 'number',
  );
}

/** Whether the answer to SSTP's request was HTTP/1.0. */
export function isOldHttp(checks: readonly Check[]): boolean {
  return failedAt(checks, 'http')?.evidence.reason === 'http-version';
}

/** Whether the proxy says, by squid's code, that it does not find the gateway's name. */
export function isUnknownToProxy(checks: readonly Check[]): boolean {
  return /^ERR_DNS_FAIL\b/.test(String(failedAt(checks, 'connect')?.evidence.squidError));
}

/** Whether SSTP answered with its Ack. */
export function isAcknowledged(checks: readonly Check[]): boolean {
  return checks.some(({ stage, status }) => stage === 'sstp' && status === 'pass');
}

/** Whether a certificate names neither a CRL nor an OCSP address. */
export function lacksAddresses(checks: readonly Check[]): boolean {
  return checks.some(({ evidence }) => evidence.reason === 'no-revocation-url');
}

function failedAt(checks: readonly Check[], stage: Check['stage']): Check | undefined {
  return checks.find((check) => check.stage === stage && check.status === 'fail');
}

function text(value: unknown): string {
  return neutralise(String(value), 200);
}
