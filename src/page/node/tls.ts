import roots from 'p2s-roots';

/** The roots of the Node that built the page, as PEM. */
export const rootCertificates: readonly string[] = roots
  .split('\n')
  .map((base64) => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`);
