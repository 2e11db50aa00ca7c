import type { Finding } from './finding.ts';
import type { RegistrySnapshot } from './registry.ts';
import { pendingRestartReasons } from './restart.ts';

const SERVICES = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services';
const DISABLED = 4;

/** What the services and the state of Windows say, whatever the proxy stores hold. */
export function systemFindings(registry: RegistrySnapshot): Finding[] {
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
