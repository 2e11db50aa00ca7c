/** A proxy's own words, in its reply to CONNECT or to a list download. */
interface ProxyReply {
  readonly status: number | null;
  readonly squidError: string | null;
  readonly server: string | null;
}

/** Squid's own codes (X-Squid-Error) for a server that it could not reach, also with status 500. */
const SQUID_GOT_NOWHERE = /^ERR_(?:DNS_FAIL|CONNECT_FAIL|CANNOT_FORWARD)\b/;
/** tinyproxy has no other status for an unreachable server; a blocked one is a 403. */
const TINYPROXY = /^tinyproxy\b/i;

/** Whether the proxy's own code, whatever the status, shows that it could not reach the server. */
export function gotNowhere({ status, squidError, server }: ProxyReply): boolean {
  return SQUID_GOT_NOWHERE.test(squidError ?? '') || (status === 500 && TINYPROXY.test(server ?? ''));
}

/** Product names of proxies and filters. */
const PRODUCT =
  /squid|tinyproxy|privoxy|zscaler|bluecoat|proxysg|forcepoint|mcafee|skyhigh|netskope|ironport|fortigate|fortiproxy|sophos|trafficserver|proxy/i;

/** Whether the reply names a proxy or a filter as its sender. */
export function isProxyProduct({ squidError, server }: Omit<ProxyReply, 'status'>): boolean {
  return squidError !== null || (server !== null && PRODUCT.test(server));
}

/** Statuses with which a proxy reports on the server behind it. */
export function isGatewayStatus(status: number | null): boolean {
  return status === 502 || status === 503 || status === 504;
}
