import type { Assessment } from './assess.ts';
import type { Stage, Verdict } from './check.ts';
import type { Finding, FindingCode, Severity } from './finding.ts';
import { isServiceAccount } from './locations.ts';
import { mirrorWrites } from './mirror.ts';
import { isPerMachine } from './policy.ts';
import type { RegistrySnapshot } from './registry.ts';
import { pendingRestartReasons } from './restart.ts';
import type { Store } from './stores.ts';

const SERVICES = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services';
const DISABLED = 4;

/** Everything worth telling about one look at a machine, given what the path check said (empty: not checked). */
export function findingsOf(assessment: Assessment, verdicts: readonly Verdict[]): Finding[] {
  const { observation, stores, desired, plan, winInet, winHttp, blocked } = assessment;
  const findings: Finding[] = [];
  const add = (
    code: FindingCode,
    severity: Severity,
    store: string | null,
    evidence: Record<string, unknown> = {},
  ) => findings.push({ code, severity, store, evidence });

  // A misaligned store is an error only when the path through it fails.
  const tunnelFails = fails(verdicts, (stage) => stage !== 'revocation');
  const revocationFails = fails(verdicts, (stage) => stage === 'revocation');
  for (const change of plan.changes) {
    if (change.store.startsWith('winhttp/')) {
      add('winhttp-not-aligned', revocationFails ? 'error' : 'warning', change.store, {
        action: change.action,
      });
    } else if (change.writes.some(({ key }) => key.endsWith('\\Connections'))) {
      add('wininet-not-as-desired', tunnelFails ? 'error' : 'warning', change.store, {
        action: change.action,
      });
    }
  }
  for (const { store, reason } of blocked) add('change-blocked', 'error', store, { reason });
  for (const note of desired.notes) {
    const refused = note.severity === 'refused';
    const severity = refused ? 'error' : note.severity === 'dropped' ? 'warning' : 'info';
    add(refused ? 'alignment-refused' : 'alignment-note', severity, desired.source, {
      reason: note.code,
      detail: note.detail,
    });
  }
  for (const store of stores) findings.push(...storeFindings(store, store.id === winInet?.id));
  if (desired.source === winInet?.id && winInet?.settings?.autoDetect === true) {
    // Beside a direct WinHTTP that is the default of Windows; beside a proxy one of the two may be stale.
    const doubtful = winHttp.native.settings?.proxy.enabled === true && !winInet.settings.proxy.enabled;
    add('auto-detect-not-resolved', doubtful ? 'warning' : 'info', winInet.id);
  }
  if (isPerMachine(observation.registry)) add('per-machine-policy', 'info', 'wininet/machine');
  if (plan.changes.some(({ store, action }) => store === 'winhttp/native' && action === 'set')) {
    add('machine-wide-proxy', 'info', 'winhttp/native');
  }
  findings.push(...systemFindings(observation.registry));
  return findings;
}

/** Whether a part of the path was walked with the stores as they are, and failed. */
function fails(verdicts: readonly Verdict[], part: (stage: Stage | null) => boolean): boolean {
  return verdicts.some(
    ({ stores, verdict, stage }) =>
      stores === 'current' && verdict !== 'reachable' && verdict !== 'not-tested' && part(stage),
  );
}

function storeFindings(store: Store, decides: boolean): Finding[] {
  const of = (code: FindingCode, severity: Severity, evidence: Record<string, unknown> = {}): Finding => ({
    code,
    severity,
    store: store.id,
    evidence,
  });
  const concerned = decides || store.api === 'winhttp';
  if (store.present === null) return concerned ? [of('store-unseen', 'warning', { key: store.key })] : [];
  if (store.raw?.unreadable != null) {
    const { unreadable, length } = store.raw;
    return [of('store-unreadable', concerned ? 'error' : 'info', { reason: unreadable, bytes: length })];
  }
  if (store.api === 'winhttp' || store.connection !== null) return [];
  const findings: Finding[] = [];
  if (decides && store.managedBy !== null)
    findings.push(of('store-managed', 'info', { by: store.managedBy }));
  if (store.present === false && decides) findings.push(of('wininet-blob-absent', 'info'));
  if (store.decoded?.ok === true && store.sid !== null && !isServiceAccount(store.sid)) {
    if ((store.decoded.blob.flags & 1) === 0) findings.push(of('wininet-direct-bit-missing', 'warning'));
    const differing = store.mirror === null ? [] : mirrorWrites(store.mirror, store.decoded.blob);
    if (differing.length > 0) {
      findings.push(of('wininet-mirror-differs', 'warning', { values: differing.map(({ name }) => name) }));
    }
  }
  return findings;
}

function systemFindings(registry: RegistrySnapshot): Finding[] {
  const findings: Finding[] = [];
  for (const service of ['SstpSvc', 'RasMan', 'WinHttpAutoProxySvc']) {
    const start = registry.value(`${SERVICES}\\${service}`, 'Start');
    if (start?.kind === 'dword' && start.number === DISABLED) {
      findings.push({ code: 'service-disabled', severity: 'error', store: null, evidence: { service } });
    }
  }
  const off = registry.value(`${SERVICES}\\SstpSvc\\Parameters`, 'NoCertRevocationCheck');
  if (off?.kind === 'dword' && off.number !== 0) {
    findings.push({ code: 'revocation-check-disabled', severity: 'warning', store: null, evidence: {} });
  }
  const reasons = pendingRestartReasons(registry);
  if (reasons.length > 0) {
    findings.push({ code: 'restart-pending', severity: 'info', store: null, evidence: { reasons } });
  }
  return findings;
}
