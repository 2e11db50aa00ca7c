import { isAzureGateway } from '../../core/findings/path/gateway.ts';
import type { Gateway, Route } from '../../core/model/check.ts';
import { ipVersion } from '../../core/model/ip-version.ts';
import { isReservedAddress } from '../../core/path/reserved-address.ts';
import { isLoopbackHost } from '../../core/proxy/host.ts';
import { authority, routeName } from '../transport/authority.ts';
import { StageFailure } from '../transport/failure.ts';
import { type Lifetime, startPart } from '../transport/lifetime.ts';
import { runStage, type StageContext, skipStage } from '../transport/stage.ts';
import type { PathConnection, PathDialer, PathTransport } from '../transport/transport.ts';
import { openTunnel } from './connect.ts';

interface RouteRequest {
  gateway: Gateway;
  route: Route;
  /** Milliseconds for all stages together. */
  deadlineMs: number;
}

/** The connection to the gateway, and its route. */
export interface OpenedRoute {
  connection: PathConnection;
  route: Route;
}

/**
 * Connects to the gateway, through the proxy if there is one. If the setting names more routes, tries the next one
 * when a proxy has no address or no TCP connection, as WinINET does; a proxy's response is final. Prepares the
 * handshake while the last answer before it is in transit. Rejects with a StageFailure, after it is recorded.
 */
export async function openRoute(
  transport: PathTransport,
  { gateway, route, deadlineMs }: RouteRequest,
  context: StageContext,
): Promise<OpenedRoute> {
  const isPlain = gateway.url?.startsWith('http:') === true;
  const prepare = async () => (isPlain ? undefined : transport.prepare(gateway.host));
  const reached = firstReached(transport, { gateway, route, deadlineMs }, context);
  if (route.proxy === null) {
    const [direct] = await Promise.all([reached, prepare()]);
    return direct;
  }
  const opened = await reached;
  const { connection } = opened;
  if (opened.route.proxy === null || isPlain) {
    await prepare();
    return opened;
  }
  await runStage(context, 'connect', (note) => {
    note.evidence.target = authority(gateway.host, gateway.port);
    const tunnel = openTunnel(
      transport,
      connection,
      gateway,
      context.lifetime,
      note.evidence,
      patienceOf(deadlineMs),
    );
    return Promise.all([prepare(), tunnel]);
  });
  return opened;
}

/**
 * Milliseconds without a reply before a second try starts: a third of the deadline, which leaves two for the
 * second try.
 */
export function patienceOf(deadlineMs: number): number {
  return deadlineMs / 3;
}

/**
 * Name and TCP of the first route that connects. Each route except the last has its part of the deadline, which
 * leaves time for the next if there is no reply. Rejects with a StageFailure, after it is recorded.
 */
export async function firstReached(
  transport: PathDialer,
  { gateway, route: { further = [], untried, sentDirect, ...first }, deadlineMs }: RouteRequest,
  context: StageContext,
): Promise<OpenedRoute> {
  const routes: Route[] = [first, ...further.map((proxy) => ({ ...first, proxy }))];
  const partMs = deadlineMs / (routes.length + 1);
  for (const route of routes.slice(0, -1)) {
    context.via = routeName(route);
    const clock = startPart(context.lifetime, partMs);
    const lifetime = boundedBy(clock, context.lifetime);
    try {
      const ofAnswer = first.ofAnswer === true;
      const tried = { ...context, lifetime, skips: true, ofAnswer };
      return { connection: await reach(transport, { gateway, route }, tried), route };
    } catch (error) {
      if (!(error instanceof StageFailure)) throw error;
    } finally {
      await clock.end();
    }
  }
  const route = routes.at(-1) ?? first;
  context.via = routeName(route);
  const last = {
    ...context,
    ...(untried === undefined ? {} : { untried }),
    ...(sentDirect === undefined ? {} : { sentDirect }),
  };
  return { connection: await reach(transport, { gateway, route }, last), route };
}

/** Ends with the part's deadline, while its sockets live until the whole ends. */
function boundedBy(clock: Lifetime, whole: Lifetime): Lifetime {
  return {
    get over() {
      return clock.over;
    },
    race: (work) => clock.race(work),
    adopt: (socket) => whole.adopt(socket),
    end: () => clock.end(),
  };
}

/**
 * Name and TCP of the gateway, or of the proxy, which resolves the gateway's name itself. Rejects with a
 * StageFailure, after it is recorded.
 */
async function reach(
  dialer: PathDialer,
  { gateway, route }: { gateway: Gateway; route: Route },
  context: StageContext,
): Promise<PathConnection> {
  const { lifetime } = context;
  const target = route.proxy ?? gateway;
  const evidence = { of: route.proxy === null ? 'gateway' : 'proxy', host: target.host } as const;
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
    const isReserved = (address: string) => isReservedAddress(address, isAzureGateway(gateway));
    const hasOwnName = route.proxy === null && ipVersion(target.host) === 0 && !isLoopbackHost(target.host);
    if (hasOwnName && addresses.every(isReserved)) note.evidence.reservedAddress = addresses[0];
    const connection = await dialer.connect(addresses, target.port, lifetime);
    const { address } = connection;
    if (hasOwnName && address !== null && isReserved(address)) note.evidence.reservedAddress ??= address;
    note.evidence.address = address;
    return connection;
  });
}
