import { createHash } from 'node:crypto';
import { type ChainLook, endsInTrustedRoot } from '../../core/path/chain-status.ts';

/**
 * Where a gateway whose root is not known here waits for Windows' own word on it: the first look at its chain, or
 * `null` when none is made.
 */
export interface TrustDesk {
  /** `chain`: DER, leaf first, as the gateway sent it. */
  firstLook(chain: readonly Uint8Array[]): Promise<ChainLook | null>;
  tell(key: string, look: ChainLook): void;
  /** No look comes any more. */
  close(): void;
}

export function trustDesk(): TrustDesk {
  const looks = new Map<string, PromiseWithResolver>();
  let closed = false;
  const entry = (key: string): PromiseWithResolver => {
    const known = looks.get(key) ?? pending();
    looks.set(key, known);
    if (closed) known.resolve(null);
    return known;
  };
  return {
    firstLook: (chain) => entry(keyOf(chain)).promise,
    tell: (key, look) => entry(key).resolve(look),
    close() {
      closed = true;
      for (const { resolve } of looks.values()) resolve(null);
    },
  };
}

/**
 * The way from the leaf to a root that Windows trusts, DER; `null` where its look does not end in one, or does not show
 * every certificate of it. What else Windows says of them (dates, revocation) is judged by the caller.
 */
export function trustedByWindows(look: ChainLook | null, sent: readonly Uint8Array[]): Uint8Array[] | null {
  if (look === null || !endsInTrustedRoot(look)) return null;
  const chain: Uint8Array[] = [];
  for (const { thumbprint, der } of look.elements) {
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
  promise: Promise<ChainLook | null>;
  resolve(look: ChainLook | null): void;
}

function pending(): PromiseWithResolver {
  let resolve: PromiseWithResolver['resolve'] = () => undefined;
  const promise = new Promise<ChainLook | null>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
