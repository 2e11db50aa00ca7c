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
import { reasonOfBytes } from './tls-bytes.ts';
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
