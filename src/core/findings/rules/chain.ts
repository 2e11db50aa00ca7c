import { reasonText } from '../../causes/reason.ts';
import type { Step } from '../../causes/rule.ts';
import { step } from '../../causes/rule.ts';
import { INVALID_ANSWERS } from '../../causes/whose-failure.ts';
import { routeOf } from '../../causes/words.ts';
import { isRecord } from '../../model/is-record.ts';
import { command, inARow, inParentheses, type Phrase, say } from '../../model/say.ts';
import { nameOfSetting } from '../../stores/setting-name.ts';
import {
  by,
  type Evidence,
  eachOf,
  type FindingRule,
  fill,
  type Says,
  todo,
  whyNot,
  wordsFor,
} from './finding-rule.ts';

/** Certificates: results of Windows' own chain engine, and what it would have to download. */
export const CHAINS = {
  'chain-check-unavailable': {
    title: say("Windows' own chain check was not made or not completed."),
    says: (e) =>
      fill(
        "Windows' own chain check was not made or not completed ({why}); only p2s-fix checked the certificates.",
        e,
        { why: whyNot(e.reason) },
      ),
  },
  'windows-chain-refused': {
    title: say('Windows itself does not accept the certificate of the gateway.'),
    says: (e) =>
      e.trustedBy === 'extra'
        ? fill(
            'Windows itself does not accept the certificate of {gateway}: {hresult} ({statuses}). Its root was trusted for this check only (--ca).',
            e,
          )
        : fill('Windows itself does not accept the certificate of {gateway}: {hresult} ({statuses}).', e),
    steps: (e) =>
      e.hresult === '0x800b0109' || e.hresult === '0x800b010a'
        ? by(
            'administrator',
            'install the root in Trusted Root Certification Authorities of the computer, with the VPN client package or the root update of Windows',
            'Do not install it by hand before its name is confirmed.',
          )(e)
        : todo('{command} shows what that means.', {
            command: command('explain', { text: String(e.hresult) }),
          })(e),
  },
  'windows-revocation-offline': {
    title: say('The revocation lists are reachable, but the check of Windows fails.'),
    says: asAccount(
      "The revocation lists of {gateway} are reachable, but Windows' own check as {account} says {hresult} ({statuses}). It uses {decidedBy}.",
    ),
    steps: by(
      'administrator',
      'try again in a few minutes, because Windows caches failed downloads',
      "If it still fails, something blocks Windows but not p2s-fix: the setting of that account, or a filter by program. The VPN's own check runs as LocalService, with its own cache and its own WinINET setting.",
    ),
  },
  'delta-crl-unavailable': {
    title: say('A revocation list names a delta list that cannot be read.'),
    says: (e) => {
      const given = { account: account(e), addresses: addresses(e) };
      if (e.hresult != null)
        return fill(
          'The revocation list of "{subject}" ({gateway}) is valid, but the delta list that it names could not be read: {addresses}. Windows\' own check as {account} says {hresult}.',
          e,
          given,
        );
      return e.byOcsp === true
        ? fill(
            'The revocation list of "{subject}" ({gateway}) is valid, but the delta list that it names could not be read: {addresses}. OCSP answers for that certificate; Windows needs the delta where OCSP does not.',
            e,
            given,
          )
        : fill(
            'The revocation list of "{subject}" ({gateway}) is valid, but the delta list that it names could not be read: {addresses}. Windows requests it as well and may fail with 0x80092013 without it; the verdict uses only the list.',
            e,
            given,
          );
    },
    steps: (e) => [
      ...allowing(
        // A list that came, valid or not, is up to its publisher.
        unreachedIn(e, (reason) => INVALID_ANSWERS.includes(String(reason)) || NO_LISTS.includes(reason)),
        'allow http to the delta list as well as to the list itself',
      ),
      ...by(
        'vpn-team',
        'have the certificate authority publish a current delta, or none; IIS refuses the "+" in its name unless double escaping is allowed',
      )(e),
    ],
  },
  'revocation-from-cache': {
    title: say('Windows accepts the certificate of the gateway only from a cache.'),
    says: asAccount(
      'Windows accepts the certificate of {gateway} only from the cache of {account}: its revocation lists could not be reached. The VPN may work today and fail later with 0x80092013.',
    ),
    steps: todo(
      "Fix the revocation path that the verdict reports before the lists in the cache expire. The VPN's own check runs as LocalService, with its own cache and its own WinINET setting.",
    ),
  },
  'revocation-by-another-way': {
    title: say('Windows reached the revocation lists through another route than that of the service.'),
    says: asAccount(
      "Windows' own check reached the lists of {gateway} as {account}, through {decidedBy} or with credentials of that account, not through the route of the service.",
    ),
    steps: todo(
      "The VPN's own check runs as LocalService, with its own cache and its own WinINET setting, so this does not help it. Fix the revocation path that the verdict reports.",
    ),
  },
  'chain-incomplete': {
    title: say('The gateway does not send all its certificates.'),
    says: (e) =>
      e.sent === 1
        ? fill(
            '{gateway} sends only its own certificate; Windows must download what is missing ({fetched}).',
            e,
          )
        : fill(
            '{gateway} sends {sent} certificates, but not all that lead to the root; Windows must download what is missing ({fetched}).',
            e,
          ),
    steps: by('vpn-team', 'have the gateway send its intermediate certificates'),
  },
  'issuer-not-fetched': {
    title: say('The gateway does not send all its certificates, and a missing one could not be downloaded.'),
    says: (e) =>
      fill(
        '{gateway} does not send the issuer of "{subject}", and it could not be downloaded: {addresses}. Windows fails with 0x800b010a if it does not have that issuer yet.',
        e,
        { addresses: addresses(e) },
      ),
    steps: (e) => [
      ...allowing(
        unreachedIn(e, (reason) => NO_ISSUERS.includes(reason)),
        'allow http to these hosts without authentication',
      ),
      ...by('vpn-team', 'have the gateway send its intermediate certificates')(e),
    ],
  },
  'root-update-blocked': {
    title: say('The root certificate of the gateway is missing, and the list of new roots is unreachable.'),
    says: (e) =>
      fill(
        'The root of {gateways} is not installed on this Windows, and the list of new roots could not be reached ({url}, {route}: {reason}): the connection fails with 0x800b0109.',
        e,
        { route: route(e), reason: reasonText(e) },
      ),
    steps: (e) => [
      ...by('proxy-team', 'allow http to ctldl.windowsupdate.com without authentication')(e),
      ...by('administrator', 'if that is not allowed, distribute the root by policy')(e),
    ],
  },
  'inspection-suspected': {
    title: say('The certificate of the gateway shows signs of an inspecting proxy.'),
    says: (e) =>
      fill(
        'The certificate of {gateway} ({route}) shows signs of an inspecting proxy: {signs}; its issuer is "{issuer}". With such a certificate SSTP sign-in fails even where it is trusted, because SSTP binds to the gateway\'s own certificate.',
        e,
        { route: route(e), signs: signs(e) },
      ),
    steps: (e) => [
      step(
        'proxy-team',
        fill('exempt {gateway} from TLS inspection', e),
        fill(
          "{command} confirms it if the direct route is open; otherwise ask the VPN team for the SHA-256 of the gateway's own certificate (seen: {sha256}).",
          e,
          { command: command('verify', { gateway: [String(e.gateway)], 'compare-direct': true }) },
        ),
      ),
    ],
  },
} satisfies Record<string, FindingRule>;

const SIGNS = {
  'through-proxy': say('it came through a proxy'),
  'root-not-public': say('its root is on no public list'),
  'no-cdp-and-no-aia': say('it names neither a revocation list nor its issuer'),
  'not-self-signed': say('it is not self-signed'),
  'not-profile-root': say('its root is not that of the VPN profile'),
  'differs-from-direct': say('the direct route shows a different one'),
  'azure-name': say("Azure's gateways have public roots"),
} as const;

/** A sentence about a check that ran as an account. */
function asAccount(english: string): Says {
  return (e) => fill(english, e, { account: account(e), decidedBy: nameOfSetting(String(e.decidedBy)) });
}

function account(e: Evidence): Phrase {
  return e.account == null ? say('another account') : String(e.account);
}

function route({ via }: Evidence): Phrase {
  return routeOf(via === 'direct' ? null : String(via));
}

function signs({ signs: seen, azureName }: Evidence): Phrase[] {
  const all: unknown[] = [
    ...(Array.isArray(seen) ? seen : []),
    ...(azureName === true ? ['azure-name'] : []),
  ];
  return all.map((sign) => wordsFor(SIGNS, sign));
}

function addresses(e: Evidence): Phrase | Phrase[] {
  if (!Array.isArray(e.addresses)) return say('no address');
  return eachOf(e.addresses, (one) => inARow(String(one.url), inParentheses(reasonText(one))));
}

/** Bodies of a server that are no list, and no issuer. */
const NO_LISTS: readonly unknown[] = ['not-a-crl', 'empty', 'pem'];
const NO_ISSUERS: readonly unknown[] = ['wrong-issuer', 'not-a-certificate', 'pem'];
const NOT_THERE: readonly unknown[] = [404, 410];

/** The addresses that were not reached. */
function unreachedIn(e: Evidence, isServed: (reason: unknown) => boolean): Evidence[] {
  return (Array.isArray(e.addresses) ? e.addresses.filter(isRecord) : []).filter(
    ({ reason, httpStatus, via }) =>
      via !== 'unknown' && !isServed(reason) && !NOT_THERE.includes(httpStatus),
  );
}

/** The step of the team of their route; none where each was reached. */
function allowing(unreached: readonly Evidence[], action: string): readonly Step[] {
  if (unreached.length === 0) return [];
  return by(unreached.every(({ via }) => via === 'direct') ? 'network-team' : 'proxy-team', action)({});
}
