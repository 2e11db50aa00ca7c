/**
 * System errors for a refusal by the other end, by a firewall on the route (any ICMP code), or by a local firewall
 * (EACCES, EPERM). A firewall rule could fix these, unlike a missing route (ENETUNREACH).
 */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EACCES',
  'EPERM',
]);

/** Whether this errno is a refusal, not a missing route. */
export function isRefusal(errno: unknown): boolean {
  return REFUSALS.has(errno);
}
