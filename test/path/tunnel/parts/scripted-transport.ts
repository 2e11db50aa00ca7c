import { Duplex } from 'node:stream';
import { vi } from 'vitest';
import type { TlsVersion } from '../../../../src/core/path/tls-version.ts';
import { StageFailure } from '../../../../src/path/transport/failure.ts';
import { type Lifetime, startLifetime } from '../../../../src/path/transport/lifetime.ts';
import {
  NOT_JUDGED,
  type PathConnection,
  type PathTransport,
} from '../../../../src/path/transport/transport.ts';

/** What a peer sends: bytes, the end of the connection (`null`), or an error of the socket. */
export type Reply = string | Buffer | null | Error;

export interface Peer {
  stream: Duplex;
  /** All bytes that were written to it, Latin-1. */
  readonly sent: string;
}

/**
 * A peer without a socket: gives `first` to one who reads, and the nth replies to the nth data that is written, each in
 * a turn of its own.
 */
export function peerWith(replies: readonly Reply[][], first: Reply[] = []): Peer {
  let unasked = first;
  const sent: Buffer[] = [];
  const give = ([reply, ...rest]: Reply[]) => {
    if (reply === undefined || stream.destroyed) return;
    if (reply instanceof Error) stream.destroy(reply);
    else stream.push(typeof reply === 'string' ? Buffer.from(reply, 'latin1') : reply);
    setImmediate(give, rest);
  };
  const stream = new Duplex({
    read() {
      setImmediate(give, unasked);
      unasked = [];
    },
    write(chunk, _encoding, done) {
      const answer = replies[sent.push(chunk) - 1] ?? [];
      setImmediate(give, answer);
      done();
    },
  });
  return {
    stream,
    get sent() {
      return Buffer.concat(sent).toString('latin1');
    },
  };
}

export interface ScriptedConnection {
  /** Replies before TLS. */
  plain?: Reply[][];
  /** Replies inside TLS, or why the handshake fails; absent: no reply to the ClientHello. */
  tls?: Reply[][] | Error;
  /** What comes inside TLS by itself. */
  first?: Reply[];
  /** What the handshake negotiates. */
  protocol?: TlsVersion;
  /** DER, leaf first. */
  chain?: Uint8Array[];
  /** Why there is no connection; `null`: no reply. */
  refused?: Error | null;
}

export interface Scripted {
  transport: PathTransport;
  /** The addresses and port of each connection that was asked for. */
  asked: string[];
  /** The hosts of the handshakes that were prepared, and made. */
  prepared: string[];
  secured: string[];
  /** The peers before TLS, and inside it. */
  plain: Peer[];
  inside: Peer[];
}

/** A transport whose nth connection is the nth of these; any further one is refused. */
export function scripted(...connections: ScriptedConnection[]): Scripted {
  const made: Scripted = {
    ...{ asked: [], prepared: [], secured: [], plain: [], inside: [] },
    transport: {
      offers: ['TLSv1.2', 'TLSv1.3'],
      prepare: (host) => void made.prepared.push(host),
      resolve: async (host) => [`address of ${host}`],
      async connect(addresses, port, lifetime) {
        made.asked.push(`${addresses.join(' ')}:${port}`);
        const next = connections.shift() ?? { refused: new StageFailure('refused') };
        if (next.refused === null) return lifetime.race(new Promise<never>(() => undefined));
        if (next.refused !== undefined) throw next.refused;
        const peer = peerWith(next.plain ?? []);
        made.plain.push(peer);
        const connection = { stream: lifetime.adopt(peer.stream), address: '192.0.2.1', port };
        taken.set(connection, next);
        return connection;
      },
      async secure(connection, host, lifetime) {
        made.secured.push(host);
        const { tls, first, protocol = 'TLSv1.2', chain = [] } = taken.get(connection) ?? {};
        if (tls === undefined) return lifetime.race(new Promise<never>(() => undefined));
        if (tls instanceof Error) throw tls;
        const peer = peerWith(tls, first);
        made.inside.push(peer);
        return {
          stream: lifetime.adopt(peer.stream),
          evidence: { protocol },
          certificates: () => ({ chain, authorizationError: NOT_JUDGED }),
        };
      },
    },
  };
  const taken = new WeakMap<PathConnection, ScriptedConnection>();
  return made;
}

/** Runs `use` with a lifetime that ends afterwards. */
export async function during<T>(use: (lifetime: Lifetime) => Promise<T>, deadlineMs = 1_000_000): Promise<T> {
  const lifetime = startLifetime(deadlineMs);
  try {
    return await use(lifetime);
  } finally {
    await lifetime.end();
  }
}

/**
 * The result of `work` while time passes in these pauses (milliseconds): before each of them, every reply has arrived,
 * however slow the computer is.
 */
export async function passing<T>(work: () => Promise<T>, ...pauses: number[]): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const result = work();
    result.catch(() => undefined);
    for (const ms of [...pauses, 0]) {
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(ms);
    }
    return await result;
  } finally {
    vi.useRealTimers();
  }
}
