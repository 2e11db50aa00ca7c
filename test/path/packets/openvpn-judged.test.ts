import { describe, expect, it } from 'vitest';
import { SecretBytes } from '../../../src/core/security/control-key.ts';
import { framed } from '../../../src/path/openvpn/reset.ts';
import { type OpenVpnPacketOptions, prepareOpenVpn } from '../../../src/path/packets/openvpn.ts';
import type { ExchangeTranscript } from '../../../src/path/packets/transcript.ts';
import { serverReset } from '../openvpn/answers.ts';
import { openVpnTo, STATIC_KEY, tlsAuth } from '../openvpn/routes.ts';
import { stagesOf, through } from '../routes.ts';

const GATEWAY = { host: 'vpn.contoso.example', port: 1194 };
const PROXY = { host: '192.0.2.8', port: 8080 };
const ADDRESS = '198.51.100.1';
const KEYS = [
  { kind: 'none' } as const,
  tlsAuth(),
  tlsAuth({ direction: 0, digest: 'sha512' }),
  { kind: 'tls-crypt', key: new SecretBytes(Buffer.from(STATIC_KEY, 'hex')) } as const,
];

const prepare = (more: Partial<OpenVpnPacketOptions> = {}) =>
  prepareOpenVpn({ ...openVpnTo(GATEWAY), ...more });

/** The session of the prepared packet, after its length and opcode. */
const sessionOf = (packet: string) => Buffer.from(packet, 'base64').subarray(3, 11);

/** What the other computer received on a connection that succeeded. */
function heard(chunks: readonly Uint8Array[], more: Partial<ExchangeTranscript> = {}): ExchangeTranscript {
  return {
    ...GATEWAY,
    viaProxy: null,
    deadlineMs: 20_000,
    resolve: { end: 'done', endMs: 1, addresses: [ADDRESS], socketError: null },
    connect: { end: 'done', endMs: 2, address: ADDRESS, attempts: [] },
    proxy: {
      chunks: chunks.map((bytes) => ({ ms: 3, base64: Buffer.from(bytes).toString('base64') })),
      ...{ end: 'closed', endMs: 40, socketError: null },
    },
    ...more,
  };
}

describe('an OpenVPN packet for another computer', () => {
  it('is already sealed, and has the times of this process', () => {
    const { request } = prepare({ deadlineMs: 9000 });
    expect(request).toMatchObject({
      ...{ ...GATEWAY, proxy: null, isNext: false },
      ...{ deadlineMs: 9000, connectMs: 9000, answerMs: 6000 },
    });
    const wallClock = () => new Date('2026-11-24T10:00:00.900Z');
    const packet = Buffer.from(prepare({ wallClock }).request.packet, 'base64');
    // After length, opcode, session, HMAC and number: seconds since 1970.
    expect(packet.readUInt32BE(2 + 1 + 8 + 32 + 4)).toBe(Date.parse('2026-11-24T10:00:00Z') / 1000);
    const second = prepare({ route: through(PROXY), isNext: true, connectMs: 3000 });
    expect(second.request).toMatchObject({ proxy: PROXY, isNext: true, connectMs: 3000, deadlineMs: 20_000 });
  });

  it.each(KEYS)('names the length of the answer: $kind', (key) => {
    const { request } = prepare({ key });
    expect(framed(serverReset(key, sessionOf(request.packet)))).toHaveLength(request.enoughBytes);
  });
});

describe('the answer that another computer received', () => {
  it.each(KEYS)('is that of a server with this key, each time it is judged: $kind', async (key) => {
    const { request, judge } = prepare({ key });
    const seen = heard([framed(serverReset(key, sessionOf(request.packet)))]);
    const outcome = await judge(seen);
    expect(outcome).toMatchObject({ answer: 'reset', evidence: { answerMs: 1 } });
    expect(stagesOf(outcome?.stages ?? [])).toEqual(['dns pass', 'tcp pass']);
    expect(await judge(seen)).toEqual(outcome);
  });

  it('may be for another session, sealed otherwise, of another program, or missing', async () => {
    const { request, judge } = prepare();
    const session = sessionOf(request.packet);
    const answers = [
      [framed(serverReset(tlsAuth(), Buffer.alloc(8)))],
      [framed(serverReset(tlsAuth({ direction: 0 }), session))],
      [Buffer.from('SSH-2.0-x\r\n')],
      [],
    ];
    const outcomes = await Promise.all(answers.map((chunks) => judge(heard(chunks))));
    expect(outcomes.map((one) => one?.answer)).toEqual(['not-openvpn', 'bad-hmac', 'not-openvpn', 'closed']);
    expect(outcomes.at(-1)?.evidence).toEqual({ answerMs: 38 });
  });

  it('follows the grant of a proxy, or there is none', async () => {
    const { request, judge } = prepare({ route: through(PROXY) });
    const answer = framed(serverReset(tlsAuth(), sessionOf(request.packet)));
    const granted = await judge(heard([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), answer], { viaProxy: PROXY }));
    expect(granted).toMatchObject({ answer: 'reset' });
    expect(stagesOf(granted?.stages ?? []).at(-1)).toBe('connect pass');
    const refused = await judge(heard([Buffer.from('HTTP/1.1 403 Forbidden\r\n\r\n')], { viaProxy: PROXY }));
    expect(refused).toMatchObject({ answer: null });
    expect(stagesOf(refused?.stages ?? []).at(-1)).toBe('connect fail');
  });

  it('of a further proxy is null where the first one connected, and judged where it was tried', async () => {
    const none = { resolve: null, connect: null, proxy: null };
    const next = prepare({ isNext: true, route: through(PROXY) });
    expect(await next.judge(heard([], none))).toBeNull();
    const failed = { end: 'failed', endMs: 5, address: null } as const;
    const attempts = [{ address: PROXY.host, socketError: 10_061 }];
    const tried = await next.judge(heard([], { ...none, connect: { ...failed, attempts } }));
    expect(stagesOf(tried?.stages ?? [])).toEqual(['dns skip', 'tcp fail']);
    const dns = { end: 'failed' as const, endMs: 5, addresses: [], socketError: 11_001 };
    const unresolved = await prepare({ isNext: true }).judge(heard([], { ...none, resolve: dns }));
    expect(stagesOf(unresolved?.stages ?? [])).toEqual(['dns fail']);
    // The first of a list is always judged: without a recording, as not tested.
    const first = await prepare({ route: through(PROXY) }).judge(heard([], none));
    expect(stagesOf(first?.stages ?? [])).toEqual(['dns skip', 'tcp skip']);
  });
});
