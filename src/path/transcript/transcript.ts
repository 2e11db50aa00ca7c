import * as z from 'zod';
import { REVOCATION_KINDS } from '../revocation/revocation-urls.ts';

/**
 * The recording of Test-P2SPath.ps1: raw network data, not judged. Times are milliseconds since a conversation
 * began; `socketError` is a Winsock code on every system.
 */
const MAX_CHUNKS = 20_000;
/** Base64 of one chunk; a CRL can be one chunk. */
const MAX_BASE64 = 28 * 1024 * 1024;

export const ms = z.number().min(0).max(1e9);
const base64 = z.base64().max(MAX_BASE64);
const certificates = z.array(z.base64().max(100_000)).max(64);
export const host = z.string().min(1).max(255);
export const port = z.int().min(1).max(65_535);
export const socketError = z.int().nullable();
export const proxy = z.object({ host, port }).nullable();
const outcome = z.enum(['done', 'failed', 'timeout']);

export const resolution = z.object({
  endMs: ms,
  end: outcome,
  addresses: z.array(host).max(16),
  socketError,
});

const connection = z.object({
  endMs: ms,
  end: outcome,
  address: host.nullable(),
  attempts: z.array(z.object({ address: host, socketError })).max(16),
});

/**
 * The bytes of one side until its end; `open`: the client stopped reading; `limit`: it stopped because of the
 * size.
 */
const received = z.object({
  chunks: z.array(z.object({ ms, base64 })).max(MAX_CHUNKS),
  end: z.enum(['open', 'limit', 'closed', 'failed', 'timeout']),
  endMs: ms,
  socketError,
});

const tls = z.object({
  endMs: ms,
  end: outcome,
  /** Before the handshake ended. */
  bytesReceived: z.int().min(0),
  /** The first of these bytes, as received. */
  received: z.base64().max(100_000),
  socketEnd: z.enum(['open', 'closed', 'failed']),
  socketError,
  /** Type and HRESULT of the exceptions of SslStream, the outermost first. */
  failures: z.array(z.object({ type: z.string().max(300), hresult: z.int() })).max(20),
  /** System.Security.Authentication.SslProtocols. */
  protocol: z.int().nullable(),
  /** System.Net.Security.SslPolicyErrors: the errors of .NET on that computer for the certificates. */
  policyErrors: z.int().nullable(),
  /** The side that had to send next; `client` only after a whole flight of the server. Missing in older files. */
  awaits: z.enum(['server', 'client']).optional(),
  /** As sent, leaf first; after an incomplete handshake, from a complete unencrypted flight. */
  certificates,
});

/** A conversation with a server, directly or through a proxy. */
export const talk = z.object({
  deadlineMs: ms,
  resolve: resolution.nullable(),
  connect: connection.nullable(),
  /** Before TLS: the proxy's answer to CONNECT, or the whole answer to a fetch. */
  proxy: received.nullable(),
});

const insideTls = { tls: tls.nullable(), inside: received.nullable() };
const again = z.object({ connect: connection.nullable(), proxy: received.nullable(), ...insideTls });

const tunnel = talk.extend({
  ...insideTls,
  /** Further connections on the same route: CONNECT without SSTPVERSION, or the page of a server without SSTP. */
  further: z.array(again).max(4),
});

const fetched = talk.extend({
  url: z.string().max(2000),
  kind: z.enum(REVOCATION_KINDS),
  /** The position of the certificate in the chain, 0 for the leaf. */
  position: z.int().min(0).max(10),
  /** The limit for the body. */
  maxBytes: z.int().min(0),
  viaProxy: proxy,
  /** The POST after a GET that a responder refused. */
  further: z.array(again).max(1).default([]),
});

const gateway = z.object({
  host,
  port,
  viaProxy: proxy,
  tunnel,
  /** The computer's roots that have the name of an issuer that was not sent. */
  roots: certificates,
  fetches: z.array(fetched).max(200),
});

/** The result of Test-P2SPath.ps1, and what it writes with -OutFile. */
export const transcriptSchema = z.object({
  kind: z.literal('p2s-fix-path'),
  schemaVersion: z.literal('1.0'),
  collectedAt: z.iso.datetime(),
  gateways: z.array(gateway).max(100),
  /** URLs that the request itself named. */
  fetches: z.array(fetched).max(200),
});

export type Transcript = z.infer<typeof transcriptSchema>;
export type GatewayTranscript = z.infer<typeof gateway>;
export type TalkTranscript = z.infer<typeof talk> & Partial<z.infer<typeof tunnel> & z.infer<typeof fetched>>;
export type ConnectionTranscript = Pick<TalkTranscript, 'connect' | 'proxy' | 'tls' | 'inside'>;
export type Received = z.infer<typeof received>;
export type TlsTranscript = z.infer<typeof tls>;
export type FetchTranscript = z.infer<typeof fetched>;
