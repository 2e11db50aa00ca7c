import { readFile } from 'node:fs/promises';
import type { Gateway } from '../core/check.ts';
import { P2sError } from '../core/errors.ts';
import { parseGatewayName } from '../core/gateway-name.ts';
import { say } from '../core/say.ts';
import { typedState } from '../core/typed-state.ts';
import { type Wish, wishFor } from '../core/wish.ts';
import type { Invocation } from './invocation.ts';

const MAX_CA_BYTES = 1 << 20;

export function parseGateway(text: string): Gateway {
  return parseGatewayName(text, '--gateway');
}

/**
 * What the options ask the stores to hold; a desired-state file is read elsewhere.
 *
 * @throws P2sError `input`, `refused` that name the option
 */
export function wishOf({
  proxy,
  bypass,
  pac,
  direct,
  source,
}: Pick<Invocation, 'proxy' | 'bypass' | 'pac' | 'direct' | 'source'>): Wish {
  const option = (part: string) => `--${part}`;
  if (direct) return wishFor({ kind: 'direct' });
  if (pac !== null) return wishFor(typedState({ pac }, option));
  if (proxy !== null) return wishFor(typedState({ proxy, bypass: bypass ?? undefined }, option));
  return { source: source ?? 'wininet' };
}

/** PEM certificates of `--ca`. */
export async function readRoots(file: string | null): Promise<string[]> {
  if (file === null) return [];
  const text = await readFile(file, 'latin1').catch((cause: NodeJS.ErrnoException) => {
    throw new P2sError('input', say`The file cannot be read (${cause.code}).`, {
      where: file,
      next: say`Check --ca.`,
    });
  });
  const blocks = text
    .slice(0, MAX_CA_BYTES)
    .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (blocks === null) {
    throw new P2sError('input', say`No PEM certificate is in the file.`, {
      where: file,
      next: say`Check --ca.`,
    });
  }
  return blocks;
}
