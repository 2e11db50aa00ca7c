import type { Duplex } from 'node:stream';
import type { TlsVersion } from '../../core/path/tls-version.ts';
import type { Lifetime } from './lifetime.ts';

/** A TCP connection, or what stands for one. Bytes are read and written by its stream; the lifetime owns it. */
export interface PathConnection {
  stream: Duplex;
  /** The address that answered. */
  address: string | null;
  port: number;
}

/** What a TLS handshake brought. Every certificate is accepted: they are judged afterwards, by certificate.ts. */
export interface SecuredConnection {
  /** The bytes inside TLS. */
  stream: Duplex;
  evidence: Record<string, unknown>;
  /** Called once something has been sent: reading them takes a while. */
  certificates(): PeerCertificates;
}

/** In place of OpenSSL's word on a chain. */
export const NOT_JUDGED = 'NOT_JUDGED';

export interface PeerCertificates {
  /** DER, leaf first. */
  chain: Uint8Array[];
  /** What OpenSSL says of the chain, `null` when it is content, {@link NOT_JUDGED} when it was not asked. */
  authorizationError: string | null;
  /** PEM: the roots of the system whose connection it is, where that is not this one. */
  systemRoots?: () => readonly string[];
}

/** Names and TCP. All reject with a StageFailure. */
export interface PathDialer {
  /** Milliseconds, for durations; absent: the caller's own clock is right. */
  now?: () => number;
  /** The addresses of a name, in the order to try; an address is itself. `note` is told who else than the system knew. */
  resolve(host: string, lifetime: Lifetime, note?: Record<string, unknown>): Promise<string[]>;
  /** A connection to the first address that answers. */
  connect(addresses: readonly string[], port: number, lifetime: Lifetime): Promise<PathConnection>;
}

/**
 * What the checks talk through: sockets of this process, or a conversation that was held elsewhere. It moves bytes and
 * judges nothing, so that every verdict is made by the same code.
 */
export interface PathTransport extends PathDialer {
  /** The versions that its handshakes offer. */
  readonly offers: readonly TlsVersion[];
  /** Makes ready what a handshake with `host` takes; best called while another answer is on its way. */
  prepare(host: string): void;
  /** The TLS handshake of an SSTP client on a connection. Rejects with a StageFailure. */
  secure(connection: PathConnection, host: string, lifetime: Lifetime): Promise<SecuredConnection>;
}
