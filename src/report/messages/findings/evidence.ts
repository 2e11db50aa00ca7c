import { causeById, meaningOfCode } from '../code-meaning.ts';
import { clauses } from '../parts.ts';
import { type Text, text, textOfCode } from '../text.ts';
import {
  type Describe,
  type Evidence,
  eachOf,
  type FindingMessage,
  fromEvidence,
  isFilled,
  shown,
  whyNot,
} from './describe.ts';

/** Findings from the computer's own evidence of VPN problems. */
export const EVIDENCE_FINDINGS = {
  'logged-proxy-authentication': (e) => ({
    message: fromEvidence('finding.logged-proxy-authentication', e, { when: when(e) }),
    remedy: over(e) ?? text('finding.logged-proxy-authentication.remedy'),
  }),
  'logged-interception': (e) => ({
    message: fromEvidence('finding.logged-interception', e, { when: when(e), hash: hash(e) }),
    remedy: over(e) ?? text('finding.logged-interception.remedy'),
  }),
  'logged-sstp-event': (e) => ({
    message: fromEvidence(
      e.text === undefined ? 'finding.logged-sstp-event' : 'finding.logged-sstp-event.with-text',
      e,
      { when: when(e), meaning: sstpMeaning(e) },
    ),
    remedy: over(e) ?? likely(e),
  }),
  'logged-vpn-error': (e) => ({ message: vpnError(e), remedy: over(e) ?? vpnErrorRemedy(e) }),
  'client-certificate': (e) => clientCertificate(e),
  'revocation-cached': (e) => ({
    message: text('finding.revocation-cached', { copies: copies(e) }),
    remedy: text('finding.revocation-cached.remedy'),
  }),
  'clock-differs': (e) => ({
    message: text(Number(e.seconds) > 0 ? 'finding.clock-differs.ahead' : 'finding.clock-differs.behind', {
      duration: duration(e),
      server: server(e),
      tail: clockTail(e),
    }),
    remedy:
      e.agrees === true
        ? text('finding.clock-differs.remedy.server', { server: server(e) })
        : text('finding.clock-differs.remedy'),
  }),
  'evidence-unseen': (e) => ({
    message:
      e.unavailable === null
        ? fromEvidence('finding.evidence-unseen.logs', e)
        : text('finding.evidence-unseen', { why: whyNot(e.unavailable) }),
    remedy: null,
  }),
} satisfies Record<string, Describe>;

function when(e: Evidence): Text {
  return fromEvidence(e.count === 1 ? 'logged-when.once' : 'logged-when.often', e);
}

function over(e: Evidence): Text | null {
  return e.overSince === null ? null : fromEvidence('logged-over', e);
}

function hash({ sha256, sha1 }: Evidence): Text {
  const key = 'finding.logged-interception.hash';
  if (sha256 != null) return text(key, { kind: 'SHA-256', hash: shown(sha256) });
  return sha1 == null ? '' : text(key, { kind: 'SHA-1', hash: shown(sha1) });
}

/** What the event means; only a refusal has a status. */
function sstpMeaning({ event, httpStatus, meaning }: Evidence): Text {
  const known = textOfCode('sstp-event', event, '');
  if (known === '') return shown(meaning);
  return httpStatus === undefined
    ? known
    : text('sstp-event-with-status', { meaning: known, status: shown(httpStatus) });
}

function vpnError(e: Evidence): Text {
  const { code, name, meaning, ended } = e;
  const how = ended === true ? 'ended' : 'failed';
  const key = `finding.logged-vpn-error.${how}` as const;
  return fromEvidence(meaning === null ? key : `${key}.explained`, e, {
    connection:
      e.connection === null
        ? text('finding.logged-vpn-error.unnamed')
        : fromEvidence('finding.logged-vpn-error.connection', e),
    error: name === null ? shown(code) : [shown(code), ' (', shown(name), ')'],
    when: when(e),
    meaning: meaningOfCode(Number(code), shown(meaning)),
  });
}

function vpnErrorRemedy(e: Evidence): Text {
  const cause = likely(e);
  const more = fromEvidence('finding.logged-vpn-error.remedy', e);
  return cause === null ? more : [cause, ' ', more];
}

/** The cause that the path check proves, else the most likely. */
function likely({ cause, causes, actor, proved }: Evidence): Text | null {
  if (cause === null) return null;
  const id = proved ?? (Array.isArray(causes) ? causes[0] : null);
  return text(proved === null ? 'logged-cause' : 'logged-cause.confirmed', {
    actor: textOfCode('actor', actor, shown(actor)),
    cause: causeById(id, shown(cause)),
  });
}

function clientCertificate(e: Evidence): FindingMessage {
  if (e.unseen !== null)
    return {
      message: text('finding.client-certificate.unseen', {
        why: textOfCode('client-certificate-unseen', e.unseen, whyNot(e.unseen)),
      }),
      remedy: text('finding.client-certificate.unseen.remedy'),
    };
  if (e.problem === null)
    return {
      message: fromEvidence('finding.client-certificate', e),
      remedy: text('finding.client-certificate.remedy'),
    };
  const isEmpty = e.problem === 'none' && e.others === 0;
  const problem = isEmpty
    ? text('client-certificate-problem.empty')
    : textOfCode('client-certificate-problem', e.problem, shown(e.problem));
  const [first] = eachOf(e.certificates, (one) =>
    fromEvidence('finding.client-certificate.none-usable.first', one, { problem }),
  );
  return {
    message: first ?? text('finding.client-certificate.none-usable', { problem }),
    remedy: text('finding.client-certificate.none-usable.remedy'),
  };
}

/** The cached answers, by the account whose cache has them. */
function copies(e: Evidence): Text {
  const all = eachOf(e.copies, (one) =>
    fromEvidence('finding.revocation-cached.copy', one, {
      account: textOfCode('account', one.account, shown(one.account)),
    }),
  );
  return clauses(all);
}

function server({ url, stage }: Evidence): Text {
  if (url != null) return shown(url);
  return text(stage === 'connect' ? 'finding.clock-differs.proxy' : 'finding.clock-differs.gateway');
}

function clockTail({ fails, failsAnyway, agrees }: Evidence): Text {
  if (isFilled(fails)) return text('finding.clock-differs.dates-fail');
  if (isFilled(failsAnyway)) return text('finding.clock-differs.not-the-cause');
  return agrees === true ? text('finding.clock-differs.other-agrees') : '';
}

function duration({ seconds }: Evidence): Text {
  const minutes = Math.round(Math.abs(Number(seconds)) / 60);
  if (minutes < 120) return text('duration.minutes', { count: minutes });
  return minutes < 2880
    ? text('duration.hours', { count: Math.round(minutes / 60) })
    : text('duration.days', { count: Math.round(minutes / 1440) });
}
