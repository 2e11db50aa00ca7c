import { type Gateway, gatewayName, type Verdict, type VerdictCode } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';
import { type Deadline, deadlineFindings } from './deadlines.ts';

/** Names of Azure's gateways; others are checked all the same (facts: azuregateway-… under two domains). */
const AZURE_GATEWAY = /^azuregateway-[0-9a-z-]+\.(?:vpn\.azure\.com|cloudapp\.net)$/;

/** Verdicts of a gateway that sent its Call Connect Ack. */
const ANSWERED: readonly VerdictCode[] = ['reachable', 'revocation-unreachable', 'revoked'];

/** Whether the name is one of those that Azure gives. */
export function isAzureGateway({ host }: Pick<Gateway, 'host'>): boolean {
  // A name may end with the dot of the root zone.
  return AZURE_GATEWAY.test(host.replace(/\.$/, ''));
}

/** Whether SSTP was seen to work there, by whichever setting. */
export function answersSstp(gateway: Gateway, verdicts: readonly Verdict[]): boolean {
  return verdicts.some((one) => one.gateway === gatewayName(gateway) && ANSWERED.includes(one.verdict));
}

/**
 * What the names of the gateways and the date say by themselves. A name that is not Azure's may be mistyped, unless the
 * gateway answered: a server of one's own has any name.
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
