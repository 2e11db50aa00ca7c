/** What to check on a certificate, by its problem. */
export const CERTIFICATE_EN = {
  'certificate.any': 'the certificate',
  'certificate.names': 'the gateway name, and the names in the certificate',
  'certificate.dates': 'the dates of the certificate',
  'certificate.dates-or-clock': 'the dates of the certificate, and the clock of this computer',
  'certificate.use': 'the use that the certificate is made for (serverAuth)',
  'certificate.chain': 'the chain of the certificate',
  'certificate.key': 'the key and the signature of the certificate',
  'certificate.between': '; ',
} as const;
