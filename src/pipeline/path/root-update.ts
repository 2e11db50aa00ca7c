import { fetchAnswer } from '../../core/findings/path/certificates.ts';
import { type Check, gatewayName, ofStage, type StageResult } from '../../core/model/check.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { WindowsChain } from '../../core/path/chain-checks.ts';
import { lacksRoot } from '../../core/path/chain-status.ts';
import type { RunContext } from '../run/run.ts';
import type { Certificates } from './certificates.ts';
import { type GatewayProbe, hooksFor, routeOfUrl } from './gateway-probes.ts';

/**
 * Checks whether Windows could fetch a root that it does not have yet: whether the list of roots is reachable on
 * the revocation route. Only for roots that the list can contain: a public one, or the one that the gateway's
 * profile expects, so that private networks do not contact Microsoft. One fetch for all gateways.
 */
export async function askRootUpdate(
  context: RunContext,
  probes: readonly GatewayProbe[],
  chains: readonly WindowsChain[],
  { deadlineMs, from }: { deadlineMs: number; from: Check['from'] },
): Promise<Finding[]> {
  const withoutRoot: GatewayProbe[] = [];
  for (const probe of probes) {
    const seen = chains.find(({ gateway }) => gateway === gatewayName(probe.gateway));
    if (probe.variant.stores === 'current' && mayComeByUpdate(await probe.completed, seen))
      withoutRoot.push(probe);
  }
  const [first] = withoutRoot;
  if (first === undefined) return [];
  const { checkRootUpdate } = await import('../../path/revocation/root-update.ts');
  const routeOf = (url: string) => routeOfUrl(first.variant.paths, url);
  const hooks = hooksFor(context, first.gateway, 'current', from);
  const { now } = context.ports;
  const until = now() + (await first.shown).leftMs;
  const result = await checkRootUpdate({ routeOf, deadlineMs, until, now }, hooks);
  return result.status === 'fail' ? [blocked(withoutRoot, result)] : [];
}

function mayComeByUpdate({ results }: Certificates, seen: WindowsChain | undefined): boolean {
  const evidence = ofStage(results, 'certificate')[0]?.evidence ?? {};
  const flags = seen?.online?.flags ?? 0;
  if (evidence.trustedBy === 'bundled') return lacksRoot(flags);
  return evidence.trustedBy === null && evidence.asProfileExpects === true;
}

function blocked(withoutRoot: readonly GatewayProbe[], result: StageResult<'revocation'>): Finding {
  const gateways = withoutRoot.map(({ gateway }) => gatewayName(gateway));
  const { url, via, evidence } = result;
  const reported = { gateways, url, via, decidedBy: evidence.decidedBy, ...fetchAnswer(result) };
  return { code: 'root-update-blocked', severity: 'warning', store: null, evidence: reported };
}
