import type { Finding, FindingCode, Severity } from '../model/finding.ts';
import type { RegistrySnapshot } from '../model/registry.ts';
import { pendingRestartReasons } from '../stores/restart.ts';

const SERVICES = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services';
const DISABLED = 4;
/** Services and drivers that SSTP, its revocation check and its sign-in need. */
const NEEDED = ['SstpSvc', 'RasMan', 'RasSstp', 'NdisWan', 'WinHttpAutoProxySvc', 'CryptSvc', 'EapHost'];
const NO_CHECK = 'NoCertRevocationCheck';
/** Keys that SstpSvc does not read, although advice on the web puts the value there. */
const MISPLACED = ['SstpSvc', 'SstpSvc\\Parameter', 'RasMan\\Parameters'];

/** Findings on the services and the state of Windows, independent of the proxy settings. */
export function systemFindings(registry: RegistrySnapshot): Finding[] {
  const findings: Finding[] = [];
  const add = (code: FindingCode, severity: Severity, evidence: Finding['evidence']) =>
    findings.push({ code, severity, store: null, evidence });
  for (const service of NEEDED) {
    const start = registry.value(`${SERVICES}\\${service}`, 'Start');
    if (start?.kind === 'dword' && start.number === DISABLED) add('service-disabled', 'error', { service });
  }
  const missing = NEEDED.filter((name) => registry.key(`${SERVICES}\\${name}`).visibility === 'absent');
  if (missing.length > 0) add('service-missing', 'warning', { services: missing });
  const isSet = (key: string) => {
    const value = registry.value(`${SERVICES}\\${key}`, NO_CHECK);
    return value?.kind === 'dword' && value.number !== 0;
  };
  if (isSet('SstpSvc\\Parameters')) add('revocation-check-disabled', 'warning', {});
  for (const key of MISPLACED)
    if (isSet(key)) add('revocation-check-misplaced', 'info', { key: `${SERVICES}\\${key}` });
  const reasons = pendingRestartReasons(registry);
  if (reasons.length > 0) add('restart-pending', 'info', { reasons });
  return findings;
}
