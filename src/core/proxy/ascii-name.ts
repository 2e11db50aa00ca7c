import { domainToASCII } from 'node:url';
import { isAscii } from './list-text.ts';

/** The full stops of other scripts that IDNA (RFC 5891, UTS 46) reads as a dot. */
const DOTS = /[\u3002\uff0e\uff61]/g;

/**
 * A host name or bypass pattern with each label in its ASCII form (A-label, RFC 5890), as DNS uses it; `null` when
 * it has none. A label with `*` cannot be converted and must be ASCII.
 */
export function asciiName(name: string): string | null {
  const labels = name.replace(DOTS, '.').split('.');
  const ascii = labels.map((label) => (isAscii(label) || label.includes('*') ? label : aLabel(label)));
  const joined = ascii.join('.');
  return ascii.includes(null) || !isAscii(joined) ? null : joined;
}

/** Rejects labels that map to separators or to an address. */
function aLabel(label: string): string | null {
  const ascii = domainToASCII(label);
  return /^[a-z0-9_-]+$/.test(ascii) ? ascii : null;
}

/** `[scheme=][prefix://]host[:port]` with the host by {@link asciiName}; unchanged if that returns `null`. */
export function withAsciiHost(entry: string): string {
  if (isAscii(entry)) return entry;
  const [, start = '', host = '', rest = ''] =
    /^((?:[a-z]+=)?(?:[a-z][a-z0-9+.-]*:\/\/)?)([^:/\\?#@[\]]+)([\s\S]*)$/i.exec(entry) ?? [];
  const ascii = host === '' ? null : asciiName(host);
  return ascii === null ? entry : start + ascii + rest;
}
