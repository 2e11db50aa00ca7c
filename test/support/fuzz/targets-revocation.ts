import { createCa } from '../../../scripts/simulated/ca.ts';
import { readCrl } from '../../../src/path/pki/crl/crl.ts';
import { judgeCrl } from '../../../src/path/pki/crl/judge.ts';
import { DerError } from '../../../src/path/pki/der.ts';
import { judgeOcsp, ocspRequest } from '../../../src/path/pki/ocsp/ocsp.ts';
import { judgeDelta } from '../../../src/path/revocation/revocation-answer.ts';
import { subjectOf } from '../../path/subjects.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutated } from './mutate.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const ca = await createCa({ now: NOW });
const leaf = await ca.issue({ names: ['leaf.example'] });
const SUBJECT = subjectOf(leaf.der, ca.intermediate.der);
const BASE_NUMBER = 5;
const freshestUrls = ['http://crl.example/delta.crl'];
const revoked = [{ serial: leaf.serial, reason: 6 }];
/** Each of them names the certificate, so that no other list is `valid`. */
const LISTS = [
  await ca.crl('intermediate', { revoked, number: BASE_NUMBER, freshestUrls }),
  await ca.crl('intermediate', { revoked: ['01', leaf.serial, '7fff'], scopeUrl: 'http://crl.example/a' }),
  await ca.crl('intermediate', {
    revoked: [{ serial: leaf.serial, critical: '2.5.29.24' }],
    someReasons: true,
  }),
];
const DELTAS = [
  await ca.crl('intermediate', { revoked, number: 6, deltaOf: BASE_NUMBER }),
  await ca.crl('intermediate', { revoked: [leaf.serial], number: 7, deltaOf: 4 }),
];
const BASE = readCrl(await ca.crl('intermediate', { number: BASE_NUMBER, freshestUrls }));
const ANSWERS = [
  await ca.ocsp(ocspRequest(SUBJECT), { status: 'revoked' }),
  await ca.ocsp(ocspRequest(SUBJECT), { status: 'revoked', signer: 'delegate' }),
  await ca.ocsp(ocspRequest(SUBJECT), { status: 'revoked', critical: 'single' }),
];

/** Input that cannot be read throws DerError, which never leaves its module. */
function judged(judge: () => string): void {
  try {
    if (judge() === 'valid') throw new Error('a forged answer is taken');
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
  }
}

/** Answers of revocation servers: without a valid signature, none counts as good. */
export const REVOCATION_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'revocation list',
    codes: [],
    make: (random) => mutated(random, LISTS),
    run: (bytes) => judged(() => judgeCrl(readCrl(bytes), SUBJECT, NOW)),
  }),
  target({
    name: 'delta of a revocation list',
    codes: [],
    make: (random) => mutated(random, DELTAS),
    run: (bytes) => judged(() => judgeDelta(readCrl(bytes), BASE, SUBJECT, NOW).reason),
  }),
  target({
    name: 'OCSP answer',
    codes: [],
    make: (random) => mutated(random, ANSWERS),
    run: (bytes) => judged(() => judgeOcsp(bytes, SUBJECT, NOW).reason),
  }),
];
