import type { Gateway, Route } from '../../core/model/check.ts';
import { ipVersion } from '../../core/model/ip-version.ts';
import { runStage, type StageContext, skipStage } from './stage.ts';
import type { PathConnection, PathDialer } from './transport.ts';

/**
 * Name and TCP of the gateway, or of the proxy, which resolves the gateway's name itself. Rejects with a
 * StageFailure, after it is recorded.
 */
export async function reach(
  dialer: PathDialer,
  { gateway, route }: { gateway: Gateway; route: Route },
  context: StageContext,
): Promise<PathConnection> {
  const { lifetime } = context;
  const target = route.proxy ?? gateway;
  const evidence = { of: route.proxy === null ? 'gateway' : 'proxy', host: target.host };
  let addresses = [target.host];
  if (ipVersion(target.host) !== 0) skipStage(context, 'dns', { ...evidence, reason: 'is-an-address' });
  else {
    addresses = await runStage(context, 'dns', async (note) => {
      Object.assign(note.evidence, evidence);
      const found = await dialer.resolve(target.host, lifetime, note.evidence);
      note.evidence.addresses = found.slice(0, 16);
      return found;
    });
  }
  return runStage(context, 'tcp', async (note) => {
    Object.assign(note.evidence, evidence, { port: target.port });
    const connection = await dialer.connect(addresses, target.port, lifetime);
    note.evidence.address = connection.address;
    return connection;
  });
}
