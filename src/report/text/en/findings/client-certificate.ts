import type { ClientProblem } from '../../../../core/evidence/client-certificate.ts';

/** Why no client certificate can be used. */
export const CLIENT_CERTIFICATE_EN = {
  'client-certificate-problem.none': 'none of them is for client authentication',
  'client-certificate-problem.empty': 'it is empty',
  'client-certificate-problem.no-private-key': 'there is no private key with it',
  'client-certificate-problem.expired': 'it has expired',
  'client-certificate-problem.not-yet-valid': 'it is not valid yet',
  'client-certificate-problem.chain-incomplete': 'the certificate that issued it is in no certificate store',
  'client-certificate-problem.root-not-trusted': 'its chain does not end in the trusted roots',
  'client-certificate-problem.root-of-user-only':
    'its root is among the trusted roots of the user, and not of the computer',
  'client-certificate-problem.root-of-computer-only':
    'its root is among the trusted roots of the computer, and not of the user',
} as const satisfies Readonly<
  Record<`client-certificate-problem.${ClientProblem | 'none' | 'empty'}`, string>
>;
