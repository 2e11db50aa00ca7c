import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { probeOpenVpn } from '../../../src/path/openvpn/probe.ts';
import { framed } from '../../../src/path/openvpn/reset.ts';
import { replayOf } from '../../../src/path/transcript/replay.ts';
import { waitFor } from '../../support/ports.ts';
import { closeAfterEach } from '../fixtures.ts';
import { noConnections, pour, startPlain } from '../gateways.ts';
import { stagesOf, through } from '../routes.ts';
import { startScriptedProxy } from '../tunnel/proxy/scripted-proxy.ts';
import { serverReset } from './answers.ts';
import { openVpnTo, tlsAuth } from './routes.ts';

const keep = closeAfterEach();
const KEY = tlsAuth();

/** A server that runs `onPacket` with the session of the first packet. */
async function startServer(onPacket: (socket: Socket, session: Buffer) => unknown) {
  return keep(
    await startPlain((socket) => {
      socket.once('data', (bytes) => onPacket(socket, bytes.subarray(3, 11)));
    }),
  );
}

const CLOSED = { host: '127.0.0.1', port: 1 };

/** A dialer that replays a conversation of another machine, chunk by chunk. */
function held(chunks: readonly Buffer[], end: 'closed' | 'timeout' | 'open' = 'closed') {
  return replayOf({
    ...{ deadlineMs: 1000, resolve: null, tls: null, inside: null, further: [] },
    connect: { endMs: 0, end: 'done', address: CLOSED.host, attempts: [] },
    proxy: {
      chunks: chunks.map((bytes, ms) => ({ ms, base64: bytes.toString('base64') })),
      ...{ end, endMs: 1000, socketError: null },
    },
  });
}

const answer = (session: Uint8Array) => framed(serverReset(KEY, session));

describe('the OpenVPN probe', () => {
  it('is satisfied with the answer, in pieces or after other packets, and hangs up', async () => {
    const server = await startServer((socket, session) => {
      socket.write(framed(serverReset(KEY, session, { first: 5 << 3 })));
      const bytes = answer(session);
      for (const byte of bytes) socket.write(Buffer.from([byte]));
    });
    expect((await probeOpenVpn(openVpnTo(server, { key: KEY }))).answer).toBe('reset');
    await noConnections(server);
  });

  it.each([
    ['closed', 'closed', (socket: Socket) => socket.end()],
    ['reset', 'closed', (socket: Socket) => socket.resetAndDestroy()],
    [
      'sealed by another',
      'bad-hmac',
      (socket: Socket, session: Buffer) =>
        socket.end(framed(serverReset(tlsAuth({ direction: 0 }), session))),
    ],
    ['for another session', 'not-openvpn', (socket: Socket) => socket.end(answer(Buffer.alloc(8)))],
    [
      'cut off',
      'not-openvpn',
      (socket: Socket, session: Buffer) => socket.end(answer(session).subarray(0, 40)),
    ],
  ] as const)('an answer that is %s: %s', async (_, expected, onPacket) => {
    const server = await startServer(onPacket);
    expect((await probeOpenVpn(openVpnTo(server, { key: KEY }))).answer).toBe(expected);
  });

  it.each([
    ['HTTP/1.1 400 Bad Request\r\n\r\n', { spoke: 'http', httpStatus: 400 }],
    ['\r\n<!DOCTYPE html><title>Blocked</title>', { spoke: 'page' }],
    ['\x15\x03\x01\x00\x02\x02\x0a', { spoke: 'tls' }],
    ['SSH-2.0-x\r\n', { spoke: 'unknown' }],
  ])('says what %j is, in one piece or byte for byte', async (text, evidence) => {
    const bytes = Buffer.from(text, 'latin1');
    const server = await startServer((socket) => socket.write(bytes));
    const expected = { answer: 'not-openvpn', evidence };
    expect(await probeOpenVpn(openVpnTo(server))).toMatchObject(expected);
    await noConnections(server);
    const inPieces = openVpnTo(CLOSED, { dialer: held([...bytes].map((byte) => Buffer.from([byte]))) });
    expect(await probeOpenVpn(inPieces)).toMatchObject(expected);
  });

  it('does not wait for ever', async () => {
    const mute = await startServer(() => undefined);
    expect((await probeOpenVpn(openVpnTo(mute, { answerMs: 30 }))).answer).toBe('silent');
    expect((await probeOpenVpn(openVpnTo(mute, { deadlineMs: 1000 }))).answer).toBe('silent');
  });

  it('reads no flood, of other packets or of one that never ends', async () => {
    const other = await startServer((socket, session) =>
      pour(socket, framed(serverReset(KEY, session, { first: 5 << 3 }))),
    );
    expect((await probeOpenVpn(openVpnTo(other, { key: KEY }))).answer).toBe('not-openvpn');
    const noise = await startServer((socket) => pour(socket, Buffer.alloc(4096, 0xff)));
    expect((await probeOpenVpn(openVpnTo(noise))).answer).toBe('not-openvpn');
  });

  it('sends one packet of few bytes', async () => {
    const sent: Buffer[] = [];
    const server = keep(await startPlain((socket) => socket.on('data', (bytes) => sent.push(bytes))));
    const wallClock = () => new Date('2026-11-24T10:00:00Z');
    await probeOpenVpn(openVpnTo(server, { answerMs: 50, wallClock }));
    const length = await waitFor('the packet', () => Buffer.concat(sent).length || undefined);
    expect(length).toBe(2 + 1 + 8 + 32 + 8 + 5);
    expect(Buffer.concat(sent).readUInt32BE(2 + 1 + 8 + 32 + 4)).toBe(wallClock().getTime() / 1000);
  });

  it('refuses a name that is none, of the gateway or of any proxy', async () => {
    const good = { host: 'vpn.contoso.example', port: 443 };
    const bad = { host: 'a b', port: 8080 };
    for (const request of [
      openVpnTo({ ...good, host: 'a b' }),
      openVpnTo(good, { route: through(bad) }),
      openVpnTo(good, { route: { ...through(good), further: [null, bad] } }),
    ])
      await expect(probeOpenVpn(request)).rejects.toMatchObject({ code: 'input' });
  });

  it('asks a proxy by a CONNECT without SSTPVERSION, once', async () => {
    const proxy = keep(await startScriptedProxy('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const target = { host: 'vpn.contoso.example', port: 443 };
    const { stages, answer: none } = await probeOpenVpn(openVpnTo(target, { route: through(proxy) }));
    expect(stagesOf(stages)).toEqual(['dns skip', 'tcp pass', 'connect fail']);
    expect(none).toBeNull();
    expect(proxy.received).toEqual([
      'CONNECT vpn.contoso.example:443 HTTP/1.1\r\nHost: vpn.contoso.example:443\r\nProxy-Connection: Keep-Alive\r\n\r\n',
    ]);
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const server = await startServer(() => controller.abort());
    const probe = probeOpenVpn(openVpnTo(server), { signal: controller.signal });
    await expect(probe).rejects.toMatchObject({ code: 'cancelled' });
    await noConnections(server);
  });
});
