import { contentOf, DerCursor, openSequence } from '../der.ts';
import { type Crl, EXTENSION, type RevocationSubject } from './crl.ts';
import { distributionPoints, pointNames } from './distribution-points.ts';

/** Fields of IssuingDistributionPoint (RFC 5280 5.2.5); [5] is onlyContainsAttributeCerts. */
const NAME = 0xa0;
const ONLY_USERS = 0x81;
const ONLY_AUTHORITIES = 0x82;
const SOME_REASONS = 0x83;
const INDIRECT = 0x84;

type Scoped = Pick<Crl, 'issuer' | 'extensions'>;

/**
 * Whether a CRL covers a certificate: `null` when it fully does; `wrong-scope` if it covers other partitions or
 * kinds; `some-reasons` if it does not list every revocation. Throws DerError.
 */
export function scopeProblem(
  crl: Scoped,
  { certificate, isCa }: RevocationSubject,
): 'wrong-scope' | 'some-reasons' | null {
  const { names, kinds, someReasons } = readScope(crl);
  const points = distributionPoints(certificate);
  const own =
    names === null ? points : points.filter((point) => point.names.some((one) => names.includes(one)));
  if (names !== null && own.length === 0) return 'wrong-scope';
  if (kinds.some((kind) => kind !== (isCa ? ONLY_AUTHORITIES : ONLY_USERS))) return 'wrong-scope';
  const partly = own.length > 0 && own.every((point) => point.someReasons);
  return someReasons || partly ? 'some-reasons' : null;
}

/** Whether a CRL also covers certificates of other issuers. */
export function isIndirect(crl: Scoped): boolean {
  return readScope(crl).indirect;
}

interface Scope {
  /** The names of its distribution point, as keys; `null`: it has none. */
  names: readonly string[] | null;
  /** Tags of the kinds of certificates that the CRL is limited to. */
  kinds: readonly number[];
  someReasons: boolean;
  indirect: boolean;
}

function readScope({ issuer, extensions }: Scoped): Scope {
  const scope = {
    names: null as string[] | null,
    kinds: [] as number[],
    someReasons: false,
    indirect: false,
  };
  const value = extensions.get(EXTENSION.issuingDistributionPoint)?.value;
  if (value === undefined) return scope;
  const fields = openSequence(value);
  while (!fields.atEnd) {
    const field = fields.next();
    const isSet = contentOf(value, field).some((byte) => byte !== 0);
    if (field.tag === NAME) scope.names = pointNames(value, new DerCursor(value, field), issuer);
    else if (field.tag === SOME_REASONS) scope.someReasons = true;
    else if (field.tag === INDIRECT) scope.indirect = isSet;
    else if (isSet) scope.kinds.push(field.tag);
  }
  return scope;
}
