import type { Gateway, Route } from '../core/check.ts';
import { authority } from './authority.ts';
import { openTunnel } from './connect.ts';
import { reach } from './reach.ts';
import { runStage, type StageContext } from './stage.ts';
import type { PathConnection, PathTransport } from './transport.ts';

/**
 * The way to the gateway, through the proxy where there is one. What its handshake needs is made ready while the last
 * answer before it is on its way. Rejects with a StageFailure, after it has been recorded.
 */
export async function openWay(
  transport: PathTransport,
  { gateway, route }: { gateway: Gateway; route: Route },
  context: StageContext,
): Promise<PathConnection> {
  const prepare = async () => transport.prepare(gateway.host);
  if (route.proxy === null) {
    const [direct] = await Promise.all([reach(transport, { gateway, route }, context), prepare()]);
    return direct;
  }
  const connection = await reach(transport, { gateway, route }, context);
  await runStage(context, 'connect', (note) => {
    note.evidence.target = authority(gateway.host, gateway.port);
    const opened = openTunnel(transport, connection, gateway, context.lifetime, note.evidence);
    return Promise.all([prepare(), opened]);
  });
  return connection;
}
