import type { Gateway, Route } from '../core/model/check.ts';
import { openTunnel } from './connect.ts';
import type { Lifetime } from './lifetime.ts';
import type { PathConnection, PathDialer } from './transport.ts';

/**
 * Makes the connection to the gateway once more, to the address that answered and through the proxy where there is one,
 * without telling its stages. Rejects with a StageFailure.
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
