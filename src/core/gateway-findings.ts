import type { Gateway } from './check.ts';
import { type Deadline, deadlineFindings } from './deadlines.ts';
import type { Finding } from './finding.ts';

/** Names of Azure's gateways; others are checked all the same (facts: azuregateway-… under two domains). */
const AZURE_GATEWAY = /^azuregateway-[0-9a-z-]+\.(?:vpn\.azure\.com|cloudapp\.net)$/;

/** What the names of the gateways and the date say by themselves. */
export function gatewayFindings(
  gateways: readonly Gateway[],
  today: Date,
  deadlines: readonly Deadline[],
): Finding[] {
  const findings: Finding[] = [];
  for (const { host } of gateways) {
    if (AZURE_GATEWAY.test(host)) continue;
    findings.push({ code: 'gateway-name-unusual', severity: 'info', store: null, evidence: { host } });
  }
  if (gateways.some(({ host }) => AZURE_GATEWAY.test(host))) {
    findings.push(...deadlineFindings(deadlines, today));
  }
  return findings;
}
