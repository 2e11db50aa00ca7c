import type { CauseId } from '../explain/causes.ts';
import type { FindingCode } from '../model/finding.ts';
import { SSTP, type VpnEvent } from './vpn-events.ts';

/** The meaning of a RasSstp event and its possible causes, the most likely first. */
export interface SstpProblem {
  finding: Extract<FindingCode, 'logged-proxy-authentication' | 'logged-interception' | 'logged-sstp-event'>;
  meaning: string;
  causes: readonly CauseId[];
  /** The RAS error code of the same attempt is at least as specific. */
  vague: boolean;
}

const PROXY_AUTH: SstpProblem = {
  finding: 'logged-proxy-authentication',
  meaning: 'a proxy on the route requires authentication, which SSTP does not support',
  causes: ['proxy-auth'],
  vague: false,
};

/**
 * By event id (Microsoft's pages on RRAS events; the manifest of Microsoft-Windows-RasSstp). Events of the server
 * side are not included.
 */
const PROBLEMS: Readonly<Record<number, SstpProblem>> = {
  1: vague('the request could not be sent: the network, or trust in the certificate', [
    'root-not-trusted',
    'revocation-not-aligned',
    'gateway-tcp',
    'name-unknown',
  ]),
  2: vague('no answer came to the request', ['silence', 'dropped-in-setup', 'no-sstp-server']),
  [SSTP.httpVersion]: vague('the answer was not HTTP/1.1', ['no-sstp-server', 'inspection']),
  5: vague('the SSTP negotiation failed', ['dropped-in-setup', 'no-sstp-server']),
  [SSTP.hashMismatch]: {
    finding: 'logged-interception',
    meaning: "the certificate that the tunnel saw is not the server's own",
    causes: ['inspection'],
    vague: false,
  },
  [SSTP.wrongUse]: {
    finding: 'logged-sstp-event',
    meaning: "the server's certificate is not meant for server authentication",
    causes: ['wrong-purpose'],
    vague: false,
  },
  [SSTP.proxyAuth]: PROXY_AUTH,
  33: vague('the cookies of the server could not be set', ['dropped-in-setup']),
};

const ANY_REFUSAL: readonly CauseId[] = ['no-sstp-server', 'proxy-refuses'];

/** Event 4 by its HTTP status. */
const STATUSES: Readonly<Record<number, readonly CauseId[]>> = {
  403: ['proxy-refuses', 'proxy-filters-sstp', 'no-sstp-server'],
  404: ['no-sstp-server', 'sstp-off'],
  502: ['gateway-tcp', 'name-unknown'],
  503: ['no-port-free', 'gateway-tcp'],
  504: ['silence', 'gateway-tcp'],
};

/** The possible causes of an event whose data is not known, the most likely first. */
export function sstpCauses(id: number): readonly CauseId[] {
  return id === SSTP.refused ? ANY_REFUSAL : (PROBLEMS[id]?.causes ?? []);
}

/** `null` for an event that is not a problem of the client. */
export function sstpProblem({ source, id, httpStatus }: VpnEvent): SstpProblem | null {
  if (source !== 'RasSstp') return null;
  if (id !== SSTP.refused) return PROBLEMS[id] ?? null;
  if (httpStatus === 407) return PROXY_AUTH;
  return {
    finding: 'logged-sstp-event',
    meaning: `the request was refused${httpStatus === null ? '' : ` with HTTP ${httpStatus}`}`,
    causes: STATUSES[httpStatus ?? 0] ?? ANY_REFUSAL,
    vague: httpStatus === null,
  };
}

function vague(meaning: string, causes: readonly CauseId[]): SstpProblem {
  return { finding: 'logged-sstp-event', meaning, causes, vague: true };
}
