import type { EvidenceByStage } from './stage-evidence.ts';

/** What a proxy answers in its own name, to CONNECT or to the fetch of a list. */
type ProxyWord = Pick<EvidenceByStage['connect' | 'revocation'], 'httpStatus' | 'squidError' | 'server'>;

/**
 * Squid's own codes (X-Squid-Error) for a server that it did not get to, which come with a 500, too: the name, TCP, and
 * no way at all.
 */
const SQUID_GOT_NOWHERE = /^ERR_(?:DNS_FAIL|CONNECT_FAIL|CANNOT_FORWARD)\b/;
/** It has no other status for a server that it does not reach; what it does not allow is a 403. */
const TINYPROXY = /^tinyproxy\b/i;

/** Whether a proxy says by its own code, whatever the status, that it did not get to the server behind it. */
export function gotNowhere({ httpStatus, squidError, server }: ProxyWord): boolean {
  return SQUID_GOT_NOWHERE.test(String(squidError)) || (httpStatus === 500 && TINYPROXY.test(String(server)));
}
