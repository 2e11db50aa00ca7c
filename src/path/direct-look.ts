import type { Gateway } from '../core/check.ts';
import { StageFailure } from './failure.ts';
import { type Lifetime, startPart } from './lifetime.ts';
import type { PathTransport } from './transport.ts';

/** The certificates (DER, leaf first) that the gateway shows without the proxy, or why there are none. */
export type DirectLook = { chain: readonly Uint8Array[] } | { reason: string };

/** It runs beside the handshake through the proxy; where the direct way is a black hole, it is not waited for longer. */
const DIRECT_MS = 5_000;

/** The same handshake past the proxy: name, TCP, TLS, and nothing after it. Rejects with P2sError `cancelled` alone. */
export async function lookDirect(
  transport: PathTransport,
  { host, port }: Gateway,
  whole: Lifetime,
): Promise<DirectLook> {
  const lifetime = startPart(whole, DIRECT_MS);
  try {
    const raw = await transport.connect(await transport.resolve(host, lifetime), port, lifetime);
    const secured = await transport.secure(raw, host, lifetime);
    const { chain } = secured.certificates();
    // To the end of the handshake, so that no gateway counts it as an attack.
    await lifetime.race(new Promise<void>((resolve) => secured.stream.end(resolve)));
    return chain.length === 0 ? { reason: 'no-certificate' } : { chain };
  } catch (error) {
    if (error instanceof StageFailure) return { reason: error.reason };
    throw error;
  } finally {
    await lifetime.end();
  }
}
