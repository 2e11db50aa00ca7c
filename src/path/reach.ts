import { isIP, type Socket } from 'node:net';
import type { Gateway, Route } from '../core/check.ts';
import { openTunnel } from './connect.ts';
import { connectAny, resolveHost } from './dial.ts';
import type { Lifetime } from './lifetime.ts';
import { runStage, type StageContext, skipStage } from './stage.ts';

interface Way {
  gateway: Gateway;
  route: Route;
}

/** Name and TCP: of the gateway, or of the proxy, which resolves the gateway's name itself. */
export async function reach(request: Way, context: StageContext): Promise<Socket> {
  const { gateway, route } = request;
  const { lifetime } = context;
  const target = route.proxy ?? gateway;
  const evidence = { of: route.proxy === null ? 'gateway' : 'proxy', host: target.host };
  let addresses = [target.host];
  if (isIP(target.host) !== 0) skipStage(context, 'dns', { ...evidence, reason: 'is-an-address' });
  else {
    addresses = await runStage(context, 'dns', async (note) => {
      Object.assign(note.evidence, evidence);
      const found = await resolveHost(target.host, lifetime);
      note.evidence.addresses = found;
      return found;
    });
  }
  return runStage(context, 'tcp', async (note) => {
    Object.assign(note.evidence, evidence, { port: target.port });
    const socket = await connectAny(addresses, target.port, lifetime);
    note.evidence.address = socket.remoteAddress ?? null;
    return socket;
  });
}

/** Makes the connection to the gateway once more, to the address that answered, without telling its stages. */
export function reopen(raw: Socket, { gateway, route }: Way): (lifetime: Lifetime) => Promise<Socket> {
  const { remoteAddress = '', remotePort = 0 } = raw;
  return async (lifetime) => {
    const socket = await connectAny([remoteAddress], remotePort, lifetime);
    if (route.proxy !== null) await openTunnel(socket, gateway, lifetime, {});
    return socket;
  };
}
