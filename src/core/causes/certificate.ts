import { clauses, inARow, inParentheses, type Phrase, say, sentences } from '../model/say.ts';
import { MADE_UP } from '../path/inspection.ts';
import { causesOf, issuerSteps } from './fetch-route.ts';
import { PORTAL_CAUSES } from './portal.ts';
import { wordsOfReason } from './reason.ts';
import { reservedAddress } from './reserved-address.ts';
import { connectStep, routeStep, ruleFor, type Step, step } from './rule.ts';
import { INSPECTED } from './service.ts';
import type { Certificate, Flaw, Trace, TraceAt } from './trace.ts';
import { blockPage, mayBeWeb, TLS_UNCHANGED, webServer } from './words.ts';

const rule = ruleFor<TraceAt<'certificate'>>();

/**
 * The certificate is not the gateway's, or not valid for it.
 *
 * `tls-inspection` needs independent signs, because a private root alone is normal for a customer's own server: the
 * route uses a proxy or the root is not the profile's, no public list has the root, another certificate signed the
 * leaf, and it names neither a CRL nor an issuer URL, which authorities include and inspecting proxies omit. A gateway
 * with a changed root has a public one: `wrong-root`. Another certificate than on the direct route is proof by itself.
 * Only the gateway's own authority issues under the root that the profile names. Otherwise the most severe flaw
 * decides. The first that applies decides.
 */
export const CERTIFICATE_CAUSES = [
  rule(reservedAddress),
  ...PORTAL_CAUSES,
  rule({
    code: 'tls-offload',
    when: (trace) =>
      trace.certificate.reason !== 'another-certificate' && endedBy(trace) === 'front' && trace,
    says: offloaded,
    steps: passThrough,
  }),
  rule({
    code: 'tls-inspection',
    service: INSPECTED,
    when: (trace) =>
      (trace.certificate.reason === 'another-certificate' || endedBy(trace) === 'route' || isMadeUp(trace)) &&
      trace,
    says: decrypted,
    steps: exempt,
  }),
  rule({
    code: 'untrusted-root.missing',
    service: {
      says: ({ gateway, missing }) =>
        say(
          'The certificate of {gateway} does not lead to a root that is trusted on this computer: "{issuer}", which issued "{subject}", is missing.',
          { gateway, issuer: missing?.issuer ?? '', subject: missing?.subject ?? '' },
        ),
    },
    when: (trace) =>
      trace.certificate.reason === 'untrusted-root' &&
      trace.missing !== null && { ...trace, missing: trace.missing },
    says: ({ gateway, missing, certificate, failedFetches, isAcknowledged }) =>
      sentences(
        say(
          'The certificate of {gateway} does not lead to a root that is trusted on this computer: {missing}{also}.',
          { gateway, missing: whoIsMissing(missing, failedFetches), also: alsoFlaws(certificate) },
        ),
        isAcknowledged && ANSWERS_BEHIND,
      ),
    steps: ({ missing, isAcknowledged, ...trace }) => [
      ...issuerSteps(trace),
      step(
        'vpn-team',
        say('have the gateway send its intermediate certificates'),
        say('Where "{issuer}" is the root itself, check it; --ca FILE adds it for this check.', missing),
        isAcknowledged && IF_NOT_OWN,
      ),
    ],
  }),
  rule({
    code: 'untrusted-root.of-profile',
    // The package of the profile installs its root; TLS of Windows itself trusts no other.
    when: ({ certificate, gateway }) =>
      certificate.reason === 'untrusted-root' &&
      certificate.asProfileExpects && { gateway, top: certificate.top ?? '', also: alsoFlaws(certificate) },
    says: (v) =>
      say(
        'The certificate of {gateway} ends in the root that its VPN profile names ({top}), but that root is not trusted on this computer{also}.',
        v,
      ),
    steps: () => [
      step('administrator', say('install the VPN client package again on this computer; it brings the root')),
    ],
  }),
  rule({
    code: 'untrusted-root',
    when: (trace) => trace.certificate.reason === 'untrusted-root' && trace,
    says: ({ gateway, certificate, isAcknowledged }) =>
      sentences(
        say('The certificate of {gateway} ends in a root that is not trusted on this computer{last}{also}.', {
          gateway,
          last:
            certificate.top === null ? '' : say(' (the last of its chain: {top})', { top: certificate.top }),
          also: alsoFlaws(certificate),
        }),
        isAcknowledged && ANSWERS_BEHIND,
      ),
    steps: (trace) => [
      isOtherWeb(trace) && blockPage(trace),
      step(
        'vpn-team',
        say('check the root certificate; add it for this check with --ca FILE'),
        trace.isAcknowledged && IF_NOT_OWN,
      ),
    ],
  }),
  rule({
    code: 'wrong-root',
    when: ({ certificate, gateway, isAcknowledged }) =>
      certificate.reason === 'wrong-root' && { gateway, also: alsoFlaws(certificate), isAcknowledged },
    says: (v) =>
      say('The certificate of {gateway} ends in a different root than its VPN profile expects{also}.', v),
    steps: ({ isAcknowledged }) => [
      step(
        'vpn-team',
        say('download a new VPN client package and redeploy it'),
        say('Do not add the new root by hand before its name is confirmed.'),
        isAcknowledged &&
          say(
            'If the root was not changed, a reverse proxy carries SSTP under its own certificate, which SSTP does not accept.',
          ),
      ),
    ],
  }),
  rule({
    code: 'certificate-invalid.elsewhere',
    when: ({ certificate, gateway, target, proxy }) =>
      proxy !== null &&
      certificate.isElsewhere &&
      certificate.reasons.includes('name-mismatch') && { gateway, target, proxy },
    says: (v) =>
      say(
        'Through {proxy}, another server answers for {gateway} than on the direct route: its certificate is issued for other names.',
        v,
      ),
    steps: (v) => [
      connectStep(
        say(
          'have {proxy} connect {target} to the same server as the direct route; check how it resolves the name, and its rules',
          v,
        ),
      ),
    ],
  }),
  rule({
    code: 'certificate-invalid.web',
    when: (trace) => mayBeWeb(trace) && trace,
    says: (trace) =>
      notValid(
        trace,
        say('; a web server answers there{server}', { server: inParentheses(webServer(trace)) }),
      ),
    steps: (trace) => [blockPage(trace), checkCertificate(trace.certificate, TLS_UNCHANGED)],
  }),
  rule({
    code: 'certificate-invalid',
    when: (trace) => trace,
    says: (trace) => notValid(trace, ''),
    steps: ({ certificate }) => [checkCertificate(certificate)],
  }),
] as const;

const ANSWERS_BEHIND = say('SSTP answers behind it (Call Connect Ack).');
const IF_NOT_OWN = say(
  "Where the certificate is not the gateway's own, something in front of it terminates TLS (a reverse proxy): pass TLS through unchanged.",
);

type End = Pick<Trace, 'gateway' | 'target' | 'proxy'>;
type Judged = Pick<Trace, 'isAzure' | 'isAcknowledged' | 'certificate'>;

function hasSigns({ signs }: Certificate, names: readonly string[]): boolean {
  return names.every((sign) => signs.includes(sign));
}

/**
 * Who ends TLS, if a certificate cannot be the gateway's, even if it is trusted here: no public list has its root, it
 * names no URL, and it is not issued under the root of the profile, or it has the name of an Azure gateway, whose
 * certificates are public. It comes from the proxy, or, for an Azure name, from something else on the route; else, if
 * SSTP answers, from a device in front of the gateway.
 */
export function endedBy({ certificate, isAzure, isAcknowledged }: Judged): 'route' | 'front' | null {
  if (certificate === null) return null;
  const isForeign =
    hasSigns(certificate, ['root-not-public', 'no-cdp-and-no-aia']) &&
    !certificate.asProfileExpects &&
    (isAzure || certificate.notOfProfile || hasSigns(certificate, ['not-profile-root']));
  if (!isForeign) return null;
  const isForItsName = !certificate.reasons.includes('name-mismatch');
  if (hasSigns(certificate, ['through-proxy']) || (isAzure && isForItsName)) return 'route';
  return isAcknowledged ? 'front' : null;
}

/** A certificate that cannot be the gateway's, although it is trusted here: whoever made it handles what follows TLS. */
export const decryptedOnRoute = {
  code: 'tls-inspection' as const,
  service: INSPECTED,
  when: (trace: Trace) => endedBy(trace) === 'route' && trace,
  says: decrypted,
  steps: exempt,
};

/** Its root is not trusted or not the profile's, and it has all signs of a certificate that a proxy made. */
function isMadeUp({ certificate }: { readonly certificate: Certificate }): boolean {
  const { reasons, asProfileExpects } = certificate;
  if (!reasons.includes('untrusted-root') && !reasons.includes('wrong-root')) return false;
  const isBetween = hasSigns(certificate, ['through-proxy']) || hasSigns(certificate, ['not-profile-root']);
  return !asProfileExpects && isBetween && hasSigns(certificate, MADE_UP);
}

export function decrypted({ gateway }: End): Phrase {
  return say(
    'TLS to {gateway} is decrypted on the route (TLS inspection). SSTP fails even where that certificate is trusted.',
    { gateway },
  );
}

export function exempt({ target, proxy }: End): Step[] {
  return [routeStep(proxy, say('exempt {target} from TLS inspection', { target }))];
}

export function offloaded({ gateway }: End): Phrase {
  return say(
    "SSTP to {gateway} answers under a certificate that is not the gateway's: something in front of it terminates TLS (a reverse proxy). Sign-in fails, because SSTP binds to the certificate.",
    { gateway },
  );
}

export function passThrough({ target }: End): Step[] {
  return [
    step('vpn-team', say('pass TCP for {target} through to the gateway, with TLS unchanged', { target })),
  ];
}

/** The missing issuer of a chain, and why it was not downloaded. */
function whoIsMissing(missing: NonNullable<Trace['missing']>, fetches: Trace['failedFetches']): Phrase {
  if (missing.urls.length === 0)
    return say(
      '"{issuer}", which issued "{subject}", is neither a trusted root on this computer nor a CA certificate that the gateway sends, and the certificate names no address to fetch it from',
      missing,
    );
  const failed = fetches.filter(({ isOfIssuer }) => isOfIssuer);
  return failed.length === 0
    ? say(
        '"{issuer}", which issued "{subject}", is neither a trusted root on this computer nor a CA certificate that the gateway sends',
        missing,
      )
    : say(
        '"{issuer}", which issued "{subject}", is neither a trusted root on this computer nor a CA certificate that the gateway sends, and it was not fetched{causes}',
        { ...missing, causes: causesOf(failed) },
      );
}

/** A web server replies with a certificate for other names, as the block page of a proxy does. */
function isOtherWeb(trace: TraceAt<'certificate'>): boolean {
  return mayBeWeb(trace) && trace.certificate.flaws.some(({ reason }) => reason === 'name-mismatch');
}

function alsoFlaws({ flaws }: Certificate): Phrase {
  return flaws.length === 0 ? '' : say('; also: {flaws}', { flaws: clauses(flaws.map(flawText)) });
}

function notValid({ gateway, certificate: { flaws } }: TraceAt<'certificate'>, web: Phrase): Phrase {
  const found = flaws.length === 0 ? '' : say(': {flaws}', { flaws: clauses(flaws.map(flawText)) });
  return say('The certificate of {gateway} is not valid for it{flaws}{web}.', { gateway, flaws: found, web });
}

function flawText({ reason, detail }: Flaw): Phrase {
  return inARow(wordsOfReason(reason), inParentheses(detail));
}

const NAMES = say('the gateway name, and the names in the certificate');
const CHAIN = say('the chain of the certificate');
const KEY = say('the key and the signature of the certificate');
const DATES = say('the dates of the certificate');

/** What to check on a certificate, by its problem. */
const TO_CHECK: Readonly<Record<string, Phrase>> = {
  'name-mismatch': NAMES,
  'no-alternative-name': NAMES,
  expired: DATES,
  'not-yet-valid': DATES,
  'wrong-purpose': say('the use that the certificate is made for (serverAuth)'),
  'chain-invalid': CHAIN,
  'issuer-wrong-purpose': CHAIN,
  'name-constraints': CHAIN,
  'critical-extension': CHAIN,
  'weak-signature': KEY,
  'weak-key': KEY,
};

/** Only the observed problems, and this computer's clock if it may explain them. */
function checkCertificate({ flaws, mayBeClock }: Certificate, note: Phrase = ''): Step {
  const parts = [...new Set(flaws.flatMap(({ reason }) => TO_CHECK[reason] ?? []))].map((part) =>
    part === DATES && mayBeClock ? say('the dates of the certificate, and the clock of this computer') : part,
  );
  return step(
    'vpn-team',
    say('check {parts}', { parts: parts.length === 0 ? say('the certificate') : clauses(parts) }),
    note,
  );
}
