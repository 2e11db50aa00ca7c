import { reasonOf } from '../../messages/reason.ts';
import { toWords } from '../../messages/text.ts';
import { type Describe, viasNotReached, wordFor, words } from '../finding-text.ts';
import { CATALOG_EN } from './catalog.ts';
import { whyNot } from './why-not.ts';

const NOT_THE_SERVICE =
  "The VPN's own check runs as LocalService, with its own cache and its own WinINET setting";

/** Findings about certificates: results of Windows' own chain engine, and what it would have to download. */
export const CHAIN_TEXTS = {
  'chain-check-unavailable': (e) => ({
    message: `Windows' own chain check was not made or not completed (${whyNot(e.reason)}); only p2s-fix checked the certificates.`,
    remedy: null,
  }),
  'windows-chain-refused': (e) => ({
    message: `Windows itself does not accept the certificate of ${e.gateway}: ${statusText(e)}.${
      e.trustedBy === 'extra' ? ' Its root was trusted for this check only (--ca).' : ''
    }`,
    remedy: lacksRoot(e)
      ? 'Administrator: install the root in Trusted Root Certification Authorities of the computer, with the VPN client package or the root update of Windows. Do not install it by hand before its name is confirmed.'
      : `p2s-fix explain ${e.hresult} shows what that means.`,
  }),
  'windows-revocation-offline': (e) => ({
    message: `The revocation lists of ${e.gateway} are reachable, but Windows' own check as ${account(e)} says ${statusText(e)}. It uses ${e.decidedBy}.`,
    remedy: `Administrator: try again in a few minutes, because Windows caches failed downloads. If it still fails, something blocks Windows but not p2s-fix: the setting of that account, or a filter by program. ${NOT_THE_SERVICE}.`,
  }),
  'delta-crl-unavailable': (e) => ({
    message: `The revocation list of "${e.subject}" (${e.gateway}) is valid, but the delta list that it names could not be read: ${addresses(e)}. ${
      e.hresult == null
        ? e.byOcsp === true
          ? 'OCSP answers for that certificate; Windows needs the delta where OCSP does not.'
          : 'Windows requests it as well and may fail with 0x80092013 without it; the verdict uses only the list.'
        : `Windows' own check as ${account(e)} says ${e.hresult}.`
    }`,
    remedy: `Proxy team: allow http to the delta list as well as to the list itself. VPN team: have the certificate authority publish a current delta, or none; IIS refuses the "+" in its name unless double escaping is allowed.`,
  }),
  'revocation-from-cache': (e) => ({
    message: `Windows accepts the certificate of ${e.gateway} only from the cache of ${account(e)}: its revocation lists could not be reached. The VPN may work today and fail later with 0x80092013.`,
    remedy: `Fix the revocation path that the verdict reports before the lists in the cache expire. ${NOT_THE_SERVICE}.`,
  }),
  'revocation-by-another-way': (e) => ({
    message: `Windows' own check reached the lists of ${e.gateway} as ${account(e)}, through ${e.decidedBy} or with credentials of that account, not through the route of the service.`,
    remedy: `${NOT_THE_SERVICE}, so this does not help it. Fix the revocation path that the verdict reports.`,
  }),
  'chain-incomplete': (e) => ({
    message: `${e.gateway} sends ${e.sent === 1 ? 'only its own certificate' : `${e.sent} certificates, but not all that lead to the root`}; Windows must download what is missing (${words(e.fetched)}).`,
    remedy: 'VPN team: have the gateway send its intermediate certificates.',
  }),
  'issuer-not-fetched': (e) => ({
    message: `${e.gateway} does not send the issuer of "${e.subject}", and it could not be downloaded: ${addresses(e)}. Windows fails with 0x800b010a if it does not have that issuer yet.`,
    remedy: `${toBeAllowed(e)}VPN team: have the gateway send its intermediate certificates.`,
  }),
  'root-update-blocked': (e) => ({
    message: `The root of ${words(e.gateways)} is not installed on this Windows, and the list of new roots could not be reached (${e.url}, ${routeName(e.via)}: ${toWords(reasonOf(e), CATALOG_EN)}): the connection fails with 0x800b0109.`,
    remedy:
      'Proxy team: allow http to ctldl.windowsupdate.com without authentication. Administrator: if that is not allowed, distribute the root by policy.',
  }),
  'inspection-suspected': (e) => ({
    message: `The certificate of ${e.gateway} (${routeName(e.via)}) shows signs of an inspecting proxy: ${signs(e)}; its issuer is "${e.issuer}". With such a certificate SSTP sign-in fails even where it is trusted, because SSTP binds to the gateway's own certificate.`,
    remedy: `Proxy team: exempt ${e.gateway} from TLS inspection. p2s-fix verify ${e.gateway} --compare-direct confirms it if the direct route is open; otherwise ask the VPN team for the SHA-256 of the gateway's own certificate (seen: ${e.sha256}).`,
  }),
} satisfies Record<string, Describe>;

type Evidence = Record<string, unknown>;

const SIGNS: Readonly<Record<string, string>> = {
  'through-proxy': 'it came through a proxy',
  'root-not-public': 'its root is on no public list',
  'no-cdp-and-no-aia': 'it names neither a revocation list nor its issuer',
  'not-self-signed': 'it is not self-signed',
  'not-profile-root': 'its root is not that of the VPN profile',
  'differs-from-direct': 'the direct route shows a different one',
};

function signs(e: Evidence): string {
  const reported = Array.isArray(e.signs) ? e.signs.map((sign) => wordFor(SIGNS, sign)) : [];
  return [...reported, ...(e.azureName === true ? ["Azure's gateways have public roots"] : [])].join(', ');
}

function statusText({ hresult, statuses }: Evidence): string {
  return `${hresult} (${words(statuses)})`;
}

function lacksRoot({ hresult }: Evidence): boolean {
  return hresult === '0x800b0109' || hresult === '0x800b010a';
}

function account(e: Evidence): string {
  return e.account == null ? 'another account' : String(e.account);
}

function routeName(via: unknown): string {
  return via === 'direct' ? 'direct' : `through ${via}`;
}

function addresses(e: Evidence): string {
  if (!Array.isArray(e.addresses)) return 'no address';
  return e.addresses.map((one: Evidence) => `${one.url} (${toWords(reasonOf(one), CATALOG_EN)})`).join(', ');
}

/** Who must allow what; a URL that served something other than the issuer was reached. */
function toBeAllowed(e: Record<string, unknown>): string {
  const vias = viasNotReached(e.addresses);
  if (vias.length === 0) return '';
  return `${vias.every((via) => via === 'direct') ? 'Network' : 'Proxy'} team: allow http to these hosts without authentication. `;
}
