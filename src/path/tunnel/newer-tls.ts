import type { Duplex } from 'node:stream';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import type { TlsVersion } from '../../core/path/tls-version.ts';
import { errorCode, StageFailure, tlsReasonOf } from '../transport/failure.ts';
import { type Lifetime, startPart } from '../transport/lifetime.ts';
import type { PathConnection, PathTransport } from '../transport/transport.ts';
import { withSecondTry } from './second-try.ts';

/** How servers refuse a TLS version: by its own alert, by the general alert, or by a reset, as Schannel does. */
const REFUSALS: ReadonlySet<string> = new Set(['old-tls', 'handshake-failure', 'reset-at-client-hello']);
const TLS_1_3: TlsVersion = 'TLSv1.3';
/** How long to wait for an alert after the handshake. */
const END_ALERT_MS = 1_000;

/** How a newer client connects than the one that was refused. */
export interface NewerClient {
  transport: PathTransport;
  host: string;
  /** A connection of its own. */
  open: (lifetime: Lifetime) => Promise<PathConnection>;
}

/**
 * Tries a refused handshake without TLS 1.3 again with TLS 1.3. If that connects with TLS 1.3, the failure becomes
 * `tls-1.3-only`; else it stays the same. TLS 1.3 reports a required client certificate, which TLS 1.2 reports
 * only as handshake_failure. The evidence always has the offered versions.
 */
export function withNewerTls<T>(first: Promise<T>, whole: Lifetime, newer: NewerClient | null): Promise<T> {
  if (newer === null) return first;
  const isAsked = ({ reason }: StageFailure) => REFUSALS.has(reason);
  const ask = (part: Lifetime) => askNewer(newer, part);
  return withSecondTry(first, { whole, ask, isAsked, patienceMs: null }, (failure, second) => {
    if (second === null) return failure;
    const reported = second.reason === 'client-certificate' ? second.reason : failure.reason;
    const reason = second.protocol === TLS_1_3 ? 'tls-1.3-only' : reported;
    const withTls13 = { offered: [...newer.transport.offers], ...second };
    return new StageFailure(reason, { ...failure.evidence, withTls13 });
  });
}

/** The negotiated version, or why the handshake failed. Rejects only with P2sError `cancelled`. */
async function askNewer(
  { transport, host, open }: NewerClient,
  part: Lifetime,
): Promise<Pick<AnyFields, 'protocol' | 'reason'>> {
  try {
    const { stream, evidence } = await transport.secure(await open(part), host, part);
    // Completes the handshake, so that gateways do not count it as an attack.
    const refused = await endAlert(stream, part);
    return refused === null ? { protocol: evidence.protocol } : { reason: refused };
  } catch (error) {
    if (error instanceof StageFailure) return { reason: error.reason };
    throw error;
  }
}

/** Ends the connection; returns the reason if the gateway ends it with its own alert. */
async function endAlert(stream: Duplex, whole: Lifetime): Promise<string | null> {
  const part = startPart(whole, END_ALERT_MS);
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
  return tlsReasonOf(errorCode(stream.errored));
}
