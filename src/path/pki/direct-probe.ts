import type { Gateway } from '../../core/model/check.ts';
import { StageFailure } from '../transport/failure.ts';
import { type Lifetime, startPart } from '../transport/lifetime.ts';
import type { PathTransport } from '../transport/transport.ts';

/** The certificates (DER, leaf first) that the gateway shows without the proxy, or why there are none. */
export type DirectProbe = { chain: readonly Uint8Array[] } | { reason: string; at: 'way' | 'tls' };

/** It runs beside the handshake through the proxy; where the direct way is a black hole, it is not waited for longer. */
const DIRECT_MS = 5_000;

/** The same handshake past the proxy: name, TCP, TLS, and nothing after it. Rejects with P2sError `cancelled` alone. */
export async function probeDirect(
  transport: PathTransport,
  { host, port }: Gateway,
  whole: Lifetime,
): Promise<DirectProbe> {
  const lifetime = startPart(whole, DIRECT_MS);
  let at: 'way' | 'tls' = 'way';
  try {
    const raw = await transport.connect(await transport.resolve(host, lifetime), port, lifetime);
    at = 'tls';
    const secured = await transport.secure(raw, host, lifetime);
    const { chain } = secured.certificates();
    // To the end of the handshake, so that no gateway counts it as an attack.
    await lifetime.race(new Promise<void>((resolve) => secured.stream.end(resolve)));
    return chain.length === 0 ? { reason: 'no-certificate', at } : { chain };
  } catch (error) {
    if (error instanceof StageFailure) return { reason: error.reason, at };
    throw error;
  } finally {
    await lifetime.end();
  }
}

/**
 * Adds to a handshake that failed through a proxy how the same one went on the direct way: `tls` is `completed` or the
 * reason, and absent where that way is closed. `direct` is `null` where nobody looks there.
 */
export async function withDirect<T>(work: Promise<T>, direct: Promise<DirectProbe> | null): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (direct === null || !(error instanceof StageFailure)) throw error;
    const probed = await direct;
    const met =
      'chain' in probed
        ? { tls: 'completed' }
        : probed.at === 'tls'
          ? { tls: probed.reason }
          : { reason: probed.reason };
    throw new StageFailure(error.reason, { ...error.evidence, direct: met });
  }
}
