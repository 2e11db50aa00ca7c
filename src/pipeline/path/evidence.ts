import { verdictRow } from '../../core/causes/verdicts.ts';
import type { Assessment } from '../../core/decide/assess.ts';
import { evidenceView } from '../../core/evidence/evidence-view.ts';
import type { LocalEvidence } from '../../core/evidence/local-evidence.ts';
import { readVpnEvents } from '../../core/evidence/vpn-events.ts';
import type { Verdict } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Machine } from '../../machine/port.ts';
import { gatewaysOf, type KnownPath } from '../inputs/gateways.ts';
import type { PathOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';
import { eapTlsEntry } from '../run/vpn-owners.ts';
import type { ProbeReport } from './probe.ts';

/** The script has its own limits; if the computer needs longer, the run continues without its evidence. */
const DEADLINE_MS = 10_000;
const NOTHING: LocalEvidence = { unavailable: null, logs: [], events: [], certificates: null, crlCaches: [] };

/**
 * Reads the computer's local evidence of VPN problems. `null` if no computer can be read. If reading fails, the
 * reason is reported and the audit continues. `connections`: see the port. Rejects when the run is cancelled.
 */
export async function readEvidence(
  { signal }: Pick<RunContext, 'signal'>,
  machine: Machine,
  { connections }: { connections: boolean },
): Promise<LocalEvidence | null> {
  const aborting = signal === undefined ? {} : { signal };
  try {
    return await machine.evidence({ deadlineMs: DEADLINE_MS, connections, ...aborting });
  } catch (error) {
    if (!(error instanceof P2sError) || !error.code.startsWith('powershell-')) throw error;
    return { ...NOTHING, unavailable: error.code };
  }
}

/**
 * The gateways of a run. If nothing names one, reads the computer's evidence first, which includes the output of
 * Get-VpnConnection: it lists connections in files that may not be readable. The evidence is not read twice.
 */
export async function knownGateways(
  context: RunContext,
  machine: Machine,
  path: PathOptions,
  { observation, vpnUser }: Pick<Assessment, 'observation' | 'vpnUser'>,
): Promise<{ path: KnownPath; evidence: LocalEvidence | null | undefined }> {
  const known = await gatewaysOf(path, observation, vpnUser);
  if (known.reported.length > 0 || observation.evidence !== undefined || machine.kind === 'recorded')
    return { path: known, evidence: undefined };
  const evidence = await readEvidence(context, machine, { connections: true });
  if (evidence === null) return { path: known, evidence };
  return { path: await gatewaysOf(path, { ...observation, evidence }, vpnUser), evidence };
}

/** Reports the evidence. */
export function reportEvidence({ emit }: RunContext, evidence: LocalEvidence): void {
  emit({ type: 'evidence', evidence: evidenceView(evidence, readVpnEvents(evidence.events)) });
}

/** Findings from the evidence, judged with the result of the path check. */
export async function evidenceFindings(
  machine: Pick<Machine, 'kind'>,
  evidence: LocalEvidence | null,
  assessment: Assessment,
  { verdicts, urls }: Pick<ProbeReport, 'verdicts' | 'urls'>,
): Promise<Finding[]> {
  if (evidence === null) return [];
  const events = readVpnEvents(evidence.events);
  const findings = unseen(machine, evidence);
  if (events.length > 0) {
    const { eventFindings } = await import('../../core/evidence/event-findings.ts');
    findings.push(...eventFindings(events, verdicts));
  }
  const certificate = await certificateFinding(evidence, findings, assessment);
  if (certificate !== null) findings.push(certificate);
  if (revocationFails(verdicts)) {
    const { cachedCopies } = await import('../../core/evidence/crl-cache.ts');
    const copies = cachedCopies(evidence.crlCaches, urls);
    if (copies.length > 0)
      findings.push({ code: 'revocation-cached', severity: 'info', store: null, evidence: { copies } });
  }
  return findings;
}

/** Denied caches of services are normal for a user; the place of a recording cannot be checked here. */
function unseen(machine: Pick<Machine, 'kind'>, { unavailable, logs }: LocalEvidence): Finding[] {
  if (machine.kind !== 'recorded' && unavailable === 'not-windows') return [];
  const unread = logs.filter(({ state }) => state !== 'read').map(({ name, state }) => `${name} (${state})`);
  if (unavailable === null && unread.length === 0) return [];
  const seen = { unavailable, logs: unread };
  return [{ code: 'evidence-unseen', severity: 'info', store: null, evidence: seen }];
}

/**
 * Reads client certificates only if they matter: one of their errors was logged, or an entry signs in with one.
 */
async function certificateFinding(
  evidence: LocalEvidence,
  findings: readonly Finding[],
  assessment: Assessment,
): Promise<Finding | null> {
  const logged = findings.find(
    ({ code, evidence: { causes } }) =>
      code === 'logged-vpn-error' && Array.isArray(causes) && CLIENT_CAUSES.includes(causes[0]),
  );
  const eapTls = eapTlsEntry(assessment.observation, assessment.vpnUser);
  if (logged === undefined && !eapTls) return null;
  const [{ clientCertificateFinding }, { judgeClientCertificates }] = await Promise.all([
    import('../../core/evidence/client-certificate.ts'),
    import('../../path/pki/client-certificates.ts'),
  ]);
  const stored = evidence.certificates;
  const why = whyUnseen(evidence, assessment);
  // A recording is judged by the day it was made.
  const at = new Date(assessment.observation.collectedAt);
  const candidates = stored === null || why !== null ? [] : await judgeClientCertificates(stored, at);
  const others = stored === null ? 0 : stored.own.length + stored.omitted - candidates.length;
  // The usable one may be among those that were not read.
  const isMissed = (stored?.omitted ?? 0) > 0 && candidates.every(({ problems }) => problems.length > 0);
  return clientCertificateFinding(
    { unseen: why ?? (isMissed ? 'too-many' : null), candidates, others: why === null ? others : 0 },
    { logged: logged?.severity ?? null, eapTls },
  );
}

const CLIENT_CAUSES: readonly unknown[] = ['client-certificate', 'client-chain', 'client-certificate-bad'];

function whyUnseen(
  { unavailable, certificates }: LocalEvidence,
  { observation, vpnUser }: Assessment,
): string | null {
  if (unavailable !== null) return unavailable;
  if (certificates === null || certificates.state !== 'read') return 'failed';
  const own = observation.user?.sid?.toUpperCase() ?? null;
  return own === null || vpnUser === null || own !== vpnUser.sid.toUpperCase() ? 'other-user' : null;
}

function revocationFails(verdicts: readonly Verdict[]): boolean {
  return verdicts.some(
    ({ stores, verdict }) => stores === 'current' && verdictRow(verdict).revocation === 'lacking',
  );
}
