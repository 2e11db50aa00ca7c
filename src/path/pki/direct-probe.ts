import type { Gateway } from '../../core/model/check.ts';
import { StageFailure } from '../transport/failure.ts';
import { type Lifetime, startPart } from '../transport/lifetime.ts';
import type { PathTransport } from '../transport/transport.ts';

/** The gateway's certificates without the proxy (DER, leaf first), or why there are none. */
export type DirectProbe = { chain: readonly Uint8Array[] } | { reason: string };

/**
 * It runs in parallel with the handshake through the proxy; this limits the wait if the direct route does not
 * reply.
 */
const DIRECT_MS = 5_000;

/** The same handshake without the proxy: name, TCP, TLS, nothing more. Rejects only with P2sError `cancelled`. */
export async function probeDirect(
  transport: PathTransport,
  { host, port }: Gateway,
  whole: Lifetime,
): Promise<DirectProbe> {
  const lifetime = startPart(whole, DIRECT_MS);
  try {
    const raw = await transport.connect(await transport.resolve(host, lifetime), port, lifetime);
    const secured = await transport.secure(raw, host, lifetime);
    const { chain } = secured.certificates();
    // Completes the handshake, so that gateways do not count it as an attack.
    await lifetime.race(new Promise<void>((resolve) => secured.stream.end(resolve)));
    return chain.length === 0 ? { reason: 'no-certificate' } : { chain };
  } catch (error) {
    if (error instanceof StageFailure) return { reason: error.reason };
    throw error;
  } finally {
    await lifetime.end();
  }
}
