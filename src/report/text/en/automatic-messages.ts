import { type Describe, words } from '../finding-text.ts';

const NAME_IT = 'Name what WinHTTP should hold with --proxy or --direct, or in a desired-state file.';

/** Findings about auto-detection and PAC files. */
export const AUTOMATIC_TEXTS = {
  'auto-detect-not-resolved': (e, store) =>
    e.proxy === undefined
      ? {
          message: `${store}: auto-detect is on. What it answers on this network was not resolved; only what is set by hand was looked at.`,
          remedy: null,
        }
      : {
          message: `${store}: auto-detect is on. What it answers on this network was not resolved, so ${e.proxy} in WinHTTP may be its answer or a stale one: WinHTTP is not changed.`,
          remedy: NAME_IT,
        },
  'automatic-resolved': (e, store) => ({
    message: `${store}: ${automaticText(e)}${networkText(e)}.`,
    remedy: 'It holds for this network; on another one the answer may differ.',
  }),
  'automatic-refused': (e, store) => ({
    message: `${store}: WinHTTP has no place for auto-detect or a PAC file, and ${refusalText(e)}${networkText(e)}${conditionText(e)}: ${answersText(e)}.`,
    remedy: NAME_IT,
  }),
  'automatic-unavailable': (e) => ({
    message: `Windows could not be asked what auto-detect and PAC answer (${words(e.reason)}).`,
    remedy: 'Name what the stores should hold with --proxy or --direct.',
  }),
} satisfies Record<string, Describe>;

function automaticText({ kind, proxy, fallbacksDropped, deadProxies }: Record<string, unknown>): string {
  const dead =
    deadProxies === undefined ? '' : `; left out, since no connection came about: ${words(deadProxies)}`;
  if (kind === 'direct') return `auto-detect or the PAC file sends every address concerned directly${dead}`;
  if (kind === 'nothing-detected') return 'auto-detect finds nothing, so what is set by hand counts';
  const { host, port } = proxy as { host: string; port: number };
  const rest = fallbacksDropped ? '; the ways it names for when that one fails are left out' : '';
  return `auto-detect or the PAC file sends every address concerned to ${host}:${port}${dead}${rest}`;
}

const REFUSALS: Readonly<Record<string, string>> = {
  mixed: 'the addresses concerned get different answers',
  unsupported: 'the answer is a SOCKS proxy or one over TLS, which SSTP and WinHTTP cannot use',
  failed: 'there is no answer',
  conditional: 'the file asks for what only the machine itself knows, or for the time',
  incomplete: 'the addresses of the revocation lists are not known, because no certificate was seen',
};

function refusalText({ kind }: Record<string, unknown>): string {
  return REFUSALS[String(kind)] ?? String(kind);
}

function networkText({ networks }: Record<string, unknown>): string {
  return Array.isArray(networks) && networks.length > 0 ? ` (network ${words(networks)})` : '';
}

function conditionText({ dependsOnNetwork, variesWith }: Record<string, unknown>): string {
  const asked = [dependsOnNetwork, variesWith].map(words).filter((text) => text !== '');
  return asked.length === 0 ? '' : ` (${asked.join('; ')})`;
}

function answersText({ answers }: Record<string, unknown>): string {
  const list = answers as readonly { url: string; answer: string }[];
  return list.map(({ url, answer }) => `${url}: ${answer}`).join(', ');
}
