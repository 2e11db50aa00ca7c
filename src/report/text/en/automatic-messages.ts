import { type Describe, words } from '../finding-text.ts';

const NAME_IT = 'Name the desired WinHTTP setting with --proxy or --direct, or in a desired-state file.';

/** Findings about auto-detection and PAC files. */
export const AUTOMATIC_TEXTS = {
  'auto-detect-not-resolved': (e, store) =>
    e.proxy === undefined
      ? {
          message: `${store}: auto-detect is on. Its result on this network was not resolved; only the manual settings were checked.`,
          remedy: null,
        }
      : {
          message: `${store}: auto-detect is on. Its result on this network was not resolved, so ${e.proxy} in WinHTTP may be that result or out of date: WinHTTP is not changed.`,
          remedy: NAME_IT,
        },
  'automatic-resolved': (e, store) => ({
    message: `${store}: ${automaticText(e)}${networkText(e)}.`,
    remedy: 'This is the result on this network; on another network it may differ.',
  }),
  'automatic-refused': (e, store) => ({
    message: `${store}: WinHTTP cannot hold auto-detect or a PAC file, and ${refusalText(e)}${networkText(e)}${conditionText(e)}: ${answersText(e)}.`,
    remedy: NAME_IT,
  }),
  'automatic-unavailable': (e) => ({
    message: `Windows could not resolve auto-detect and PAC (${words(e.reason)}).`,
    remedy: 'Name the desired settings with --proxy or --direct.',
  }),
} satisfies Record<string, Describe>;

function automaticText({ kind, proxy, fallbacksDropped, deadProxies }: Record<string, unknown>): string {
  const dead =
    deadProxies === undefined ? '' : `; left out, because no connection succeeded: ${words(deadProxies)}`;
  if (kind === 'direct') return `auto-detect or the PAC file sends every relevant address direct${dead}`;
  if (kind === 'nothing-detected') return 'auto-detect finds nothing, so the manual settings apply';
  const { host, port } = proxy as { host: string; port: number };
  const rest = fallbacksDropped ? '; its fallback routes are left out' : '';
  return `auto-detect or the PAC file sends every relevant address to ${host}:${port}${dead}${rest}`;
}

const REFUSALS: Readonly<Record<string, string>> = {
  mixed: 'the relevant addresses get different answers',
  unsupported: 'the answer is a SOCKS proxy or one over TLS, which SSTP and WinHTTP cannot use',
  failed: 'there is no answer',
  conditional: 'the file uses data that only the target computer has, or the time',
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
