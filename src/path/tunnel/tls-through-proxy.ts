import type { Gateway } from '../../core/model/check.ts';
import { StageFailure } from '../transport/failure.ts';
import type { Lifetime } from '../transport/lifetime.ts';
import type { PathConnection, PathTransport, SecuredConnection } from '../transport/transport.ts';
import { endOfTls, openPlainTunnel } from './connect.ts';
import { withSecondTry } from './second-try.ts';

/**
 * The handshake after a granted CONNECT. If the connection ends or there is no reply to the ClientHello, tries
 * again after a CONNECT without SSTPVERSION: a filter may grant the CONNECT and cut what follows it. Rejects with
 * a StageFailure.
 */
export function secureThroughProxy(
  transport: PathTransport,
  connection: PathConnection,
  { gateway, whole, patienceMs }: { gateway: Gateway; whole: Lifetime; patienceMs: number },
): Promise<SecuredConnection> {
  const first = transport.secure(connection, gateway.host, whole);
  const ask = (part: Lifetime) => withoutHeader(transport, connection, gateway, part);
  return withSecondTry(first, { whole, ask, isAsked: isCut, patienceMs }, (failure, second) => {
    const byHeader = second?.tls === 'completed';
    return new StageFailure(byHeader ? 'sstp-header-refused' : failure.reason, {
      ...failure.evidence,
      ...(byHeader ? { withSstpVersion: failure.reason } : {}),
      ...(second === null ? {} : { withoutSstpVersion: second }),
    });
  });
}

function isCut({ reason }: StageFailure): boolean {
  return reason === 'reset-at-client-hello' || reason === 'closed';
}

/** `completed`, or why the handshake or an earlier stage failed. */
async function withoutHeader(
  transport: PathTransport,
  proxy: PathConnection,
  gateway: Gateway,
  part: Lifetime,
): Promise<{ tls: string }> {
  try {
    const connection = await transport.connect([proxy.address ?? ''], proxy.port, part);
    await openPlainTunnel(connection.stream, gateway, part, {});
    return { tls: await endOfTls(transport, connection, gateway, part) };
  } catch (error) {
    if (error instanceof StageFailure) return { tls: error.reason };
    throw error;
  }
}
