import { gatewayVerdict, revocationVerdict } from '../../core/causes/verdict.ts';
import { flagsOf } from '../../core/decide/compare.ts';
import {
  chainFindings,
  deltaFindings,
  fetchAnswer,
  issuerFindings,
  nameFindings,
  skippedFindings,
} from '../../core/findings/path/certificates.ts';
import { clockFinding } from '../../core/findings/path/clock.ts';
import { gatewayFindings } from '../../core/findings/path/gateway.ts';
import { type Check, type Gateway, gatewayName, ofStage, type StageResult } from '../../core/model/check.ts';
import type { Finding } from '../../core/model/finding.ts';
import { type Asked, inBothForms } from '../../core/options/follow-ups.ts';
import type { WindowsChain } from '../../core/path/chain-checks.ts';
import { lacksRoot } from '../../core/path/chain-status.ts';
import { inspectionFindings } from '../../core/path/inspection.ts';
import type { Machine } from '../../machine/port.ts';
import { revocationUrls } from '../../path/revocation/revocation-urls.ts';
import { type KnownPath, lacksSstp, placeOf, verdictsUnprobed } from '../inputs/gateways.ts';
import { knownFindings } from '../inputs/known-findings.ts';
import type { RunContext } from '../run/run.ts';
import type { Certificates } from './certificates.ts';
import { type GatewayProbe, hooksFor, routeOfUrl, type Variant } from './gateway-probes.ts';
import type { ProbeReport } from './probe.ts';
import { askWindowsChains } from './windows-chain.ts';
import type { WindowsTrust } from './windows-trust.ts';
import { askWinHttp, believeWinHttp } from './winhttp-client.ts';

/** Probes that run, and what they are judged with. */
interface Running {
  variants: readonly Variant[];
  options: KnownPath;
  probes: readonly GatewayProbe[];
  windowsTrust: WindowsTrust;
  today: Date;
  command: Asked | null;
}

/** The verdicts and findings of the probes, once they have ended; asks this Windows for its own meanwhile. */
export async function judgeProbes(
  context: RunContext,
  machine: Machine | null,
  { variants, options, probes, windowsTrust, today, command }: Running,
): Promise<ProbeReport> {
  const { gateways, deadlineMs } = options;
  const askedWindows = askWindowsChains(context, machine, probes, { timeoutMs: deadlineMs, windowsTrust });
  const [certificates, revocations, { fetched, services, unavailable }, windows, rootUpdate] =
    await Promise.all([
      Promise.all(probes.map((probe) => probe.certificates)),
      Promise.all(probes.map((probe) => probe.revocation)),
      askWinHttp(context, machine, probes, deadlineMs),
      askedWindows,
      askedWindows.then(({ chains }) =>
        askRootUpdate(context, probes, chains, { deadlineMs, from: placeOf(machine) }),
      ),
    ]);
  const named = command === null ? {} : inBothForms(command.call, command.shell);
  const verdicts = verdictsUnprobed(options);
  const ofVpn = gateways.filter(({ url }) => url === undefined);
  const findings: Finding[] = [];
  // Variants with the same routes share one result.
  const fetchesByGateway = new Map<string, Set<readonly StageResult[]>>();
  for (const [index, { gateway, variant }] of probes.entries()) {
    const { results, issuers } = certificates[index] ?? { results: [], issuers: [] };
    const probed = revocations[index] ?? [];
    const { stores } = variant;
    const name = gatewayName(gateway);
    fetchesByGateway.set(name, (fetchesByGateway.get(name) ?? new Set()).add(probed));
    const revocation =
      stores === 'current' ? believeWinHttp(probed, fetched, variant.paths.winHttp.id) : probed;
    const byWindows = stores === 'current' ? services.get(name) : undefined;
    const seenBy = byWindows === undefined ? [] : [byWindows];
    const reported = gatewayVerdict([...results, ...revocation, ...seenBy], {
      gateway: name,
      lacksSstp: lacksSstp(options.known, gateway),
    });
    verdicts.push({ gateway: name, stores, ...reported });
    if (stores !== 'current') continue;
    const certificate = ofStage(results, 'certificate')[0];
    findings.push(...issuerFindings(name, issuers, certificate));
    findings.push(...skippedFindings(gateway, results, variant.paths.winInet.id));
    const gateways = { gateway: name, host: gateway.host, verdict: reported.verdict };
    findings.push(...inspectionFindings(gateways, certificate));
    const seen = windows.chains.find((chain) => chain.gateway === name);
    const missing = deltaFindings(name, revocation, seen);
    findings.push(...missing);
    if (seen === undefined) continue;
    findings.push(
      ...chainFindings(seen, revocationVerdict(revocation).verdict, { deltaMissing: missing.length > 0 }),
    );
  }
  for (const verdict of verdicts) {
    const isProposed = variants.some(({ stores }) => stores === 'proposed');
    const sameFetches = fetchesByGateway.get(verdict.gateway)?.size === 1;
    const fixed = flagsOf(verdict, verdicts, { isProposed, sameFetches });
    const isFixed = fixed.mendedByProposal === true && fixed.losesByProposal !== true;
    Object.assign(verdict, fixed, isFixed ? named : {});
    context.emit({ type: 'verdict', verdict });
  }
  for (const { step } of variants) context.emit({ type: 'step', step, status: 'done' });
  // The disconnect of each gateway continues in the background; the result does not wait for it.
  const probed = [...certificates.flatMap(({ results }) => results), ...revocations.flat()];
  const clock = clockFinding(probed, { began: today, ended: context.ports.wallClock() });
  findings.unshift(
    ...gatewayFindings(ofVpn, today, context.deadlines, verdicts),
    ...knownFindings(options, verdicts, today, context.deadlines),
    ...variants
      .filter(({ stores }) => stores === 'current')
      .flatMap(({ paths }) => nameFindings(ofVpn, verdicts, paths)),
    ...(clock === null ? [] : [clock]),
    ...untrustedProfileRoots(
      probes.map(({ gateway }) => gateway),
      certificates,
    ),
  );
  findings.push(
    ...rootUpdate,
    ...notAsked('winhttp-client-unavailable', unavailable),
    ...notAsked('chain-check-unavailable', windows.unavailable),
  );
  const urls = certificates.flatMap(({ chain }) => revocationUrls(chain).map(({ url }) => url));
  return { verdicts, skipped: null, findings, urls: [...new Set(urls)] };
}

function notAsked(code: Finding['code'], reason: string | null): Finding[] {
  return reason === null ? [] : [{ code, severity: 'info', store: null, evidence: { reason } }];
}

/** Gateways whose chain ends at the root of their profile, which this system does not trust. */
function untrustedProfileRoots(
  gateways: readonly Gateway[],
  certificates: readonly { results: readonly StageResult[] }[],
): Finding[] {
  const found = new Map<string, Finding>();
  for (const [index, { results }] of certificates.entries()) {
    const gateway = gateways[index];
    const { evidence } = ofStage(results, 'certificate')[0] ?? {};
    if (gateway === undefined || evidence?.asProfileExpects !== true) continue;
    if (!evidence.reasons?.includes('untrusted-root')) continue;
    const name = gatewayName(gateway);
    const shown = { gateway: name, root: evidence.top };
    found.set(name, { code: 'profile-root-untrusted', severity: 'error', store: null, evidence: shown });
  }
  return [...found.values()];
}

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
