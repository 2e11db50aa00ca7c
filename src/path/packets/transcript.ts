import * as z from 'zod';
import { host, ms, port, proxy, resolution, socketError, talk } from '../transcript/transcript.ts';

/** The largest UDP payload, in base64. */
const MAX_DATAGRAM = 90_000;

/** One address of a name. */
const attempt = z.object({
  address: host,
  sent: z.int().min(0).max(5),
  datagrams: z.array(z.object({ ms, base64: z.base64().max(MAX_DATAGRAM) })).max(64),
  /** `failed`: the system reported a socket error; `unreachable`: the system has no route to that address. */
  end: z.enum(['silent', 'failed', 'unreachable']),
  endMs: ms,
  socketError,
});

const flow = z.object({
  host,
  port,
  resolve: resolution.nullable(),
  attempts: z.array(attempt).max(2),
  endMs: ms,
});

/** The result of Send-P2SPacket.ps1: the raw replies, not judged. Times are milliseconds since each one began. */
export const packetTranscriptSchema = z.object({
  kind: z.literal('p2s-fix-packets'),
  schemaVersion: z.literal('1.0'),
  collectedAt: z.iso.datetime(),
  udp: z.array(flow).max(200),
  /** All fields are `null` if an earlier proxy of the same list connected, so that this one was not tried. */
  tcp: z.array(talk.extend({ host, port, viaProxy: proxy })).max(500),
});

export type PacketTranscript = z.infer<typeof packetTranscriptSchema>;
export type FlowTranscript = PacketTranscript['udp'][number];
export type FlowAttempt = FlowTranscript['attempts'][number];
export type ExchangeTranscript = PacketTranscript['tcp'][number];
