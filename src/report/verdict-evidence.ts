import type { Check } from '../core/check.ts';
import { neutralise } from '../core/neutralise.ts';

/** Reasons of a failed TLS handshake, as they are said of the gateway. */
const TLS: Readonly<Record<string, string>> = {
  'reset-at-client-hello':
    'ends the connection at the first byte of TLS: most likely a gateway without SSTP (OpenVPN only), else a firewall that cuts TLS',
  alert: 'refuses the TLS handshake with an alert',
  'old-tls': 'speaks no TLS 1.2',
  'not-tls': 'answers with something else than TLS',
};

/** How the TLS handshake ended. */
export function tlsEnd(checks: readonly Check[]): string {
  const reason = failedAt(checks, 'tls')?.evidence.reason;
  return TLS[String(reason)] ?? 'ends the connection instead of a TLS handshake';
}

/** What kind of server answered instead of SSTP: ` (nginx/1.22.1, GET / -> 200)`; empty where nothing is known. */
export function webServer(checks: readonly Check[]): string {
  const evidences = checks.map(({ evidence }) => evidence);
  const page = evidences.map((one) => one.page).find(isRecord);
  const server = [page, ...evidences].map((one) => one?.server).find((one) => typeof one === 'string');
  const parts = [
    ...(server === undefined ? [] : [text(server)]),
    ...(typeof page?.httpStatus === 'number' ? [`GET / -> ${page.httpStatus}`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** Where a page leads that stands in place of the gateway: `, which leads to HOST`; empty where that is not known. */
export function pageLeadsTo(checks: readonly Check[]): string {
  const evidences = checks.map(({ evidence }) => evidence);
  const pages = evidences.map((one) => one.page).filter(isRecord);
  const host = [...pages, ...evidences].map((one) => one.locationHost).find((one) => typeof one === 'string');
  return host === undefined ? '' : `, which leads to ${text(host)}`;
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return neutralise(String(value), 200);
}
