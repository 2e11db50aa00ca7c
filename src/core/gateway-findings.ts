import type { Gateway } from './check.ts';
import { type Deadline, deadlineFindings } from './deadlines.ts';
import type { Finding } from './finding.ts';

/** Names of Azure's gateways; others are checked all the same (facts: azuregateway-… under two domains). */
const AZURE_GATEWAY = /^azuregateway-[0-9a-z-]+\.(?:vpn\.azure\.com|cloudapp\.net)$/;

/** Whether the name is one of those that Azure gives. */
export function isAzureGateway({ host }: Pick<Gateway, 'host'>): boolean {
  return AZURE_GATEWAY.test(host);
}

/** What the names of the gateways and the date say by themselves. */
export function gatewayFindings(
  gateways: readonly Gateway[],
  today: Date,
  deadlines: readonly Deadline[],
): Finding[] {
  const findings: Finding[] = [];
  for (const gateway of gateways) {
    if (isAzureGateway(gateway)) continue;
    const evidence = { host: gateway.host };
    findings.push({ code: 'gateway-name-unusual', severity: 'info', store: null, evidence });
  }
  if (gateways.some(isAzureGateway)) {
    findings.push(...deadlineFindings(deadlines, today));
  }
  return findings;
}
