/**
 * What a system says where somebody refuses: the other end, a firewall on the way (ICMP, of any code), or one on this
 * machine (EACCES, EPERM). A rule would change that; it would not where there is no route at all (ENETUNREACH).
 */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EACCES',
  'EPERM',
]);

/** Whether this errno is a refusal, and no want of a way. */
export function isRefusal(errno: unknown): boolean {
  return REFUSALS.has(errno);
}
