import type { Gateway } from '../../core/model/check.ts';
import { StageFailure } from '../transport/failure.ts';
import { type Lifetime, startPart } from '../transport/lifetime.ts';
import type { PathTransport } from '../transport/transport.ts';

/** The gateway's certificates without the proxy (DER, leaf first), or why there are none. */
export type DirectProbe = { chain: readonly Uint8Array[] } | { reason: string; at: 'route' | 'tls' };

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
  let at: 'route' | 'tls' = 'route';
  try {
    const raw = await transport.connect(await transport.resolve(host, lifetime), port, lifetime);
    at = 'tls';
    const secured = await transport.secure(raw, host, lifetime);
    const { chain } = secured.certificates();
    // Completes the handshake, so that gateways do not count it as an attack.
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
 * Adds to a failed handshake through a proxy the result of the same handshake on the direct route: `tls` is
 * `completed` or the reason, and absent if that route is blocked. `direct` is `null` if the direct route is not
 * probed.
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
