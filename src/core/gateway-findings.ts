import type { Gateway } from './check.ts';
import type { Finding } from './finding.ts';

/** Names of Azure's gateways; others are checked all the same (facts: azuregateway-… under two domains). */
const AZURE_GATEWAY = /^azuregateway-[0-9a-z-]+\.(?:vpn\.azure\.com|cloudapp\.net)$/;
/** Azure Updates 499923: "support for SSTP Protocol will be retired on March 31, 2027". */
const SSTP_RETIREMENT = '2027-03-31';

/** What the names of the gateways and the date say by themselves. */
export function gatewayFindings(gateways: readonly Gateway[], today: Date): Finding[] {
  const findings: Finding[] = [];
  for (const { host } of gateways) {
    if (AZURE_GATEWAY.test(host)) continue;
    findings.push({ code: 'gateway-name-unusual', severity: 'info', store: null, evidence: { host } });
  }
  if (gateways.some(({ host }) => AZURE_GATEWAY.test(host))) {
    const severity = today >= new Date(SSTP_RETIREMENT) ? 'error' : 'info';
    findings.push({ code: 'sstp-retirement', severity, store: null, evidence: { date: SSTP_RETIREMENT } });
  }
  return findings;
}
