import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Gateway } from '../core/check.ts';
import { P2sError } from '../core/errors.ts';
import { neutralise } from '../core/neutralise.ts';
import { parseBypassList } from '../core/proxy/bypass-list.ts';
import { parseProxyList } from '../core/proxy/proxy-list.ts';
import { type Wish, wishFor } from '../core/wish.ts';
import type { Invocation } from './invocation.ts';

const MAX_CA_BYTES = 1 << 20;

/** `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT`; names become ASCII and lower case. */
export function parseGateway(text: string): Gateway {
  const match =
    /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)|([0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))(?::(\d{1,5}))?$/.exec(
      text,
    );
  const host = match?.[1] ?? match?.[2] ?? match?.[3] ?? '';
  const port = match?.[4] === undefined ? 443 : Number(match[4]);
  const ascii = isIP(host) === 0 ? asciiName(host) : host;
  if (ascii === '' || /[^a-zA-Z0-9._:-]/.test(ascii) || /[\s@/\\]/.test(host) || ascii.length > 253) {
    throw new P2sError('input', `Not a gateway name: "${neutralise(text)}".`, {
      where: '--gateway',
      next: 'Give HOST or HOST:PORT, e.g. azuregateway-….vpn.azure.com.',
    });
  }
  if (port < 1 || port > 65535) {
    throw new P2sError('input', `Not a port: ${port} in "${neutralise(text)}".`, { where: '--gateway' });
  }
  return { host: ascii.toLowerCase(), port, source: 'option' };
}

/** A name as it goes on the wire; `''` for what only a URL parser would take for a host: numbers, percent signs. */
function asciiName(host: string): string {
  const ascii = domainToASCII(host);
  const plain = /^[ -~]*$/.test(host);
  return plain && ascii !== host.toLowerCase() ? '' : ascii;
}

/** What the options ask the stores to hold. */
export function wishOf(invocation: Pick<Invocation, 'proxy' | 'bypass' | 'direct' | 'source'>): Wish {
  const { proxy, bypass, direct, source } = invocation;
  if (direct) return wishFor({ kind: 'direct' });
  if (proxy === null) return { source: source ?? 'wininet' };
  const { servers, issues } = parseProxyList(proxy, { store: 'wininet' });
  const bad = issues.find(({ severity }) => severity === 'refused');
  if (bad?.code === 'credentials') {
    throw new P2sError('refused', 'A proxy string with credentials in it is never stored.', {
      where: '--proxy',
      next: 'Give the proxy without user and password; SSTP cannot authenticate to a proxy anyway.',
    });
  }
  if (bad !== undefined || servers.length === 0) {
    throw new P2sError(
      'input',
      `Not a proxy list: "${bad?.entry ?? neutralise(proxy)}" (${bad?.code ?? 'empty'}).`,
      {
        where: '--proxy',
        next: 'Give HOST:PORT, or http=HOST:PORT;https=HOST:PORT.',
      },
    );
  }
  return wishFor({ kind: 'proxy', servers, bypass: bypass === null ? null : readBypass(bypass) });
}

function readBypass(text: string): readonly string[] {
  const { entries, issues } = parseBypassList(text, { store: 'wininet' });
  const bad = issues.find(({ severity }) => severity === 'refused');
  if (bad === undefined) return entries;
  throw new P2sError('input', `Not a bypass list: "${bad.entry}" (${bad.code}).`, {
    where: '--bypass',
    next: 'Give entries with semicolons between them, e.g. "<local>;*.contoso.com".',
  });
}

/** PEM certificates of `--ca`. */
export async function readRoots(file: string | null): Promise<string[]> {
  if (file === null) return [];
  const text = await readFile(file, 'latin1').catch((cause: NodeJS.ErrnoException) => {
    throw new P2sError('input', `The file cannot be read (${cause.code}).`, {
      where: file,
      next: 'Check --ca.',
    });
  });
  const blocks = text
    .slice(0, MAX_CA_BYTES)
    .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (blocks === null) {
    throw new P2sError('input', 'No PEM certificate is in the file.', { where: file, next: 'Check --ca.' });
  }
  return blocks;
}
