import { createHash } from 'node:crypto';
import { type WindowsChain, windowsChainChecks } from '../core/chain-checks.ts';
import { withoutAddresses } from '../core/chain-status.ts';
import { gatewayName } from '../core/check.ts';
import { formatProxyList } from '../core/proxy/proxy-list.ts';
import { decidingStore, type PathSettings } from '../core/routes.ts';
import type { CertificateChain, Machine } from '../machine/port.ts';
import { revocationUrls } from '../path/revocation-urls.ts';
import type { Leg } from './legs.ts';
import type { RunContext } from './run.ts';

export interface WindowsChains {
  chains: WindowsChain[];
  /** Why an engine that should be there did not look, or not at all; else `null`. */
  unavailable: string | null;
}

/**
 * Has Windows' own chain engine look at the certificates of all gateways, in its cache and live, and tells the checks.
 * Nothing where the machine has no such engine. A process of its own does it beside everything else, so it adds no time
 * unless it is the slowest.
 */
export async function askWindowsChains(
  context: RunContext,
  machine: Machine | null,
  legs: readonly Leg[],
  timeoutMs: number,
): Promise<WindowsChains> {
  const nobody = { chains: [], unavailable: null };
  if (machine === null || machine.kind === 'recorded') return nobody;
  const asked = await chainsOf(legs);
  if (asked.size === 0) return nobody;
  const answer = await machine.checkChains([...asked.values()], timeoutMs, context.signal);
  if (answer === null) return nobody;
  const { account, looks, unavailable } = answer;
  const chains = await Promise.all(
    currentOf(legs).map(async ({ gateway, variant, certificates, tunnel }): Promise<WindowsChain> => {
      const id = asked.get(keyOf((await tunnel).chain))?.id;
      const { results, chain } = await certificates;
      const unasked = namingNoAddress(chain);
      const mine = looks.filter((look) => look.id === id).map((look) => withoutAddresses(look, unasked));
      return {
        gateway: gatewayName(gateway),
        account,
        ...wayOf(variant.paths, account),
        offline: mine.find(({ mode }) => mode === 'offline') ?? null,
        online: mine.find(({ mode }) => mode === 'online') ?? null,
        certificate: results.find(({ stage }) => stage === 'certificate'),
      };
    }),
  );
  for (const check of chains.flatMap(windowsChainChecks)) context.emit({ type: 'check', check });
  return { chains, unavailable };
}

/** The engine goes by the settings that are stored. */
function currentOf(legs: readonly Leg[]): Leg[] {
  return legs.filter(({ variant }) => variant.stores === 'current');
}

/** The chains as the gateways sent them, each once: what is missing Windows looks for by itself. */
async function chainsOf(legs: readonly Leg[]): Promise<Map<string, CertificateChain>> {
  const chains = new Map<string, CertificateChain>();
  for (const { tunnel } of currentOf(legs)) {
    const { chain: certificates } = await tunnel;
    const key = keyOf(certificates);
    if (certificates.length === 0 || chains.has(key)) continue;
    chains.set(key, { id: String(chains.size + 1), certificates });
  }
  return chains;
}

/** SHA-1, upper-case hex, of the certificates that name neither a list nor a responder. */
function namingNoAddress(chain: readonly Uint8Array[]): Set<string> {
  const named = new Set(revocationUrls(chain).map(({ position }) => position));
  const without = chain.filter((_, position) => !named.has(position));
  return new Set(without.map((der) => createHash('sha1').update(der).digest('hex').toUpperCase()));
}

function keyOf(certificates: readonly Uint8Array[]): string {
  return certificates.map((der) => Buffer.from(der).toString('base64')).join();
}

/** Which store the check of this account follows, and the proxy of it where that is known. */
function wayOf(paths: PathSettings, account: string | null): { decidedBy: string; via: string } {
  const decidedBy = decidingStore(paths, account);
  const store = [paths.winHttp, paths.winInet].find(({ id }) => id === decidedBy);
  const proxy = store?.settings?.proxy;
  return { decidedBy, via: proxy?.enabled === true ? formatProxyList(proxy.servers) : 'unknown' };
}
