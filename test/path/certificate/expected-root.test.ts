import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import type { ExpectedRoot } from '../../../src/core/path/gateway-profile.ts';
import { endsAsExpected } from '../../../src/path/pki/certificate.ts';
import { rootFromDer } from '../../../src/profile/root-certificate.ts';
import { ca, leaf } from '../gateways.ts';

const other = await createCa({ name: 'Other' });
const twin = await createCa();
const print = (hash: string, der: Uint8Array) => createHash(hash).update(der).digest('hex');
const certificate = (der: Uint8Array): ExpectedRoot => rootFromDer(der) ?? only({});
const only = (known: Partial<ExpectedRoot>): ExpectedRoot => ({
  name: null,
  sha1: null,
  sha256: null,
  der: null,
  ...known,
});
const NAME = 'P2S Sample Root';
const leafDer = Buffer.from(leaf.cert.match(/-----BEGIN CERTIFICATE-----([^-]+)/)?.[1] ?? '', 'base64');
const WHOLE = [leafDer, ca.intermediate.der, ca.root.der];

describe('whether a chain ends as the profile expects', () => {
  it.each<[string, ExpectedRoot[], boolean | null]>([
    ['nothing is expected', [], null],
    ['the certificate', [certificate(ca.root.der)], true],
    ['another certificate', [certificate(other.root.der)], false],
    ['a twin of the same name', [certificate(twin.root.der)], false],
    ['both roots of a migration', [certificate(other.root.der), certificate(ca.root.der)], true],
    ['its SHA-1', [only({ sha1: print('sha1', ca.root.der) })], true],
    ['its SHA-256', [only({ sha256: print('sha256', ca.root.der) })], true],
    ['another SHA-1', [only({ sha1: print('sha1', other.root.der) })], false],
    ['its name', [only({ name: NAME })], true],
    ['another name', [only({ name: 'DigiCert Global Root CA' })], false],
  ])('%s', (_name, expected, answer) => {
    expect(endsAsExpected(WHOLE.slice(0, 2), WHOLE, expected)).toBe(answer);
  });

  it('a chain without its root: a certificate by the expected root proves it, and so does its name; a digest does not', () => {
    const sent = WHOLE.slice(0, 2);
    const ask = (root: ExpectedRoot) => endsAsExpected(sent, sent, [root]);
    expect(ask(certificate(ca.root.der))).toBe(true);
    expect(ask(only({ name: NAME }))).toBe(true);
    expect(ask(only({ sha1: print('sha1', ca.root.der) }))).toBeNull();
    expect(ask(certificate(other.root.der))).toBeNull();
  });

  it('what cannot be read proves nothing', () => {
    expect(endsAsExpected([], [], [only({ name: NAME })])).toBeNull();
    expect(endsAsExpected([Buffer.from('x')], [Buffer.from('x')], [only({ name: NAME })])).toBeNull();
  });
});
