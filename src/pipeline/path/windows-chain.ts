import { decidingStore, type PathSettings } from '../../core/decide/routes.ts';
import { gatewayName, ofStage } from '../../core/model/check.ts';
import { type WindowsChain, windowsChainChecks } from '../../core/path/chain-checks.ts';
import { type ChainCheck, withoutAddresses } from '../../core/path/chain-status.ts';
import { formatProxyList } from '../../core/proxy/proxy-list.ts';
import type { CertificateChain, ChainChecks, Machine } from '../../machine/port.ts';
import { revocationUrls } from '../../path/revocation/revocation-urls.ts';
import type { RunContext } from '../run/run.ts';
import { type GatewayProbe, hasNoTrustedRoot } from './gateway-probes.ts';
import { asksWindows, keyOf, thumbprintOf, type WindowsTrust } from './windows-trust.ts';

export interface WindowsChains {
  chains: WindowsChain[];
  /** Why an available engine did not check all chains; else `null`. */
  unavailable: string | null;
}

/**
 * Windows' own chain engine checks the certificates of all gateways, in its cache and live, and the checks are
 * reported. Does nothing if the machine has no such engine. A separate process runs this in parallel, so it adds
 * time only if it is the slowest part. `windowsTrust` checks each chain first, immediately, and is closed when no
 * more chains follow.
 */
export async function askWindowsChains(
  context: RunContext,
  machine: Machine | null,
  probes: readonly GatewayProbe[],
  { timeoutMs, windowsTrust }: { timeoutMs: number; windowsTrust: WindowsTrust },
): Promise<WindowsChains> {
  const noAnswer = { chains: [], unavailable: null };
  let asked: Map<string, CertificateChain>;
  let answer: ChainChecks | null;
  try {
    asked = asksWindows(machine) ? await chainsOf(probes) : new Map();
    if (machine === null || asked.size === 0) return noAnswer;
    const keys = new Map([...asked].map(([key, { id }]) => [id, key]));
    const report = (check: ChainCheck) => windowsTrust.report(keys.get(check.id) ?? '', check);
    answer = await machine.checkChains([...asked.values()], timeoutMs, context.signal, report);
    for (const check of answer?.checks ?? []) report(check);
  } finally {
    windowsTrust.close();
  }
  if (answer === null) return noAnswer;
  const { account, checks, unavailable } = answer;
  const chains = await Promise.all(
    currentOf(probes).map(async ({ gateway, variant, completed, shown }): Promise<WindowsChain> => {
      const id = asked.get(keyOf((await shown).chain))?.id;
      const { results, chain } = await completed;
      const unasked = namingNoAddress(chain);
      const mine = checks.filter((check) => check.id === id).map((check) => withoutAddresses(check, unasked));
      return {
        gateway: gatewayName(gateway),
        account,
        ...routeOf(variant.paths, account),
        offline: mine.find(({ mode }) => mode === 'offline') ?? null,
        online: mine.find(({ mode }) => mode === 'online') ?? null,
        certificate: ofStage(results, 'certificate')[0],
      };
    }),
  );
  for (const check of chains.flatMap(windowsChainChecks)) context.emit({ type: 'check', check });
  return { chains, unavailable };
}

/** The engine uses the stored settings. */
function currentOf(probes: readonly GatewayProbe[]): GatewayProbe[] {
  return probes.filter(({ variant }) => variant.stores === 'current');
}

/**
 * The chains as the gateways sent them, each once: Windows fetches missing certificates itself. Chains seen only
 * under proposed settings are included only if their root is not known here: Windows' trust does not depend on the
 * settings.
 */
async function chainsOf(probes: readonly GatewayProbe[]): Promise<Map<string, CertificateChain>> {
  const chains = new Map<string, CertificateChain>();
  for (const { shown, variant } of probes) {
    const { chain: certificates, results } = await shown;
    const withElements = hasNoTrustedRoot(results);
    const key = keyOf(certificates);
    const isNeeded = variant.stores === 'current' || withElements;
    if (!isNeeded || certificates.length === 0 || chains.has(key)) continue;
    chains.set(key, { id: String(chains.size + 1), certificates, ...(withElements ? { withElements } : {}) });
  }
  return chains;
}

/** SHA-1, upper-case hex, of the certificates that name neither a CRL nor an OCSP responder. */
function namingNoAddress(chain: readonly Uint8Array[]): Set<string> {
  const named = new Set(revocationUrls(chain).map(({ position }) => position));
  const without = chain.filter((_, position) => !named.has(position));
  return new Set(without.map(thumbprintOf));
}

/** Which setting this account's check follows, and its proxy if known. */
function routeOf(paths: PathSettings, account: string | null): { decidedBy: string; via: string } {
  const decidedBy = decidingStore(paths, account);
  const store = [paths.winHttp, paths.winInet].find(({ id }) => id === decidedBy);
  const proxy = store?.settings?.proxy;
  return { decidedBy, via: proxy?.enabled === true ? formatProxyList(proxy.servers) : 'unknown' };
}
