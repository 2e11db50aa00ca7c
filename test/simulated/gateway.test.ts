import { describe, expect, it } from 'vitest';
import { ACK, gatewayFixture, NAME, stepsOf, untilClosed } from './gateway-fixture.ts';
import { afterHead, CALL_ABORT, CALL_CONNECT_REQUEST, ECHO_REQUEST, sstpRequest } from './talk.ts';

const { start, connect, enter } = gatewayFixture();

describe('an SSTP gateway', () => {
  it('answers as Windows does, up to the Ack, byte for byte', async () => {
    const gateway = await start('ok');
    const client = await enter(gateway);
    const head = (await client.until('the head', () => true)).toString('latin1');
    expect(head.replace(/Date: [^\r]+ GMT\r\n/, '')).toBe(
      'HTTP/1.1 200\r\nContent-Length: 18446744073709551615\r\nServer: Microsoft-HTTPAPI/2.0\r\n\r\n',
    );
    client.send(CALL_CONNECT_REQUEST);
    const bytes = await client.until('the Ack', (all) => afterHead(all).length >= 48);
    expect(afterHead(bytes).toString('hex')).toBe(ACK.toString('hex'));

    client.send(ECHO_REQUEST);
    client.send(CALL_ABORT);
    const last = afterHead(await client.ended())
      .subarray(48)
      .toString('hex');
    expect(last).toBe('1001000800090000' + '1001000800050000');
    await untilClosed(gateway);
    expect(stepsOf(gateway)).toEqual([
      'tcp',
      'tls',
      'request',
      'connect-request',
      'ack',
      'abort-received',
      'closed',
    ]);
    expect(gateway.log[0]?.received).toEqual(
      Buffer.concat([Buffer.from(sstpRequest(NAME)), CALL_CONNECT_REQUEST, ECHO_REQUEST, CALL_ABORT]),
    );
    expect(gateway.log[0]).toMatchObject({ serverName: NAME, tlsVersion: 'TLSv1.3' });
  });

  it('takes a request that comes one byte at a time, and a packet that shares its last record', async () => {
    const client = connect(await start('ok'));
    for (const char of sstpRequest(NAME).slice(0, -1)) client.send(char);
    client.send(Buffer.concat([Buffer.from('\n'), CALL_CONNECT_REQUEST]));
    const bytes = await client.until('the Ack', (all) => afterHead(all).length >= 48);
    expect(afterHead(bytes)).toEqual(ACK);
  });

  it('waits for the rest of a packet, and skips data packets', async () => {
    const client = await enter(await start('ok'));
    const data = Buffer.alloc(0x234);
    data.writeUInt32BE(0x1000_0234);
    client.send(Buffer.concat([data, CALL_CONNECT_REQUEST.subarray(0, 6)]));
    client.send(CALL_CONNECT_REQUEST.subarray(6));
    const bytes = await client.until('the Ack', (all) => afterHead(all).length >= 48);
    expect(afterHead(bytes).toString('hex')).toBe(ACK.toString('hex'));
  });

  it('speaks TLS 1.2 when set to, and uses a new nonce for each connection', async () => {
    const gateway = await start('ok', { maxVersion: 'TLSv1.2', nonce: null });
    const acks: string[] = [];
    for (let i = 0; i < 2; i += 1) {
      const client = await enter(gateway);
      client.send(CALL_CONNECT_REQUEST);
      acks.push(
        afterHead(await client.until('the Ack', (all) => afterHead(all).length >= 48)).toString('hex'),
      );
    }
    expect(gateway.log[0]?.tlsVersion).toBe('TLSv1.2');
    expect(acks[0]).not.toBe(acks[1]);
  });

  it.each([
    ['another path', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 404],
    ['another method', sstpRequest('x').replace('SSTP_DUPLEX_POST', 'GET'), 405],
    ['HTTP/1.0', sstpRequest('x').replace('HTTP/1.1', 'HTTP/1.0'), 400],
    ['another length', sstpRequest('x').replace('18446744073709551615', '0'), 400],
    ['an endless head', `X: ${'a'.repeat(17_000)}`, 400],
  ])('refuses %s', async (_, request, status) => {
    const client = connect(await start('ok'));
    client.send(request);
    expect((await client.ended()).toString('latin1')).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('aborts a call that does not speak SSTP', async () => {
    const client = await enter(await start('ok'));
    client.send('GET / HTTP/1.1\r\n\r\n');
    expect(afterHead(await client.ended()).toString('hex')).toBe(CALL_ABORT.toString('hex'));
  });

  it('closes only after the delay when one is set', async () => {
    const client = await enter(await start('ok', { closeDelayMs: 30 }));
    client.send(CALL_ABORT);
    expect(afterHead(await client.until('the abort', (all) => afterHead(all).length > 0))).toHaveLength(8);
    await client.ended();
  });
});
