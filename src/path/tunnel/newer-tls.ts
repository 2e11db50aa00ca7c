import type { TlsVersion } from '../../core/path/tls-version.ts';
import { StageFailure } from '../transport/failure.ts';
import type { Lifetime } from '../transport/lifetime.ts';
import type { PathConnection, PathTransport } from '../transport/transport.ts';
import { withSecondTry } from './second-try.ts';

/** How servers refuse a version of TLS: by its own alert, by the general one, or, as Schannel does, by a reset. */
const REFUSALS: ReadonlySet<string> = new Set(['old-tls', 'handshake-failure', 'reset-at-client-hello']);
const TLS_1_3: TlsVersion = 'TLSv1.3';

/** How a newer client than the one that was refused asks. */
export interface NewerClient {
  transport: PathTransport;
  host: string;
  /** A connection of its own. */
  open: (lifetime: Lifetime) => Promise<PathConnection>;
}

/**
 * A handshake without TLS 1.3 that was refused is tried once more with it. Where that makes a connection of TLS 1.3, the
 * failure becomes `tls-1.3-only`; else it stays what it was. Either way the evidence says what was offered.
 */
export function withNewerTls<T>(first: Promise<T>, whole: Lifetime, newer: NewerClient | null): Promise<T> {
  if (newer === null) return first;
  const isAsked = ({ reason }: StageFailure) => REFUSALS.has(reason);
  const ask = (part: Lifetime) => askNewer(newer, part);
  return withSecondTry(first, { whole, ask, isAsked, patienceMs: null }, (failure, second) => {
    if (second === null) return failure;
    const reason = second.protocol === TLS_1_3 ? 'tls-1.3-only' : failure.reason;
    const withTls13 = { offered: newer.transport.offers, ...second };
    return new StageFailure(reason, { ...failure.evidence, withTls13 });
  });
}

/** The version that a handshake settled on, or why there is none. Rejects with P2sError `cancelled` alone. */
async function askNewer(
  { transport, host, open }: NewerClient,
  part: Lifetime,
): Promise<{ protocol?: unknown; reason?: string }> {
  try {
    const { stream, evidence } = await transport.secure(await open(part), host, part);
    // To the end of the handshake, so that no gateway counts it as an attack.
    await part.race(new Promise<void>((resolve) => stream.end(resolve)));
    return { protocol: evidence.protocol };
  } catch (error) {
    if (error instanceof StageFailure) return { reason: error.reason };
    throw error;
  }
}
