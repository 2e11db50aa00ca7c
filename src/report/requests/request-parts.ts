import type { RequestFacts } from './request-facts.ts';

/**
 * The CRL and OCSP hosts of Azure gateways' certificates (Azure Certificate Authority details), for a proxy that
 * passed no certificate.
 */
const OF_AZURE = [
  'crl3.digicert.com',
  'crl4.digicert.com',
  'ocsp.digicert.com',
  'www.microsoft.com',
  'oneocsp.microsoft.com',
];

/** The revocation servers that the proxy should allow too, so that its team gets only one request. */
export function listsToAllow({ about, azure }: Pick<RequestFacts, 'about' | 'azure'>): readonly string[] {
  return azure && (about === 'proxy-auth-required' || about === 'proxy-refused') ? OF_AZURE : [];
}

/** The option of the check afterwards: a proxy for revocation alone must not get the tunnel. */
export function checkedThrough({ proxy, tunnel }: Pick<RequestFacts, 'proxy' | 'tunnel'>): string {
  return proxy === null || proxy !== tunnel ? '' : ` --proxy ${proxy}`;
}
