import { type Describe, viasNotReached, wordFor, words } from '../finding-text.ts';
import { reasonText } from './reason-text.ts';
import { whyNot } from './why-not.ts';

const NOT_THE_SERVICE =
  "The VPN's own check runs as LocalService, with a cache and a WinINET setting of its own";

/** Findings about certificates: what Windows' own chain engine says, and what it would have to fetch. */
export const CHAIN_TEXTS = {
  'chain-check-unavailable': (e) => ({
    message: `Windows' own chain check was not made, or not to its end (${whyNot(e.reason)}); the certificates were judged by p2s-fix alone.`,
    remedy: null,
  }),
  'windows-chain-refused': (e) => ({
    message: `Windows itself does not accept the certificate of ${e.gateway}: ${said(e)}.${
      e.trustedBy === 'extra' ? ' Its root was trusted for this check alone (--ca).' : ''
    }`,
    remedy: lacksRoot(e)
      ? 'Admin: the root belongs into Trusted Root Certification Authorities of the machine; the VPN client package brings it, or the root update of Windows. Not by hand before its name is confirmed.'
      : `p2s-fix explain ${e.hresult} says what that means.`,
  }),
  'windows-revocation-offline': (e) => ({
    message: `The lists of ${e.gateway} are there, but Windows' own check as ${account(e)} says ${said(e)}. It follows ${e.decidedBy}.`,
    remedy: `Admin: try again in some minutes, for Windows remembers failed fetches. If it stays, something stands between Windows and the lists that p2s-fix does not meet: the setting of that account, or a filter by program. ${NOT_THE_SERVICE}.`,
  }),
  'delta-crl-unavailable': (e) => ({
    message: `The revocation list of "${e.subject}" (${e.gateway}) is good, and the delta list that it names was not had: ${addresses(e)}. ${
      e.hresult == null
        ? e.byOcsp === true
          ? 'OCSP answers for that certificate; Windows needs the delta where OCSP does not.'
          : 'Windows asks for it, too, and may end in 0x80092013 without it; the verdict goes by the list alone.'
        : `Windows' own check as ${account(e)} says ${e.hresult}.`
    }`,
    remedy: `Proxy team: allow http to the delta list as to the list itself. VPN team: have the certificate authority publish a current delta, or none; IIS refuses the "+" in its name unless double escaping is allowed.`,
  }),
  'revocation-from-cache': (e) => ({
    message: `Windows accepts the certificate of ${e.gateway} from the cache of ${account(e)} alone: its lists are not reached. The VPN may work today and fail any day with 0x80092013.`,
    remedy: `Mend the revocation path, as the verdict says, before the lists in the cache expire. ${NOT_THE_SERVICE}.`,
  }),
  'revocation-by-another-way': (e) => ({
    message: `Windows' own check reached the lists of ${e.gateway} as ${account(e)}, by ${e.decidedBy} or with credentials of that account, and not by the way of the service.`,
    remedy: `${NOT_THE_SERVICE}, so this does not help it: mend the revocation path, as the verdict says.`,
  }),
  'chain-incomplete': (e) => ({
    message: `${e.gateway} sends ${e.sent === 1 ? 'its own certificate alone' : `${e.sent} certificates, and not all that lead to the root`}; Windows has to fetch what is missing (${words(e.fetched)}).`,
    remedy: 'VPN team: have the gateway send its intermediate certificates.',
  }),
  'issuer-not-fetched': (e) => ({
    message: `${e.gateway} does not send the issuer of "${e.subject}", and it was not fetched: ${addresses(e)}. Windows says 0x800b010a where it has not met that issuer before.`,
    remedy: `${toBeAllowed(e)}VPN team: have the gateway send its intermediate certificates.`,
  }),
  'root-update-blocked': (e) => ({
    message: `The root of ${words(e.gateways)} is not among the roots of this Windows, and its list of new roots is not reached (${e.url}, ${routeName(e.via)}: ${reasonText(e)}): the connection ends in 0x800b0109.`,
    remedy:
      'Proxy team: allow http to ctldl.windowsupdate.com without authentication. Admin: where that must not be, distribute the root by policy.',
  }),
  'inspection-suspected': (e) => ({
    message: `The certificate of ${e.gateway} (${routeName(e.via)}) looks like one that an inspecting proxy made: ${signs(e)}; its issuer is "${e.issuer}". Under such a certificate SSTP fails to sign in even where it is trusted, since it binds to the gateway's own.`,
    remedy: `Proxy team: exempt ${e.gateway} from TLS inspection. p2s-fix verify ${e.gateway} --compare-direct tells for sure where the direct way is open; else the VPN team knows the SHA-256 of the gateway's own certificate (seen: ${e.sha256}).`,
  }),
} satisfies Record<string, Describe>;

type Evidence = Record<string, unknown>;

const SIGNS: Readonly<Record<string, string>> = {
  'through-proxy': 'it came through a proxy',
  'root-not-public': 'no public list has its root',
  'no-cdp-and-no-aia': 'it names neither a revocation list nor its issuer',
  'not-self-signed': 'somebody else signed it',
  'not-profile-root': 'its root is not that of the VPN profile',
  'differs-from-direct': 'the direct way shows another one',
};

function signs(e: Evidence): string {
  const reported = Array.isArray(e.signs) ? e.signs.map((sign) => wordFor(SIGNS, sign)) : [];
  return [...reported, ...(e.azureName === true ? ["Azure's gateways have public roots"] : [])].join(', ');
}

function said({ hresult, statuses }: Evidence): string {
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
  return e.addresses.map((one: Evidence) => `${one.url} (${reasonText(one)})`).join(', ');
}

/** Who is to allow what: an address that served something else than the issuer was reached. */
function toBeAllowed(e: Record<string, unknown>): string {
  const vias = viasNotReached(e.addresses);
  if (vias.length === 0) return '';
  return `${vias.every((via) => via === 'direct') ? 'Network' : 'Proxy'} team: allow http to these hosts without authentication. `;
}
