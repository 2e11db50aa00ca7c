import { describe, expect, it } from 'vitest';
import type { GatewayBehaviour } from '../../scripts/simulated/gateway.ts';
import { waitFor } from '../support/ports.ts';
import { ACK, gatewayFixture, NAME, stepsOf, untilClosed } from './gateway-fixture.ts';
import { afterHead, CALL_ABORT, CALL_CONNECT_REQUEST, sstpRequest } from './talk.ts';

const { start, connect, connectBare, enter } = gatewayFixture();

describe('a gateway that misbehaves', () => {
  const inTunnel: [GatewayBehaviour, Buffer][] = [
    ['nak', Buffer.from('1001001600030001' + '0002000e' + '00000001' + '00000004' + '0001', 'hex')],
    ['abort', CALL_ABORT],
    ['byte-by-byte', ACK],
    ['ack-in-same-record', ACK],
    ['http10-lowercase-head', ACK],
    [
      'lcp-first',
      Buffer.concat([Buffer.from('10000012ff03c0210101000a0506deadbeef1001000800080000', 'hex'), ACK]),
    ],
    ['garbage-packet', Buffer.from('\x1b[31mnot SSTP\xff\xff\r\n', 'latin1')],
  ];
  it.each(inTunnel)('%s', async (behaviour, expected) => {
    const client = await enter(await start(behaviour));
    client.send(CALL_CONNECT_REQUEST);
    const bytes = await client.until('the reply', (all) => afterHead(all).length >= expected.length);
    expect(afterHead(bytes).toString('hex')).toBe(expected.toString('hex'));
  });

  it('ack-in-same-record: needs no Call Connect Request', async () => {
    const client = await enter(await start('ack-in-same-record'));
    expect(afterHead(await client.until('the Ack', (all) => afterHead(all).length > 0))).toEqual(ACK);
  });

  it('http10-lowercase-head', async () => {
    const client = await enter(await start('http10-lowercase-head'));
    const head = await client.until('the head', () => true);
    expect(head.toString()).toMatch(
      /^HTTP\/1\.0 200 tunnel ready\r\ncontent-length: 18446744073709551615\r\n/,
    );
  });

  it.each<[GatewayBehaviour, RegExp]>([
    ['http-404', /^HTTP\/1\.1 404 /],
    ['http-503', /^HTTP\/1\.1 503 /],
    ['close-after-200', /^HTTP\/1\.1 200\r\n.*\r\n\r\n$/s],
    ['close-after-tls', /^$/],
  ])('%s: then closes', async (behaviour, expected) => {
    const client = connect(await start(behaviour));
    client.send(sstpRequest(NAME));
    expect((await client.ended()).toString('latin1')).toMatch(expected);
  });

  it.each<[GatewayBehaviour, RegExp]>([
    ['http-200-no-ack', /^HTTP\/1\.1 200 OK\r\n.*Content-Length: 75\r\n\r\n<!doctype html>/s],
    ['garbage', /^\P{L}\[2J.*\xff/su],
  ])('%s', async (behaviour, expected) => {
    const client = connect(await start(behaviour));
    client.send(sstpRequest(NAME));
    const bytes = await client.until('the reply', (all) => all.length > 30);
    expect(bytes.toString('latin1')).toMatch(expected);
  });

  it('endless-head: goes on for as long as the client reads', async () => {
    const client = connect(await start('endless-head'));
    client.send(sstpRequest(NAME));
    const bytes = await client.until('two megabytes', (all) => all.length > 2_000_000);
    expect(bytes.includes('\r\n\r\n')).toBe(false);
  });

  it('reset-on-client-hello', async () => {
    const gateway = await start('reset-on-client-hello');
    const client = connectBare(gateway);
    client.send('a ClientHello');
    expect(await client.failure()).toBe('ECONNRESET');
    await untilClosed(gateway);
    expect(stepsOf(gateway)).toEqual(['tcp', 'closed']);
  });

  it.each<[GatewayBehaviour, string[]]>([
    ['silent-after-tcp', ['tcp']],
    ['silent-after-tls', ['tcp', 'tls']],
    ['silent-after-200', ['tcp', 'tls', 'request', 'connect-request']],
  ])('%s', async (behaviour, expected) => {
    const gateway = await start(behaviour);
    const client = behaviour === 'silent-after-200' ? await enter(gateway) : connect(gateway);
    client.send(behaviour === 'silent-after-200' ? CALL_CONNECT_REQUEST : sstpRequest(NAME));
    await waitFor('the last step', () => (stepsOf(gateway).length >= expected.length ? true : undefined));
    client.close();
    await untilClosed(gateway);
    expect(stepsOf(gateway)).toEqual([...expected, 'closed']);
  });
});
