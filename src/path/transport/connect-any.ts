import net from 'node:net';
import { errorCode, networkFailure, StageFailure } from './failure.ts';
import type { Lifetime } from './lifetime.ts';

/** Time before the next address is tried in parallel (RFC 8305 section 5, Connection Attempt Delay). */
const ATTEMPT_DELAY_MS = 250;
/** The most addresses to try for a name: without a reply, each keeps a socket open. */
const MAX_ADDRESSES = 16;
/** Errors that mean only that this computer has no route to that address family. */
const NO_ROUTE = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/**
 * Connects to the first address that answers (RFC 8305): attempts start one after another and run in parallel, so
 * an IPv6 address without a reply costs a quarter of a second. Rejects with a StageFailure that lists every
 * attempt.
 */
export function connectAny(
  addresses: readonly string[],
  port: number,
  lifetime: Lifetime,
): Promise<net.Socket> {
  return lifetime.race(raceAddresses(addresses.slice(0, MAX_ADDRESSES), port, lifetime));
}

function raceAddresses(waiting: string[], port: number, lifetime: Lifetime): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const running = new Set<net.Socket>();
    const failed: { address: string; errno: string | null }[] = [];
    let timer: NodeJS.Timeout | undefined;

    const startNext = () => {
      clearTimeout(timer);
      const address = waiting.shift();
      if (address === undefined || lifetime.over) return;
      const socket = lifetime.adopt(net.connect({ host: address, port, autoSelectFamily: false }));
      running.add(socket);
      socket.setNoDelay(true);
      socket.once('connect', () => finish(socket));
      socket.once('close', () => lost(socket, address));
      if (waiting.length > 0) timer = setTimeout(startNext, ATTEMPT_DELAY_MS);
    };
    const finish = (winner: net.Socket) => {
      clearTimeout(timer);
      running.delete(winner);
      for (const loser of running) loser.destroy();
      running.clear();
      waiting.length = 0;
      resolve(winner);
    };
    const lost = (socket: net.Socket, address: string) => {
      if (!running.delete(socket)) return;
      failed.push({ address, errno: errorCode(socket.errored) });
      startNext();
      // No address is left, or no time.
      if (running.size === 0) reject(connectFailure(failed));
    };
    startNext();
    if (running.size === 0) reject(new StageFailure(lifetime.over ? 'timeout' : 'not-found'));
  });
}

/** The most informative failure: a refusal rather than a missing route. */
export function connectFailure(failed: readonly { address: string; errno: string | null }[]): StageFailure {
  const decisive = failed.find(({ errno }) => !NO_ROUTE.has(errno ?? '')) ?? failed[0];
  const { reason } = networkFailure({ code: decisive?.errno });
  return new StageFailure(reason, { errno: decisive?.errno ?? null, attempts: [...failed] });
}
