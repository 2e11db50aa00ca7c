import { X509Certificate } from 'node:crypto';
import { expect } from 'vitest';
import { X509Certificate as InBrowser } from '../../src/page/node/certificate.ts';
import { alternativeNames } from '../../src/path/pki/certificate-evidence.ts';
import { der } from './made-certificates.ts';

/** The same inputs in every run: another computer is not the place to find a rare difference. */
export const SEED = 7;

export type Either = X509Certificate | InBrowser;

/** What p2s-fix reads of a certificate; `null` for one that cannot be read. */
export function seen(open: () => Either, hosts: readonly string[] = [], addresses: readonly string[] = []) {
  let read: Either;
  try {
    read = open();
  } catch {
    return null;
  }
  const one = read;
  const host = (value: string, subject: 'never' | 'default') =>
    one.checkHost(value, { subject, partialWildcards: false }) !== undefined;
  return {
    raw: Buffer.from(one.raw).toString('hex'),
    subject: one.subject ?? '',
    issuer: one.issuer ?? '',
    alternativeNames: alternativeNames(one) ?? [],
    keyUsage: one.keyUsage ?? undefined,
    ca: one.ca,
    key: attempt(() => one.publicKey.asymmetricKeyDetails?.modulusLength),
    hosts: hosts.map((value) => [value, host(value, 'never'), host(value, 'default')]),
    addresses: addresses.map((value) => [value, one.checkIP(value) !== undefined]),
  };
}

export function attempt<T>(read: () => T): T | string {
  try {
    return read();
  } catch {
    return 'unreadable';
  }
}

export function expectSame(
  bytes: Buffer,
  hosts: readonly string[] = [],
  addresses: readonly string[] = [],
): void {
  const node = seen(() => new X509Certificate(bytes), hosts, addresses);
  expect([bytes.toString('base64'), seen(() => new InBrowser(bytes), hosts, addresses)]).toEqual([
    bytes.toString('base64'),
    node,
  ]);
}

export const dns = (value: string) => der(0x82, Buffer.from(value, 'latin1'));

export const bytesOf = (...bytes: number[]) => Buffer.from(bytes);
