import { Duplex } from 'node:stream';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import { issuerAbove, subjectOf } from '../pki/certificate-evidence.ts';
import { findTrustedChain, sentChain } from '../pki/trust.ts';
import { ROOT_UPDATE_URL } from '../revocation/root-update.ts';
import { connectFailure } from '../transport/connect-any.ts';
import { EVIDENCE_ENDS, networkFailure, StageFailure } from '../transport/failure.ts';
import type { Lifetime } from '../transport/lifetime.ts';
import { NOT_JUDGED, type PathConnection, type PathTransport } from '../transport/transport.ts';
import { errnoOfWinsock } from '../transport/winsock.ts';
import type { ConnectionTranscript, Received, TalkTranscript, TlsTranscript } from './transcript.ts';

const PROTOCOLS: Readonly<Record<number, string>> = { 3072: 'TLSv1.2', 12288: 'TLSv1.3' };

/**
 * A recorded conversation as a transport: writes are discarded, reads return the recorded bytes, and the clock is
 * that of the recording. `roots` are those of the recording computer, DER in base64; `at`, the date of the
 * recording, decides between an expired certificate and its twin.
 */
export function replayOf(
  talk: TalkTranscript,
  roots: readonly string[] = [],
  at = new Date(0),
): PathTransport {
  let elapsed = 0;
  const reached = (ms: number) => {
    elapsed = Math.max(elapsed, ms);
  };
  const timeout = () => new StageFailure('timeout', { deadlineMs: talk.deadlineMs });
  const endOf = (received: Received | null): Error => {
    if (received?.end === 'failed') return errorOf(received.socketError);
    if (received?.end === 'limit') return new StageFailure('too-large', { maxBytes: talk.maxBytes });
    if (received?.end !== 'timeout') return new StageFailure(EVIDENCE_ENDS);
    const { evidence } = timeout();
    const last = received.chunks.at(-1);
    return new StageFailure('timeout', {
      ...evidence,
      ...(last === undefined ? {} : { quietMs: Math.round(received.endMs - last.ms) }),
    });
  };
  const waiting: ConnectionTranscript[] = [talk, ...(talk.further ?? [])];
  const taken = new WeakMap<PathConnection, ConnectionTranscript>();

  /** Each chunk in a separate turn of the event loop, so that the clock does not run ahead of the reader. */
  const streamOf = (received: Received | null, lifetime: Lifetime): Duplex => {
    const chunks = [...(received?.chunks ?? [])];
    const next = () => {
      const chunk = chunks.shift();
      reached(chunk?.ms ?? received?.endMs ?? 0);
      if (chunk !== undefined) stream.push(Buffer.from(chunk.base64, 'base64'));
      else if (received?.end === 'closed') stream.push(null);
      else stream.destroy(endOf(received));
    };
    const stream = new Duplex({
      read: () => void setImmediate(next),
      write: (_chunk, _encoding, done) => done(),
    });
    return lifetime.adopt(stream);
  };

  /** The server had finished its part, and the recording computer was still building the certificate chain. */
  const slowChain = ({ bytesReceived, certificates }: TlsTranscript) =>
    new StageFailure('chain-slow', {
      bytesReceived,
      deadlineMs: talk.deadlineMs,
      ...slowChainEvidence(certificates.map(fromBase64), roots.map(pemOf), at),
    });

  return {
    // Test-P2SPath.ps1 enables only this version in SslStream.
    offers: ['TLSv1.2'],
    now: () => elapsed,
    async resolve() {
      const { resolve } = talk;
      if (resolve === null) throw new StageFailure(EVIDENCE_ENDS);
      reached(resolve.endMs);
      if (resolve.end === 'timeout') throw timeout();
      if (resolve.end === 'failed') throw networkFailure(errorOf(resolve.socketError));
      return resolve.addresses;
    },
    prepare: () => undefined,
    async connect(_addresses, port, lifetime) {
      const next = waiting.shift();
      if (!next?.connect) throw new StageFailure(EVIDENCE_ENDS);
      const { connect } = next;
      reached(connect.endMs);
      if (connect.end === 'timeout') throw timeout();
      if (connect.end === 'failed') throw connectFailure(connect.attempts.map(attemptOf));
      const connection = { stream: streamOf(next.proxy, lifetime), address: connect.address, port };
      taken.set(connection, next);
      return connection;
    },
    async secure(connection, _host, lifetime) {
      const { tls, inside } = taken.get(connection) ?? {};
      if (!tls) throw new StageFailure(EVIDENCE_ENDS);
      reached(tls.endMs);
      if (tls.end === 'timeout') throw tls.awaits === 'client' ? slowChain(tls) : timeout();
      if (tls.end === 'failed') throw tlsFailure(tls);
      const protocol = PROTOCOLS[tls.protocol ?? 0] ?? null;
      return {
        stream: streamOf(inside ?? null, lifetime),
        evidence: { protocol, cipher: null, alpn: null, policyErrors: tls.policyErrors },
        certificates: () => ({
          chain: tls.certificates.map(fromBase64),
          authorizationError: NOT_JUDGED,
          systemRoots: () => roots.map(pemOf),
        }),
      };
    },
  };
}

function errorOf(socketError: number | null): Error {
  return Object.assign(new Error('failed'), { code: errnoOfWinsock(socketError) });
}

function attemptOf({ address, socketError }: { address: string; socketError: number | null }) {
  return { address, errno: errnoOfWinsock(socketError) };
}

function tlsFailure(tls: TlsTranscript): StageFailure {
  const { bytesReceived, failures } = tls;
  const evidence = { errno: errnoOfWinsock(tls.socketError), bytesReceived, failures };
  if (bytesReceived === 0) return new StageFailure('reset-at-client-hello', evidence);
  const reported = reasonOfBytes(Buffer.from(tls.received, 'base64'));
  return new StageFailure(reported ?? (tls.socketEnd === 'open' ? 'tls-error' : 'closed'), evidence);
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

function pemOf(base64: string): string {
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`;
}

/**
 * What Windows tried to fetch when a handshake timed out after the server's whole flight was received (`sent`:
 * DER, leaf first). SslStream of .NET Framework builds the chain within the handshake, and fetches an issuer that
 * was not sent (AIA) or a root that Windows does not have yet (its list of roots). `roots`: PEM, of that computer.
 * Empty if that computer has the root.
 */
function slowChainEvidence(sent: readonly Uint8Array[], roots: readonly string[], at: Date): AnyFields {
  const top = sentChain(sent, at).at(-1);
  if (top === undefined) return {};
  const trusted = findTrustedChain(sent, roots, () => [], at);
  if (trusted?.trustedBy === 'extra') return {};
  const above = issuerAbove(top);
  if (trusted === null && above !== null) return { missingIssuer: { ...above, isRoot: false } };
  const subject = subjectOf(top);
  return {
    missingIssuer: { subject, issuer: above?.issuer ?? subject, urls: [ROOT_UPDATE_URL], isRoot: true },
  };
}

/** Record types (RFC 8446 5.1): change_cipher_spec, alert, handshake, application_data. */
const ALERT = 21;
const HANDSHAKE = 22;
const RECORD_TYPES = [20, ALERT, HANDSHAKE, 23];
const RECORD_HEADER = 5;
const SERVER_HELLO = 2;
const CLOSE_NOTIFY = 0;
const PROTOCOL_VERSION = 70;
const HANDSHAKE_FAILURE = 40;
const INSUFFICIENT_SECURITY = 71;
const UNRECOGNIZED_NAME = 112;
const WARNING = 1;
const TLS_1_2 = 0x0303;

/**
 * The reason of the `tls` stage in the first bytes of a server after a failed TLS 1.2 handshake; `null` if there
 * is none. `unrecognized_name` as a warning does not end the handshake (RFC 6066 3): servers send it and continue.
 */
export function reasonOfBytes(
  bytes: Uint8Array,
): 'not-tls' | 'old-tls' | 'unrecognized-name' | 'handshake-failure' | 'alert' | null {
  const view = Buffer.from(bytes);
  for (let at = 0; at < view.length; ) {
    const type = view[at] ?? 0;
    if (!RECORD_TYPES.includes(type) || (view[at + 1] ?? 3) !== 3) return 'not-tls';
    if (at + RECORD_HEADER > view.length) return null;
    const end = at + RECORD_HEADER + view.readUInt16BE(at + 3);
    const content = view.subarray(at + RECORD_HEADER, end);
    if (type === ALERT && content.length === 2) {
      const [level, description] = content;
      if (description === PROTOCOL_VERSION) return 'old-tls';
      if (description === CLOSE_NOTIFY) return null;
      if (description === HANDSHAKE_FAILURE || description === INSUFFICIENT_SECURITY)
        return 'handshake-failure';
      if (description !== UNRECOGNIZED_NAME) return 'alert';
      if (level !== WARNING) return 'unrecognized-name';
    }
    const hello = type === HANDSHAKE && content[0] === SERVER_HELLO && content.length >= 6;
    if (hello && content.readUInt16BE(4) < TLS_1_2) return 'old-tls';
    at = end;
  }
  return null;
}
