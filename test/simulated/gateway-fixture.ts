import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { createCa, type TlsIdentity } from '../../scripts/simulated/ca.ts';
import {
  type Gateway,
  type GatewayBehaviour,
  type GatewayOptions,
  type GatewayStep,
  startGateway,
} from '../../scripts/simulated/gateway.ts';
import { waitFor } from '../support/ports.ts';
import { sstpRequest, type Talk, talk } from './talk.ts';

export const NAME = 'gateway.vpn.example';
export const NONCE = Buffer.from(Array.from({ length: 32 }, (_, i) => 0xa0 + i));
/** The Ack of a gateway with this nonce. */
export const ACK = Buffer.concat([Buffer.from('10010030000200010004002800000003', 'hex'), NONCE]);

export interface GatewayFixture {
  /** With {@link NONCE}, unless `more` has another one. */
  start(behaviour: GatewayBehaviour, more?: Partial<GatewayOptions>): Promise<Gateway>;
  /** Over TLS, trusting its root. */
  connect(gateway: Gateway): Talk;
  /** Over bare TCP. */
  connectBare(gateway: Gateway): Talk;
  /** Sends the request and reads the 200. */
  enter(gateway: Gateway): Promise<Talk>;
}

/** Gateways and clients for one test file; connections of a test are closed after it. */
export function gatewayFixture(): GatewayFixture {
  let caPem = '';
  let leaf: TlsIdentity;
  const open: { close(): unknown }[] = [];
  beforeAll(async () => {
    const ca = await createCa();
    caPem = ca.root.pem;
    leaf = await ca.issue({ names: [NAME] });
  });
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });
  afterAll(() => expect(open).toEqual([]));

  const keep = <T extends { close(): unknown }>(one: T): T => {
    open.push(one);
    return one;
  };
  const connect = ({ host, port }: Gateway) => keep(talk({ host, port, ca: caPem, serverName: NAME }));
  return {
    start: async (behaviour, more = {}) =>
      keep(await startGateway({ key: leaf.key, cert: leaf.cert, behaviour, nonce: NONCE, ...more })),
    connect,
    connectBare: ({ host, port }) => keep(talk({ host, port })),
    async enter(gateway) {
      const client = connect(gateway);
      client.send(sstpRequest(NAME));
      await client.until('the head', (bytes) => bytes.includes('\r\n\r\n'));
      return client;
    },
  };
}

/** The steps of the first connection. */
export function stepsOf(gateway: Gateway): readonly GatewayStep[] {
  return gateway.log[0]?.steps ?? [];
}

export async function untilClosed(gateway: Gateway): Promise<void> {
  await waitFor('the gateway to see the end', () => (stepsOf(gateway).includes('closed') ? true : undefined));
}
