import { expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { startGateway } from '../../scripts/simulated/gateway.ts';
import { startSimulatedServers } from '../../scripts/simulated/simulated-servers.ts';
import { gatewayVerdict } from '../../src/core/causes/verdict.ts';
import { checkTunnel } from '../../src/path/tunnel/tunnel.ts';
import { startRelay } from '../support/servers/relay.ts';
import { closeAfterEach } from './fixtures.ts';
import { straightTo, through, throughSimulated } from './routes.ts';

const keep = closeAfterEach();

// TLS, HTTP, SSTP; a relay does not delay the TCP handshake. TLS 1.2 needs one more.
it.each([
  ['TLSv1.3', 3],
  ['TLSv1.2', 4],
] as const)('takes no more round trips than the protocols need: %s', async (maxVersion, floor) => {
  const ca = await createCa();
  const leaf = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
  const gateway = await startGateway({ key: leaf.key, cert: leaf.cert, maxVersion });
  const relay = await startRelay({ target: gateway, delayMs: 5 });
  keep(gateway);
  keep(relay);
  const { results, settled } = await checkTunnel(straightTo(relay, [ca.root.pem]));
  expect(relay.roundTrips()).toBe(floor);
  expect(gatewayVerdict(results).verdict).toBe('reachable');
  await settled;
  expect(relay.connections).toHaveLength(1);
  expect(relay.roundTrips()).toBe(floor + 1);
});

it('takes one more through a proxy', async () => {
  const simulated = await startSimulatedServers();
  const relay = await startRelay({ target: simulated.proxy, delayMs: 5 });
  keep(simulated);
  keep(relay);
  const { results, settled } = await checkTunnel(throughSimulated(simulated, { route: through(relay) }));
  expect(relay.roundTrips()).toBe(4);
  expect(gatewayVerdict(results).verdict).toBe('reachable');
  await settled;
  expect(relay.connections).toHaveLength(1);
});
