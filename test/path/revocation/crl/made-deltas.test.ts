import { describe, expect, it } from 'vitest';
import { readCrl } from '../../../../src/path/pki/crl/crl.ts';
import { judgeDelta } from '../../../../src/path/revocation/revocation-answer.ts';
import { commonName, der, extension, make, pair, sequence } from '../../../page/made-certificates.ts';
import { subjectOf } from '../../subjects.ts';
import { AT, FLAG, flagged, type ListContents, list, listed, uri } from '../made-answers.ts';

const keys = pair.ec('P-256');
const by = { key: keys.publicKey, signer: keys.privateKey };
const LISTS = commonName('lists');
const SERIAL = Buffer.from([7]);
const [KEY_COMPROMISE, HOLD, REMOVE] = [1, 6, 8];
const about = subjectOf(make({ ...by, issuer: LISTS }), make({ ...by, issuer: LISTS, subject: LISTS }));

const integer = (value: number) => der(2, Buffer.from([value]));
const number = (value: number) => extension('2.5.29.20', integer(value));
const from = (value: number) => flagged('2.5.29.27', FLAG.yes, integer(value));
const scope = (url: string) => flagged('2.5.29.28', FLAG.yes, sequence(der(0xa0, der(0xa0, uri(url)))));
const made = (more: Partial<ListContents>) => readCrl(list({ issuer: LISTS, key: keys.privateKey, ...more }));
const on = (reason: number | null) => [listed(SERIAL, reason)];

/** A delta of list 5 with number 6, over list 5. */
function judge({
  base = {},
  delta = {},
}: {
  base?: Partial<ListContents>;
  delta?: Partial<ListContents>;
} = {}) {
  const older = made({ extensions: [number(5)], ...base });
  return judgeDelta(made({ extensions: [number(6), from(5)], ...delta }), older, about, AT);
}

describe('a delta', () => {
  it.each<[string, Parameters<typeof judge>[0], string, boolean?]>([
    ['that names nobody', {}, 'valid'],
    ['that names the certificate', { delta: { revoked: on(KEY_COMPROMISE) } }, 'revoked'],
    ['that names it without a reason', { delta: { revoked: on(null) } }, 'revoked'],
    ['that holds it', { delta: { revoked: on(HOLD) } }, 'revoked'],
    ['that ends a hold', { base: { revoked: on(HOLD) }, delta: { revoked: on(REMOVE) } }, 'valid', true],
    ['that ends no hold', { delta: { revoked: on(REMOVE) } }, 'valid'],
    [
      'that ends a revocation',
      { base: { revoked: on(KEY_COMPROMISE) }, delta: { revoked: on(REMOVE) } },
      'valid',
    ],
    ['of an older list', { delta: { extensions: [number(6), from(4)] } }, 'valid'],
    ['of a newer list', { delta: { extensions: [number(6), from(6)] } }, 'wrong-base'],
    ['of a list without a number', { base: { extensions: [] } }, 'wrong-base'],
    ['that is none', { delta: { extensions: [number(6)] } }, 'not-a-delta'],
    [
      'that is older than its list',
      { delta: { extensions: [number(4), from(3)], revoked: on(KEY_COMPROMISE) } },
      'valid',
    ],
    [
      'that is as old as its list',
      { delta: { extensions: [number(5), from(3)], revoked: on(KEY_COMPROMISE) } },
      'revoked',
    ],
    ['without a number', { delta: { extensions: [from(5)], revoked: on(KEY_COMPROMISE) } }, 'revoked'],
    ['of another scope', { delta: { extensions: [number(6), from(5), scope('http://a/')] } }, 'wrong-scope'],
    [
      'of the same scope',
      {
        base: { extensions: [number(5), scope('http://a/')] },
        delta: { extensions: [number(6), from(5), scope('http://a/')] },
      },
      'valid',
    ],
    ['of another issuer', { delta: { issuer: commonName('x') } }, 'wrong-issuer'],
    ['by another key', { delta: { key: pair.ec('P-256').privateKey } }, 'bad-signature'],
  ])('%s', (_, lists, reason, released = false) => {
    expect(judge(lists)).toEqual({ reason, released });
  });

  it('that has expired ends no hold, and revokes', () => {
    const held = made({ extensions: [number(5)], revoked: on(HOLD) });
    const late = new Date('2027-01-01T00:00:00Z');
    const delta = (reason: number) => made({ extensions: [number(6), from(5)], revoked: on(reason) });
    expect(judgeDelta(delta(REMOVE), held, about, late)).toEqual({ reason: 'expired', released: false });
    expect(judgeDelta(delta(KEY_COMPROMISE), held, about, late)).toEqual({
      reason: 'revoked',
      released: false,
    });
  });

  it('by a key that may not sign lists ends no hold', () => {
    const usage = extension('2.5.29.15', der(3, Buffer.from([1, 4])));
    const issuer = make({ ...by, issuer: LISTS, subject: LISTS, extensions: [usage] });
    const doubted = subjectOf(make({ ...by, issuer: LISTS }), issuer);
    const held = made({ extensions: [number(5)], revoked: on(HOLD) });
    const delta = made({ extensions: [number(6), from(5)], revoked: on(REMOVE) });
    expect(judgeDelta(delta, held, doubted, AT)).toEqual({ reason: 'no-crl-sign', released: false });
  });
});
