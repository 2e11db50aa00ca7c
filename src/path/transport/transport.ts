import type { Duplex } from 'node:stream';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import type { TlsVersion } from '../../core/path/tls-version.ts';
import type { Lifetime } from './lifetime.ts';

/** A TCP connection, or a replayed one. Its stream reads and writes bytes; the lifetime owns it. */
export interface PathConnection {
  stream: Duplex;
  /** The address that answered. */
  address: string | null;
  port: number;
}

/** The result of a TLS handshake. Accepts every certificate; certificate.ts judges them afterwards. */
export interface SecuredConnection {
  /** The bytes inside TLS. */
  stream: Duplex;
  evidence: AnyFields;
  /** Call this after the request is sent: reading the certificates is slow. */
  certificates(): PeerCertificates;
}

/** Replaces OpenSSL's verdict on a chain. */
export const NOT_JUDGED = 'NOT_JUDGED';

export interface PeerCertificates {
  /** DER, leaf first, the others in any order. */
  chain: Uint8Array[];
  /** OpenSSL's verdict on the chain; `null` when valid, {@link NOT_JUDGED} when OpenSSL was not used. */
  authorizationError: string | null;
  /** PEM: the roots of the computer that made the connection, if it is another computer. */
  systemRoots?: () => readonly string[];
}

/** Names and TCP. All reject with a StageFailure. */
export interface PathDialer {
  /** Milliseconds, for durations; absent: the caller's own clock is right. */
  now?: () => number;
  /** The addresses of a name in the order to try; an address returns itself. `note`: see Names.resolve. */
  resolve(host: string, lifetime: Lifetime, note?: AnyFields): Promise<string[]>;
  /** A connection to the first address that answers. */
  connect(addresses: readonly string[], port: number, lifetime: Lifetime): Promise<PathConnection>;
}

/**
 * The connections of the checks: sockets of this process, or a recorded conversation. Moves bytes and judges
 * nothing, so that all verdicts come from the same code.
 */
export interface PathTransport extends PathDialer {
  /** The versions that its handshakes offer. */
  readonly offers: readonly TlsVersion[];
  /** Prepares a handshake with `host`; call it while another answer is in transit. */
  prepare(host: string): void;
  /** The TLS handshake of an SSTP client on a connection. Rejects with a StageFailure. */
  secure(connection: PathConnection, host: string, lifetime: Lifetime): Promise<SecuredConnection>;
}
