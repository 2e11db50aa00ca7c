import { lookup, Resolver } from 'node:dns';
import { ipVersion } from '../../core/model/ip-version.ts';
import { errorCode, networkFailure, StageFailure } from './failure.ts';
import type { Lifetime } from './lifetime.ts';

/** Looks names up. What several ask at the same time is asked once. */
export interface Names {
  /**
   * The addresses of a name as the system's resolver gives them, families interleaved; an address is itself. Rejects
   * with a StageFailure. `note` is told where it was not the system's resolver that answered.
   */
  resolve(host: string, lifetime: Lifetime, note?: Record<string, unknown>): Promise<string[]>;
}

export interface NamesOptions {
  /** Milliseconds until the name servers are asked beside the system. */
  patienceMs?: number;
  ask?: (host: string) => Asked;
}

/** A question to the name servers themselves. */
export interface Asked {
  /** `null`: they do not know the name. It never rejects; without an answer it stays open. */
  answer: Promise<string[] | null>;
  cancel(): void;
}

interface Question {
  system: Promise<string[]>;
  servers: Asked | null;
  waiting: number;
}

/**
 * The system knows its hosts file, its rules and its suffixes, so it has the first word. But Node runs its look-ups on four
 * threads: a few names whose servers are silent hold these for many seconds each, and every other name waits behind them.
 */
const PATIENCE_MS = 3_000;
/** The word of the name servers on a name that the system has not finished with. */
const BY_SERVERS = { resolver: 'name-servers' };

export function createNames({ patienceMs = PATIENCE_MS, ask = askServers }: NamesOptions = {}): Names {
  const open = new Map<string, Question>();

  const begin = (host: string): Question => {
    const system = lookupAll(host).finally(() => open.delete(host));
    // Whoever waits sees it; the deadline may have sent all away.
    system.catch(() => undefined);
    const question = { system, servers: null, waiting: 0 };
    open.set(host, question);
    return question;
  };

  return {
    async resolve(host, lifetime, note = {}) {
      if (ipVersion(host) !== 0) return [host];
      const question = open.get(host) ?? begin(host);
      question.waiting += 1;
      let unknown = false;
      let timer: NodeJS.Timeout | undefined;
      const byServers = new Promise<string[]>((resolve) => {
        timer = setTimeout(() => {
          question.servers ??= ask(host);
          void question.servers.answer.then((found) => {
            // A name without a dot has suffixes that only the system knows.
            if (found === null) unknown = host.includes('.');
            else resolve(found);
          });
        }, patienceMs);
      });
      try {
        const asServers = byServers.then((found) => ({ found, told: BY_SERVERS }));
        const asSystem = question.system.then((found) => ({ found, told: {} }));
        const { found, told } = await lifetime.race(Promise.race([asSystem, asServers]));
        Object.assign(note, told);
        return interleaved(found);
      } catch (error) {
        const isSilence = error instanceof StageFailure && error.reason === 'timeout';
        throw unknown && isSilence ? new StageFailure('not-found', BY_SERVERS) : error;
      } finally {
        clearTimeout(timer);
        question.waiting -= 1;
        if (question.waiting === 0) question.servers?.cancel();
      }
    },
  };
}

/** Asks the name servers of this system past its resolver; `servers` are others. */
export function askServers(host: string, servers: readonly string[] = []): Asked {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  const ask = (kind: 'resolve4' | 'resolve6') =>
    new Promise<string[] | null>((resolve) => {
      resolver[kind](host, (error, found) => {
        if (!error) resolve(found);
        else resolve(errorCode(error) === 'ENOTFOUND' || errorCode(error) === 'ENODATA' ? [] : null);
      });
    });
  const answer = new Promise<string[] | null>((resolve) => {
    void Promise.all([ask('resolve4'), ask('resolve6')]).then((both) => {
      const found = both.flatMap((one) => one ?? []);
      if (found.length > 0) resolve(found);
      else if (!both.includes(null)) resolve(null);
    });
  });
  return { answer, cancel: () => resolver.cancel() };
}

function lookupAll(host: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { all: true, verbatim: true }, (error, found) => {
      if (error) reject(networkFailure(error));
      else resolve(found.map(({ address }) => address));
    });
  });
}

/** Alternating families, beginning with that of the first address; the order within each stays. */
function interleaved(addresses: readonly string[]): string[] {
  const family = ipVersion(addresses[0] ?? '');
  const first = addresses.filter((address) => ipVersion(address) === family);
  const second = addresses.filter((address) => ipVersion(address) !== family);
  return Array.from({ length: Math.max(first.length, second.length) }, (_, i) => [first[i], second[i]])
    .flat()
    .filter((address) => address !== undefined);
}
