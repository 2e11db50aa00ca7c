import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { errorCode } from '../transport/failure.ts';
import type { Endpoint } from './nat-detection.ts';

/** A UDP socket that receives from one peer only, including its refusals (ICMP). */
export interface Flow {
  local: Endpoint;
  remote: Endpoint;
  /** Sends the same bytes at each of these times until `take` accepts a reply. */
  exchange<T>(bytes: Uint8Array, timing: Timing, take: (datagram: Buffer) => T | null): Promise<Exchanged<T>>;
  /** Resolves when the socket is gone. */
  close(): Promise<void>;
}

export interface Timing {
  /** When to send, in milliseconds after the first time, beginning with 0. */
  sendAt: readonly number[];
  /** How long to listen after the first time, in milliseconds. */
  listenMs: number;
}

export type Exchanged<T> =
  | { kind: 'taken'; value: T; sent: number }
  /** The error code of the system: ECONNREFUSED is an ICMP "port unreachable". */
  | { kind: 'failed'; errno: string; sent: number }
  /** No reply, or only replies that were ignored. */
  | { kind: 'silent'; ignored: number; sent: number };

/** More datagrams than this count as a flood. */
const MAX_DATAGRAMS = 64;

/**
 * A socket that is connected to one address, on a port that the system chooses.
 *
 * @throws the error of the system if it has no route to that address family
 */
export async function openFlow(remote: Endpoint, signal?: AbortSignal): Promise<Flow> {
  const socket = createSocket({ type: isIPv6(remote.address) ? 'udp6' : 'udp4' });
  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= new Promise<void>((resolve) => socket.close(() => resolve()));
    return closed;
  };
  try {
    await connected(socket, remote);
  } catch (error) {
    await close();
    throw error;
  }
  const { address, port } = socket.address();
  return {
    local: { address, port },
    remote,
    exchange: (bytes, timing, take) => exchange({ socket, bytes, timing, take, signal }),
    close,
  };
}

function connected(socket: Socket, { address, port }: Endpoint): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve();
    });
    // No callback: with one, Node passes a failure to it and emits no event.
    socket.connect(port, address);
  });
}

interface Work<T> {
  socket: Socket;
  bytes: Uint8Array;
  timing: Timing;
  take: (datagram: Buffer) => T | null;
  signal: AbortSignal | undefined;
}

function exchange<T>({ socket, bytes, timing, take, signal }: Work<T>): Promise<Exchanged<T>> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let ignored = 0;
    const failed = (error: Error) => finish({ kind: 'failed', errno: errorCode(error) ?? 'unknown', sent });
    const heard = (datagram: Buffer) => {
      const value = take(datagram);
      if (value !== null) return finish({ kind: 'taken', value, sent });
      ignored += 1;
      if (ignored === MAX_DATAGRAMS) finish({ kind: 'silent', ignored, sent });
    };
    const cancelled = () => {
      stop();
      reject(new P2sError('cancelled', say('The check was cancelled.')));
    };
    const send = () => {
      sent += 1;
      socket.send(bytes, (error) => {
        if (error) failed(error);
      });
    };
    const timers = timing.sendAt.filter((at) => at < timing.listenMs).map((at) => setTimeout(send, at));
    timers.push(setTimeout(() => finish({ kind: 'silent', ignored, sent }), timing.listenMs));
    const stop = () => {
      for (const timer of timers) clearTimeout(timer);
      socket.off('message', heard);
      socket.off('error', failed);
      socket.on('error', () => undefined);
      signal?.removeEventListener('abort', cancelled);
    };
    const finish = (result: Exchanged<T>) => {
      stop();
      resolve(result);
    };
    socket.on('message', heard);
    socket.on('error', failed);
    signal?.addEventListener('abort', cancelled, { once: true });
    if (signal?.aborted) cancelled();
  });
}
