import { randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../../src/path/ike/message.ts';
import { NOTIFY } from '../../../src/path/ike/payloads.ts';
import { type IkeRequest, probeIke } from '../../../src/path/ike/probe.ts';
import { waitFor } from '../../support/ports.ts';
import { closeAfterEach } from '../fixtures.ts';
import { acceptance, notify, response } from './answers.ts';

const keep = closeAfterEach();
/** A short timing without a reply; only then does the time to listen matter. */
const SOON = { sendAt: [0, 15, 30], listenMs: 60 };
/** Ends only with a reply. */
const NEVER = { sendAt: Array.from({ length: 100 }, (_, i) => 100 * i), listenMs: 30_000 };
/** More datagrams than the probe reads. */
const FLOOD = 64;

interface Heard {
  packet: Buffer;
  spi: Buffer;
  /** The number of earlier packets. */
  index: number;
  reply(bytes: Uint8Array): void;
}

/** A UDP server that runs `onPacket`. */
async function startServer(onPacket: (heard: Heard) => void, at = { address: '127.0.0.1', port: 0 }) {
  const socket = createSocket(isIPv6(at.address) ? 'udp6' : 'udp4');
  const packets: Buffer[] = [];
  socket.on('message', (packet, { address, port }: RemoteInfo) => {
    const reply = (bytes: Uint8Array) => socket.send(bytes, port, address);
    onPacket({ packet, spi: packet.subarray(0, 8), index: packets.length, reply });
    packets.push(packet);
  });
  socket.bind(at.port, at.address);
  await once(socket, 'listening');
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= new Promise<void>((resolve) => socket.close(() => resolve()));
    return closing;
  };
  return keep({ port: socket.address().port, packets, close });
}

function probe(port: number, more: Partial<IkeRequest> = {}) {
  const now = () => performance.now();
  const usual = { host: '127.0.0.1', port, nonEspMarker: false, deadlineMs: 5000, now, randomBytes };
  return probeIke({ ...usual, ...more });
}

describe('the IKE probe', () => {
  it('sends the same packet a few times when there is no reply', async () => {
    const server = await startServer(() => undefined);
    expect(await probe(server.port, { timing: SOON })).toMatchObject({
      result: 'silent',
      answers: [],
      evidence: { packets: 3 },
    });
    const packets = await waitFor('three packets', () =>
      server.packets.length === 3 ? server.packets : undefined,
    );
    expect(packets).toEqual(Array(3).fill(packets[0]));
  });

  it.skipIf(process.platform === 'win32')(
    'distinguishes a closed port from no reply, at the first packet',
    async () => {
      const server = await startServer(() => undefined);
      await server.close();
      const { result, evidence } = await probe(server.port);
      expect({ result, evidence }).toMatchObject({
        result: 'refused',
        evidence: { packets: 1, errno: 'ECONNREFUSED' },
      });
    },
  );

  it('makes up for a lost packet', async () => {
    const server = await startServer(({ spi, index, reply }) => {
      if (index === 1) reply(response(spi, acceptance(spi)));
    });
    const timing = { sendAt: [0, 15, 4000], listenMs: 5000 };
    expect(await probe(server.port, { timing })).toMatchObject({
      result: 'answered',
      evidence: { packets: 2 },
    });
  });

  it.each([
    ['noise', 'too-short', () => Buffer.from('nobody expects this')],
    ['its own packet back', 'foreign', ({ packet }: Heard) => packet],
    ['the answer to another', 'foreign', () => response(Buffer.alloc(8, 3), acceptance(Buffer.alloc(8)))],
    ['an empty answer', 'incomplete', ({ spi }: Heard) => response(spi, [])],
    ['nothing at all in it', 'too-short', () => Buffer.alloc(0)],
  ])('is not satisfied with %s', async (_, problem, answer) => {
    const server = await startServer((heard) => {
      for (let i = 0; i < FLOOD; i++) heard.reply(answer(heard));
    });
    expect(await probe(server.port, { deadlineMs: 60_000, timing: NEVER })).toMatchObject({
      result: 'not-ike',
      answers: [],
      evidence: { problem },
    });
  });

  it('knows a responder of IKEv1 by its own notification, and asks it once', async () => {
    const server = await startServer(({ spi, reply }) => {
      // INVALID-MAJOR-VERSION (5) of protocol ISAKMP (1), in an informational exchange (RFC 2408 section 3.14).
      const notification = response(spi, [{ type: 11, body: Buffer.from('000000010100' + '0005', 'hex') }], {
        exchange: 5,
        isResponse: false,
      });
      notification[17] = 0x10;
      const foreign = Buffer.from(notification);
      foreign.fill(9, 0, 8);
      reply(foreign);
      reply(notification);
    });
    const { result, answers } = await probe(server.port);
    expect([result, answers.map(({ kind }) => kind)]).toEqual(['answered', ['ikev1']]);
    expect(server.packets).toHaveLength(1);
  });

  it('goes on listening after noise', async () => {
    const server = await startServer(({ spi, reply }) => {
      reply(Buffer.alloc(100, 0xff));
      reply(response(spi, acceptance(spi)));
    });
    expect((await probe(server.port)).result).toBe('answered');
  });

  it('does not listen to a flood', async () => {
    const server = await startServer(({ reply }) => {
      for (let i = 0; i < 100; i++) reply(Buffer.alloc(1200));
    });
    const { result, evidence } = await probe(server.port, {
      deadlineMs: 60_000,
      timing: { sendAt: [0, 30_000], listenMs: 60_000 },
    });
    expect({ result, ...evidence }).toMatchObject({ result: 'not-ike', ignored: 64, packets: 1 });
  });

  it('answers a cookie once, with all else unchanged', async () => {
    const cookie = Buffer.from('c00c1e', 'hex');
    const server = await startServer(({ spi, reply }) =>
      reply(response(spi, [notify(NOTIFY.cookie, cookie)])),
    );
    const { result, answers } = await probe(server.port);
    expect(result).toBe('answered');
    expect(answers.map(({ kind }) => kind)).toEqual(['cookie', 'cookie']);
    expect(server.packets).toHaveLength(2);
    const [first, second] = server.packets.map(payloadsOf);
    expect(second?.[0]).toEqual({ type: 41, hex: '00004006c00c1e' });
    expect(second?.slice(1)).toEqual(first);
  });

  it('answers a call for another group once, and none for a group that it has not', async () => {
    const expected = (group: number) =>
      startServer(({ spi, reply }) =>
        reply(response(spi, [notify(NOTIFY.invalidKePayload, Buffer.from([0, group]))])),
      );
    const [known, unknown] = [await expected(19), await expected(24)];
    expect((await probe(known.port)).answers).toHaveLength(2);
    expect(payloadsOf(known.packets[1] ?? Buffer.alloc(0))[1]?.hex).toMatch(/^00130000[0-9a-f]{128}$/);
    expect((await probe(unknown.port)).answers).toHaveLength(1);
    expect(unknown.packets).toHaveLength(1);
  });

  it('is satisfied when only the first of two requests is answered', async () => {
    const server = await startServer(({ spi, index, reply }) => {
      if (index === 0) reply(response(spi, [notify(NOTIFY.cookie, Buffer.alloc(4))]));
    });
    const { result, answers } = await probe(server.port, { timing: { sendAt: [0], listenMs: 1000 } });
    expect({ result, kinds: answers.map(({ kind }) => kind) }).toEqual({
      result: 'answered',
      kinds: ['cookie'],
    });
  });

  it('puts the non-ESP marker before its packets, and requires it before the answer', async () => {
    const marker = Buffer.alloc(4);
    const answer = (packet: Buffer) => response(packet.subarray(4, 12), acceptance(packet.subarray(4, 12)));
    const good = await startServer(({ packet, reply }) => reply(Buffer.concat([marker, answer(packet)])));
    expect((await probe(good.port, { nonEspMarker: true })).result).toBe('answered');
    expect(good.packets[0]?.subarray(0, 4)).toEqual(marker);
    const bad = await startServer(({ packet, reply }) => {
      for (let i = 0; i < FLOOD; i++) reply(answer(packet));
    });
    const marked = { nonEspMarker: true, deadlineMs: 60_000, timing: NEVER };
    expect(await probe(bad.port, marked)).toMatchObject({
      result: 'not-ike',
      evidence: { problem: 'no-marker' },
    });
  });

  it('says when this system itself refuses', async () => {
    expect(await probe(500, { host: '255.255.255.255' })).toMatchObject({
      result: 'refused',
      evidence: { errno: 'EACCES' },
    });
  });

  describe('of a name with several addresses', () => {
    const named = (...addresses: string[]) => ({
      host: 'vpn.contoso.example',
      names: { resolve: async () => addresses },
    });
    const accept = ({ spi, reply }: Heard) => reply(response(spi, acceptance(spi)));
    const noise = ({ reply }: Heard) => {
      for (let i = 0; i < FLOOD; i++) reply(Buffer.from('noise'));
    };

    it.each([
      ['does not listen', null],
      ['is silent', () => undefined],
      ['speaks something else', noise],
    ])('goes on to the second where the first %s', async (_, first) => {
      const second = await startServer(accept);
      const { port } = second;
      const at = { address: '::1', port };
      const before = first === null ? null : await startServer(first, at);
      // Only the first address does not reply, so only that one costs a wait.
      const timing = { ...SOON, listenMs: 2000 };
      const { result, evidence } = await probe(port, { ...named('::1', '127.0.0.1'), timing });
      expect({ result, evidence }).toMatchObject({
        result: 'answered',
        evidence: { address: '127.0.0.1', also: [{ address: '::1' }] },
      });
      await before?.close();
    });

    it('sends nothing to the second where the first answers, and none to a third', async () => {
      const first = await startServer(accept);
      const second = await startServer(accept, { address: '::1', port: first.port });
      const { evidence } = await probe(first.port, named('127.0.0.1', '::1'));
      expect(evidence).toMatchObject({ address: '127.0.0.1', packets: 1 });
      expect(evidence).not.toHaveProperty('also');
      expect(second.packets).toEqual([]);
      const mute = await startServer(() => undefined);
      const third = await startServer(accept, { address: '127.0.0.3', port: mute.port });
      const three = named('127.0.0.1', '127.0.0.2', '127.0.0.3');
      expect((await probe(mute.port, { ...three, timing: SOON })).result).toBe('refused');
      expect(third.packets).toEqual([]);
    });

    it('reports the most informative answer, and keeps one deadline for all of them', async () => {
      const mute = await startServer(() => undefined);
      const began = performance.now();
      const outcome = await probe(mute.port, { ...named('127.0.0.1', '255.255.255.255'), deadlineMs: 400 });
      expect(performance.now() - began).toBeLessThan(5000);
      expect(outcome).toMatchObject({
        result: 'refused',
        evidence: { address: '255.255.255.255', also: [{ address: '127.0.0.1', result: 'silent' }] },
      });
    });
  });

  it('ends when it is cancelled, and leaves no socket', async () => {
    const server = await startServer(() => controller.abort());
    const controller = new AbortController();
    const running = probe(server.port, { signal: controller.signal, deadlineMs: 60_000 });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const early = probe(server.port, { signal: AbortSignal.abort() });
    await expect(early).rejects.toMatchObject({ code: 'cancelled' });
    await server.close();
    await waitFor('every socket to be gone', () =>
      process.getActiveResourcesInfo().includes('UDPWrap') ? undefined : true,
    );
  });

  it('keeps to its deadline', async () => {
    const server = await startServer(() => undefined);
    const { result, evidence } = await probe(server.port, { deadlineMs: 20 });
    expect([result, evidence.packets]).toEqual(['silent', 1]);
  });
});

function payloadsOf(packet: Buffer) {
  const decoded = decodeMessage(packet);
  if (decoded.kind !== 'message') throw new Error(decoded.problem);
  return decoded.message.payloads.map(({ type, body }) => ({ type, hex: Buffer.from(body).toString('hex') }));
}
