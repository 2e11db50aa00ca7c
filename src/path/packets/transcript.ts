import * as z from 'zod';
import { host, ms, port, proxy, resolution, socketError, talk } from '../transcript.ts';

/** The largest UDP payload, in base64. */
const MAX_DATAGRAM = 90_000;

const flow = z.object({
  host,
  port,
  resolve: resolution.nullable(),
  address: host.nullable(),
  sent: z.int().min(0).max(5),
  datagrams: z.array(z.object({ ms, base64: z.base64().max(MAX_DATAGRAM) })).max(64),
  /** `failed`: the name, or by what the system said of the socket; `unreachable`: no way to that kind of address. */
  end: z.enum(['silent', 'failed', 'unreachable']),
  endMs: ms,
  socketError,
});

/** The result of Send-P2SPacket.ps1: what came back, without a judgement. Times are milliseconds since each began. */
export const packetTranscriptSchema = z.object({
  kind: z.literal('p2s-fix-packets'),
  schemaVersion: z.literal('1.0'),
  collectedAt: z.iso.datetime(),
  udp: z.array(flow).max(200),
  tcp: z.array(talk.extend({ host, port, viaProxy: proxy })).max(200),
});

export type PacketTranscript = z.infer<typeof packetTranscriptSchema>;
export type FlowTranscript = PacketTranscript['udp'][number];
export type ExchangeTranscript = PacketTranscript['tcp'][number];
