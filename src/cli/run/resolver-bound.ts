/** The defaults of glibc (resolv.conf(5)): seconds for one try, and tries. */
const TIMEOUT = 5;
const ATTEMPTS = 2;

/**
 * RES_OPTIONS for the resolver of Linux, so that it gives up at the deadline (seconds). A running getaddrinfo cannot be
 * cancelled, and the end of the process waits for its thread. `null`: the defaults end before the deadline. `own`: the
 * options that the user has set, which come last and therefore hold.
 */
export function resolverOptions(deadlineSeconds: number, own: string | undefined): string | null {
  if (deadlineSeconds >= TIMEOUT * ATTEMPTS) return null;
  const attempts = Math.max(1, Math.min(ATTEMPTS, Math.floor(deadlineSeconds)));
  const timeout = Math.max(1, Math.floor(deadlineSeconds / attempts));
  return [`timeout:${timeout}`, `attempts:${attempts}`, ...(own === undefined ? [] : [own])].join(' ');
}
