import * as z from 'zod';
import { host, ms, port, proxy, resolution, socketError, talk } from '../transcript/transcript.ts';

/** The largest UDP payload, in base64. */
const MAX_DATAGRAM = 90_000;

/** One address of a name. */
const attempt = z.object({
  address: host,
  sent: z.int().min(0).max(5),
  datagrams: z.array(z.object({ ms, base64: z.base64().max(MAX_DATAGRAM) })).max(64),
  /** `failed`: by what the system said of the socket; `unreachable`: by what it said of the way to that address. */
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

/** The result of Send-P2SPacket.ps1: what came back, without a judgement. Times are milliseconds since each began. */
export const packetTranscriptSchema = z.object({
  kind: z.literal('p2s-fix-packets'),
  schemaVersion: z.literal('1.0'),
  collectedAt: z.iso.datetime(),
  udp: z.array(flow).max(200),
  /** Of one that was not in its turn, as another proxy of its list had given a connection, all is `null`. */
  tcp: z.array(talk.extend({ host, port, viaProxy: proxy })).max(500),
});

export type PacketTranscript = z.infer<typeof packetTranscriptSchema>;
export type FlowTranscript = PacketTranscript['udp'][number];
export type FlowAttempt = FlowTranscript['attempts'][number];
export type ExchangeTranscript = PacketTranscript['tcp'][number];
