import type { Duplex } from 'node:stream';
import type { TlsVersion } from '../../core/path/tls-version.ts';
import { errorCode, StageFailure } from '../transport/failure.ts';
import { type Lifetime, startPart } from '../transport/lifetime.ts';
import { tlsReasonOf } from '../transport/tls-reason.ts';
import type { PathConnection, PathTransport } from '../transport/transport.ts';
import { withSecondTry } from './second-try.ts';

/** How servers refuse a version of TLS: by its own alert, by the general one, or, as Schannel does, by a reset. */
const REFUSALS: ReadonlySet<string> = new Set(['old-tls', 'handshake-failure', 'reset-at-client-hello']);
const TLS_1_3: TlsVersion = 'TLSv1.3';
/** How long an alert behind the handshake is waited for. */
const LAST_WORD_MS = 1_000;

/** How a newer client than the one that was refused asks. */
export interface NewerClient {
  transport: PathTransport;
  host: string;
  /** A connection of its own. */
  open: (lifetime: Lifetime) => Promise<PathConnection>;
}

/**
 * A handshake without TLS 1.3 that was refused is tried once more with it. Where that makes a connection of TLS 1.3, the
 * failure becomes `tls-1.3-only`; else it stays what it was. TLS 1.3 tells why, where the gateway wants a client
 * certificate, which in TLS 1.2 is no more than a handshake_failure. Either way the evidence says what was offered.
 */
export function withNewerTls<T>(first: Promise<T>, whole: Lifetime, newer: NewerClient | null): Promise<T> {
  if (newer === null) return first;
  const isAsked = ({ reason }: StageFailure) => REFUSALS.has(reason);
  const ask = (part: Lifetime) => askNewer(newer, part);
  return withSecondTry(first, { whole, ask, isAsked, patienceMs: null }, (failure, second) => {
    if (second === null) return failure;
    const reported = second.reason === 'client-certificate' ? second.reason : failure.reason;
    const reason = second.protocol === TLS_1_3 ? 'tls-1.3-only' : reported;
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
    const refused = await lastWord(stream, part);
    return refused === null ? { protocol: evidence.protocol } : { reason: refused };
  } catch (error) {
    if (error instanceof StageFailure) return { reason: error.reason };
    throw error;
  }
}

/** Ends the connection; the reason, where the gateway ends it by an alert of its own. */
async function lastWord(stream: Duplex, whole: Lifetime): Promise<string | null> {
  const part = startPart(whole, LAST_WORD_MS);
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  stream.resume();
  stream.end();
  try {
    await part.race(closed);
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
  } finally {
    await part.end();
  }
  const { errored } = stream;
  return errored === null ? null : tlsReasonOf(errorCode(errored));
}
