import type { Socket } from 'node:net';
import type { Gateway, Route } from '../core/check.ts';
import { openTunnel } from './connect.ts';
import { connectAny } from './dial.ts';
import type { Lifetime } from './lifetime.ts';

/**
 * Makes the connection to the gateway once more, to the address that answered and through the proxy where there is one,
 * without telling its stages. Rejects with a StageFailure.
 */
export function reopen(
  raw: Socket,
  { gateway, route }: { gateway: Gateway; route: Route },
): (lifetime: Lifetime) => Promise<Socket> {
  const { remoteAddress = '', remotePort = 0 } = raw;
  return async (lifetime) => {
    const socket = await connectAny([remoteAddress], remotePort, lifetime);
    if (route.proxy !== null) await openTunnel(socket, gateway, lifetime, {});
    return socket;
  };
}
