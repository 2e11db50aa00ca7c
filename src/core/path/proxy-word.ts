import type { EvidenceByStage } from './stage-evidence.ts';

/** A proxy's own reply to CONNECT or to a list download. */
type ProxyWord = Pick<EvidenceByStage['connect' | 'revocation'], 'httpStatus' | 'squidError' | 'server'>;

/**
 * Squid's own codes (X-Squid-Error) for a server that it could not reach, also with status 500: the
 * name, TCP, or no route at all.
 */
const SQUID_GOT_NOWHERE = /^ERR_(?:DNS_FAIL|CONNECT_FAIL|CANNOT_FORWARD)\b/;
/** tinyproxy has no other status for an unreachable server; a blocked one is a 403. */
const TINYPROXY = /^tinyproxy\b/i;

/** Whether the proxy's own code, whatever the status, shows that it could not reach the server. */
export function gotNowhere({ httpStatus, squidError, server }: ProxyWord): boolean {
  return SQUID_GOT_NOWHERE.test(String(squidError)) || (httpStatus === 500 && TINYPROXY.test(String(server)));
}
