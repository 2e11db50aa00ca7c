import type { Gateway, Route } from '../../core/model/check.ts';
import type { Lifetime } from '../transport/lifetime.ts';
import type { PathConnection, PathDialer } from '../transport/transport.ts';
import { openTunnel } from './connect.ts';

/**
 * Connects to the gateway again, to the address that answered and through the proxy if there is one, without
 * reporting stages. Rejects with a StageFailure.
 */
export function reopen(
  dialer: PathDialer,
  first: PathConnection,
  { gateway, route }: { gateway: Gateway; route: Route },
): (lifetime: Lifetime) => Promise<PathConnection> {
  return async (lifetime) => {
    const connection = await dialer.connect([first.address ?? ''], first.port, lifetime);
    if (route.proxy !== null) await openTunnel(dialer, connection, gateway, lifetime, {});
    return connection;
  };
}
