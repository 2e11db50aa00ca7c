import { createHash } from 'node:crypto';
import { type ChainCheck, endsInTrustedRoot } from '../../core/path/chain-status.ts';
import type { Machine } from '../../machine/port.ts';

/**
 * A gateway whose root is not known here waits for Windows' own verdict: the first check of its chain, or `null`
 * if none is made.
 */
export interface WindowsTrust {
  /** `chain`: DER, leaf first, as the gateway sent it. */
  firstCheck(chain: readonly Uint8Array[]): Promise<ChainCheck | null>;
  report(key: string, check: ChainCheck): void;
  /** No more checks follow. */
  close(): void;
}

/** Whether there is a chain engine: the engine of a recorded machine is not available. */
export function asksWindows(machine: Machine | null): boolean {
  return machine !== null && machine.kind !== 'recorded';
}

export function createWindowsTrust(): WindowsTrust {
  const checks = new Map<string, PromiseWithResolver>();
  let closed = false;
  const entry = (key: string): PromiseWithResolver => {
    const known = checks.get(key) ?? pending();
    checks.set(key, known);
    if (closed) known.resolve(null);
    return known;
  };
  return {
    firstCheck: (chain) => entry(keyOf(chain)).promise,
    report: (key, check) => entry(key).resolve(check),
    close() {
      closed = true;
      for (const { resolve } of checks.values()) resolve(null);
    },
  };
}

/**
 * The chain from the leaf to a root that Windows trusts, DER; `null` if Windows' check does not end at one, or
 * does not return all its certificates. The caller judges Windows' other results (dates, revocation).
 */
export function trustedByWindows(check: ChainCheck | null, sent: readonly Uint8Array[]): Uint8Array[] | null {
  if (check === null || !endsInTrustedRoot(check)) return null;
  const chain: Uint8Array[] = [];
  for (const { thumbprint, der } of check.elements) {
    const certificate = sent.find((one) => thumbprintOf(one) === thumbprint) ?? der;
    if (certificate === null || thumbprintOf(certificate) !== thumbprint) return null;
    chain.push(certificate);
  }
  return chain[0] === sent[0] ? chain : null;
}

/** One key for one chain of certificates. */
export function keyOf(certificates: readonly Uint8Array[]): string {
  return certificates.map((der) => Buffer.from(der).toString('base64')).join();
}

/** SHA-1, upper-case hex, as Windows names certificates. */
export function thumbprintOf(der: Uint8Array): string {
  return createHash('sha1').update(der).digest('hex').toUpperCase();
}

interface PromiseWithResolver {
  promise: Promise<ChainCheck | null>;
  resolve(check: ChainCheck | null): void;
}

function pending(): PromiseWithResolver {
  let resolve: PromiseWithResolver['resolve'] = () => undefined;
  const promise = new Promise<ChainCheck | null>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
