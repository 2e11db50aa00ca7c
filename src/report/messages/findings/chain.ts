import { reasonText } from '../../../core/causes/reason.ts';
import { INVALID_ANSWERS } from '../../../core/causes/whose-failure.ts';
import { isRecord } from '../../../core/model/is-record.ts';
import { nameOfSetting } from '../../facts/setting-name.ts';
import { listed, route } from '../parts.ts';
import { type Text, text, textOfCode } from '../text.ts';
import { type Describe, type Evidence, eachOf, fromEvidence, shown, whyNot, withRemedy } from './describe.ts';

/** Findings about certificates: results of Windows' own chain engine, and what it would have to download. */
export const CHAIN_FINDINGS = {
  'chain-check-unavailable': (e) => ({
    message: text('finding.chain-check-unavailable', { why: whyNot(e.reason) }),
    remedy: null,
  }),
  'windows-chain-refused': (e) => ({
    message: fromEvidence(
      e.trustedBy === 'extra' ? 'finding.windows-chain-refused.root-given' : 'finding.windows-chain-refused',
      e,
    ),
    remedy: fromEvidence(
      e.hresult === '0x800b0109' || e.hresult === '0x800b010a'
        ? 'finding.windows-chain-refused.remedy.root-missing'
        : 'finding.windows-chain-refused.remedy',
      e,
    ),
  }),
  'windows-revocation-offline': asAccount('finding.windows-revocation-offline'),
  'delta-crl-unavailable': (e) => ({
    message: fromEvidence(deltaKey(e), e, { account: account(e), addresses: addresses(e) }),
    remedy: text(deltaRemedyKey(e)),
  }),
  'revocation-from-cache': asAccount('finding.revocation-from-cache'),
  'revocation-by-another-way': asAccount('finding.revocation-by-another-way'),
  'chain-incomplete': (e) => ({
    message: fromEvidence(e.sent === 1 ? 'finding.chain-incomplete.alone' : 'finding.chain-incomplete', e),
    remedy: text('finding.chain-incomplete.remedy'),
  }),
  'issuer-not-fetched': (e) => ({
    message: fromEvidence('finding.issuer-not-fetched', e, { addresses: addresses(e) }),
    remedy: text(issuerRemedyKey(e)),
  }),
  'root-update-blocked': (e, store) => ({
    ...withRemedy('finding.root-update-blocked')(e, store),
    message: fromEvidence('finding.root-update-blocked', e, {
      route: route(String(e.via)),
      reason: reasonText(e),
    }),
  }),
  'inspection-suspected': (e, store) => ({
    ...withRemedy('finding.inspection-suspected')(e, store),
    message: fromEvidence('finding.inspection-suspected', e, {
      route: route(String(e.via)),
      signs: signs(e),
    }),
  }),
} satisfies Record<string, Describe>;

/** A finding of a check that ran as an account. */
function asAccount(
  key:
    | 'finding.windows-revocation-offline'
    | 'finding.revocation-from-cache'
    | 'finding.revocation-by-another-way',
): Describe {
  return (e) => ({
    message: fromEvidence(key, e, { account: account(e), decidedBy: nameOfSetting(String(e.decidedBy)) }),
    remedy: text(`${key}.remedy`),
  });
}

function account(e: Evidence): Text {
  return e.account == null ? text('another-account') : shown(e.account);
}

function deltaKey({ hresult, byOcsp }: Evidence) {
  if (hresult != null) return 'finding.delta-crl-unavailable.windows';
  return byOcsp === true ? 'finding.delta-crl-unavailable.ocsp' : 'finding.delta-crl-unavailable';
}

function signs({ signs: seen, azureName }: Evidence): Text {
  const all: unknown[] = [
    ...(Array.isArray(seen) ? seen : []),
    ...(azureName === true ? ['azure-name'] : []),
  ];
  return listed(all.map((sign) => textOfCode('inspection-sign', sign, String(sign))));
}

function addresses(e: Evidence): Text {
  if (!Array.isArray(e.addresses)) return text('address.none');
  return listed(
    eachOf(e.addresses, (one) => fromEvidence('address.reason', one, { reason: reasonText(one) })),
  );
}

/** A URL that was reached, but serves something other than the issuer. */
const SERVED: readonly unknown[] = ['wrong-issuer', 'not-a-certificate', 'pem'];
const NOT_THERE: readonly unknown[] = [404, 410];

/** Bodies of a server that are no list. */
const NO_LISTS: readonly unknown[] = ['not-a-crl', 'empty', 'pem'];

/** Who must allow what; a URL that served something other than the issuer was reached. */
function issuerRemedyKey({ addresses: all }: Evidence) {
  return `finding.issuer-not-fetched.remedy${toBeAllowed(all, (reason) => SERVED.includes(reason))}` as const;
}

/** The same for a delta list: one that came, valid or not, is up to its publisher. */
function deltaRemedyKey({ addresses: all }: Evidence) {
  const came = (reason: unknown) => INVALID_ANSWERS.includes(String(reason)) || NO_LISTS.includes(reason);
  return `finding.delta-crl-unavailable.remedy${toBeAllowed(all, came)}` as const;
}

/** The team of the route to the URLs that were not reached, as the end of a key. */
function toBeAllowed(addresses: unknown, isServed: (reason: unknown) => boolean) {
  const blocked = (Array.isArray(addresses) ? addresses.filter(isRecord) : []).filter(
    ({ reason, httpStatus, via }) =>
      via !== 'unknown' && !isServed(reason) && !NOT_THERE.includes(httpStatus),
  );
  if (blocked.length === 0) return '';
  return blocked.every(({ via }) => via === 'direct') ? '.network' : '.proxy';
}
