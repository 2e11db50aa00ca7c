import { lookup, Resolver } from 'node:dns';
import { ipVersion } from '../../core/model/ip-version.ts';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import { errorCode, networkFailure, StageFailure } from './failure.ts';
import type { Lifetime } from './lifetime.ts';

/** Resolves names. Concurrent requests for the same name share one query. */
export interface Names {
  /**
   * The addresses of a name from the system's resolver, families interleaved; an address returns itself. Rejects
   * with a StageFailure. `note` receives the resolver's name if the system's resolver did not answer.
   */
  resolve(host: string, lifetime: Lifetime, note?: AnyFields): Promise<string[]>;
}

export interface NamesOptions {
  /** Milliseconds until the name servers are also queried directly. */
  patienceMs?: number;
  /** The system's resolver; rejects with a StageFailure. */
  system?: (host: string) => Promise<string[]>;
  ask?: (host: string) => NameQuery;
}

/** A direct query to the name servers. */
export interface NameQuery {
  /** `null`: the name does not exist. Never rejects; without an answer it stays pending. */
  answer: Promise<string[] | null>;
  cancel(): void;
}

interface Question {
  system: Promise<string[]>;
  servers: NameQuery | null;
  waiting: number;
}

/**
 * The system knows its hosts file, rules and suffixes, so its answer comes first. But Node resolves names on four
 * threads: a few names whose servers do not reply block these for many seconds, and all other names wait.
 */
const PATIENCE_MS = 3_000;
/** Evidence that the name servers answered before the system did. */
const BY_SERVERS = { resolver: 'name-servers' };

export function createNames({
  patienceMs = PATIENCE_MS,
  system: resolveBySystem = askSystem,
  ask = askServers,
}: NamesOptions = {}): Names {
  const open = new Map<string, Question>();

  const begin = (host: string): Question => {
    const system = resolveBySystem(host).finally(() => open.delete(host));
    // Callers handle the rejection; after the deadline there may be no caller left.
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
            // Only the system knows the suffixes for a name without a dot.
            if (found === null) unknown = host.includes('.');
            else resolve(found);
          });
        }, patienceMs);
      });
      try {
        const asServers = byServers.then((found) => ({ found, evidence: BY_SERVERS }));
        const asSystem = question.system.then((found) => ({ found, evidence: {} }));
        const { found, evidence } = await lifetime.race(Promise.race([asSystem, asServers]));
        Object.assign(note, evidence);
        return interleaved(found);
      } catch (error) {
        const isTimeout = error instanceof StageFailure && error.reason === 'timeout';
        throw unknown && isTimeout ? new StageFailure('not-found', BY_SERVERS) : error;
      } finally {
        clearTimeout(timer);
        question.waiting -= 1;
        if (question.waiting === 0) {
          question.servers?.cancel();
          // The next caller asks again: a cancelled question is never answered.
          question.servers = null;
        }
      }
    },
  };
}

/**
 * Queries the name servers directly, not through the system's resolver; `servers` overrides the configured ones.
 */
export function askServers(host: string, servers: readonly string[] = []): NameQuery {
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

function askSystem(host: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { all: true, verbatim: true }, (error, found) => {
      if (error) reject(networkFailure(error));
      else resolve(found.map(({ address }) => address));
    });
  });
}

/** Alternates families, starting with the family of the first address; keeps the order within each. */
function interleaved(addresses: readonly string[]): string[] {
  const family = ipVersion(addresses[0] ?? '');
  const first = addresses.filter((address) => ipVersion(address) === family);
  const second = addresses.filter((address) => ipVersion(address) !== family);
  return Array.from({ length: Math.max(first.length, second.length) }, (_, i) => [first[i], second[i]])
    .flat()
    .filter((address) => address !== undefined);
}
