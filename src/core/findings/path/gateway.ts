import { verdictRow } from '../../causes/verdicts.ts';
import { type Gateway, gatewayName, type Verdict } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';
import { type Deadline, deadlineFindings } from './deadlines.ts';

/** Names of Azure gateways (facts: azuregateway-… under two domains). Other gateways are checked as well. */
const AZURE_GATEWAY = /^azuregateway-[0-9a-z-]+\.(?:vpn\.azure\.com|cloudapp\.net)$/;

/** Whether the name has the form of an Azure gateway name. */
export function isAzureGateway({ host }: Pick<Gateway, 'host'>): boolean {
  // A name may end with the dot of the root zone.
  return AZURE_GATEWAY.test(host.replace(/\.$/, ''));
}

/** Whether SSTP worked with the current or the proposed settings. */
export function answersSstp(gateway: Gateway, verdicts: readonly Verdict[]): boolean {
  return verdicts.some(
    (one) => one.gateway === gatewayName(gateway) && verdictRow(one.verdict).answers === 'sstp',
  );
}

/**
 * Findings from the gateway names and the date alone. A name that is not from Azure may be mistyped, unless the
 * gateway answered: a customer's own server can have any name.
 */
export function gatewayFindings(
  gateways: readonly Gateway[],
  today: Date,
  deadlines: readonly Deadline[],
  verdicts: readonly Verdict[],
): Finding[] {
  const findings: Finding[] = [];
  for (const gateway of gateways) {
    if (isAzureGateway(gateway)) continue;
    const evidence = { host: gateway.host };
    const severity = answersSstp(gateway, verdicts) ? 'info' : 'warning';
    findings.push({ code: 'gateway-name-unusual', severity, store: null, evidence });
  }
  const ofAzure = gateways.filter(isAzureGateway).map(gatewayName);
  if (ofAzure.length > 0)
    for (const finding of deadlineFindings(deadlines, today))
      findings.push({ ...finding, evidence: { ...finding.evidence, gateways: ofAzure } });
  return findings;
}
