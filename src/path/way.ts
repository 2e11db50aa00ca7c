import type { Socket } from 'node:net';
import type { Gateway, Route } from '../core/check.ts';
import { authority } from './authority.ts';
import { openTunnel } from './connect.ts';
import { type HandshakeOptions, prepareHandshake, type TrustContext } from './handshake.ts';
import { reach } from './reach.ts';
import { runStage, type StageContext } from './stage.ts';

/**
 * The way to the gateway, through the proxy where there is one, and what its handshake needs: made ready while the last
 * answer before it is on its way. Rejects with a StageFailure, after it has been recorded.
 */
export async function openWay(
  { gateway, route }: { gateway: Gateway; route: Route },
  trust: TrustContext,
  context: StageContext,
): Promise<{ raw: Socket; options: HandshakeOptions }> {
  const prepare = async () => prepareHandshake(gateway.host, trust);
  if (route.proxy === null) {
    const [raw, options] = await Promise.all([reach({ gateway, route }, context), prepare()]);
    return { raw, options };
  }
  const raw = await reach({ gateway, route }, context);
  const [options] = await runStage(context, 'connect', (note) => {
    note.evidence.target = authority(gateway.host, gateway.port);
    const opened = openTunnel(raw, gateway, context.lifetime, note.evidence);
    return Promise.all([prepare(), opened]);
  });
  return { raw, options };
}
