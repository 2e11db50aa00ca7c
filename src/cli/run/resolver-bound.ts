/** The defaults of glibc (resolv.conf(5)): seconds for one try, tries, and how many name servers it asks. */
const TIMEOUT = 5;
const ATTEMPTS = 2;
const SERVERS = 3;

/**
 * RES_OPTIONS for the resolver of Linux, so that it gives up at the deadline (seconds): it asks every name server of
 * `resolvConf` in turn, for the name and for the name with each suffix. A running getaddrinfo cannot be cancelled, and
 * the end of the process waits for its thread. `null`: the defaults end before the deadline. `own`: the options that the
 * user has set, which come last and therefore hold. A second is the shortest try, so several servers with suffixes can
 * take longer than a short deadline.
 */
export function resolverOptions(
  deadlineSeconds: number,
  own: string | undefined,
  resolvConf: string,
): string | null {
  const servers = Math.min(resolvConf.match(/^nameserver\s/gm)?.length ?? 1, SERVERS);
  const [suffixes = ''] = resolvConf.match(/(?<=^(?:search|domain)\s).*$/gm)?.slice(-1) ?? [];
  const queries = servers * (1 + (suffixes.match(/\S+/g)?.length ?? 0));
  if (deadlineSeconds >= queries * TIMEOUT * ATTEMPTS) return null;
  const attempts = Math.max(1, Math.min(ATTEMPTS, Math.floor(deadlineSeconds / queries)));
  const timeout = Math.max(1, Math.min(TIMEOUT, Math.floor(deadlineSeconds / queries / attempts)));
  return [`timeout:${timeout}`, `attempts:${attempts}`, ...(own === undefined ? [] : [own])].join(' ');
}
