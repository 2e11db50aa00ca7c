import { gatewayVerdict, revocationVerdict } from '../../core/causes/verdict.ts';
import { flagsOf } from '../../core/decide/compare.ts';
import { chainFindings, deltaFindings, issuerFindings } from '../../core/findings/path/certificates.ts';
import { clockFinding } from '../../core/findings/path/clock.ts';
import { gatewayFindings } from '../../core/findings/path/gateway.ts';
import { nameFindings, skippedFindings } from '../../core/findings/path/routes.ts';
import {
  type Check,
  type Gateway,
  gatewayName,
  ofStage,
  type StageResult,
  type Verdict,
} from '../../core/model/check.ts';
import type { Finding } from '../../core/model/finding.ts';
import { type Asked, inBothForms } from '../../core/options/follow-ups.ts';
import { inspectionFindings } from '../../core/path/inspection.ts';
import type { Machine } from '../../machine/port.ts';
import { revocationUrls } from '../../path/revocation/revocation-urls.ts';
import { type KnownPath, knownFindings, lacksSstp, verdictsUnprobed } from '../inputs/gateways.ts';
import type { RunContext } from '../run/run.ts';
import { newProbeSet, type ProbeSet, startProbes, type Variant } from './gateway-probes.ts';
import { askRootUpdate } from './root-update.ts';
import { asksWindows, askWindowsChains } from './windows-chain.ts';
import { createWindowsTrust } from './windows-trust.ts';
import { askWinHttp, believeWinHttp } from './winhttp-client.ts';

export interface ProbeReport {
  verdicts: Verdict[];
  /** Why nothing was checked, else `null`. */
  skipped: 'no-gateway' | 'not-asked-for' | 'recording' | null;
  findings: Finding[];
  /** The revocation URLs of the certificates. */
  urls: string[];
}

/**
 * Checks every gateway under every variant of the settings, all in parallel: the tunnel on the tunnel route
 * (WinINET), then the revocation URLs of its certificates on the revocation route (WinHTTP); on a live Windows
 * also with Windows' own WinHTTP client and chain engine. A route that two variants share is probed once.
 * `command` applies the proposed change.
 */
export async function probePaths(
  context: RunContext,
  machine: Machine | null,
  variants: readonly Variant[],
  options: KnownPath,
  probeSet: ProbeSet = newProbeSet(),
  command: Asked | null = null,
): Promise<ProbeReport> {
  const { gateways } = options;
  const today = context.ports.wallClock();
  const unwalked = verdictsUnprobed(options);
  const skipped = skipReason(machine, options);
  if (skipped !== null || gateways.length === 0) {
    const verdicts = skipped === null ? unwalked : [];
    for (const verdict of verdicts) context.emit({ type: 'verdict', verdict });
    return {
      verdicts,
      skipped,
      findings: knownFindings(options, verdicts, today, context.deadlines),
      urls: [],
    };
  }

  for (const { step } of variants) context.emit({ type: 'step', step, status: 'started' });
  const windowsTrust = createWindowsTrust();
  const asking = asksWindows(machine) ? { windowsTrust } : {};
  const probes = startProbes(context, variants, { options, from: placeOf(machine), probeSet, ...asking });
  const { deadlineMs } = options;
  const askedWindows = askWindowsChains(context, machine, probes, { timeoutMs: deadlineMs, windowsTrust });
  const [certificates, revocations, { fetched, unavailable }, windows, rootUpdate] = await Promise.all([
    Promise.all(probes.map((probe) => probe.certificates)),
    Promise.all(probes.map((probe) => probe.revocation)),
    askWinHttp(context, machine, probes, deadlineMs),
    askedWindows,
    askedWindows.then(({ chains }) =>
      askRootUpdate(context, probes, chains, { deadlineMs, from: placeOf(machine) }),
    ),
  ]);
  const named = command === null ? {} : inBothForms(command.call, command.shell);
  const verdicts: Verdict[] = [...unwalked];
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
    const reported = gatewayVerdict([...results, ...revocation], {
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
    ...gatewayFindings(gateways, today, context.deadlines, verdicts),
    ...knownFindings(options, verdicts, today, context.deadlines),
    ...variants
      .filter(({ stores }) => stores === 'current')
      .flatMap(({ paths }) => nameFindings(gateways, verdicts, paths)),
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

/** Where a check runs from. */
export function placeOf(machine: Machine | null): Check['from'] {
  return machine?.kind === 'recorded' ? 'this-desk' : 'this-machine';
}

/** Why the path is not checked; `null` if it is. */
export function skipReason(
  machine: Machine | null,
  { reported, probe }: Pick<KnownPath, 'reported' | 'probe'>,
): ProbeReport['skipped'] {
  if (probe === false) return 'not-asked-for';
  if (machine?.kind === 'recorded' && probe !== true) return 'recording';
  return reported.length === 0 ? 'no-gateway' : null;
}
