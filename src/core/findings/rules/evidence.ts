import { OWNERS, type Step } from '../../causes/rule.ts';
import {
  clauses,
  command,
  inARow,
  inParentheses,
  type MessageValue,
  type Phrase,
  say,
} from '../../model/say.ts';
import {
  advice,
  by,
  type Evidence,
  eachOf,
  type FindingRule,
  fill,
  isFilled,
  type Steps,
  shown,
  todo,
  whyNot,
  wordsFor,
} from './finding-rule.ts';

/** The computer's own evidence of VPN problems. */
export const EVIDENCE = {
  'logged-proxy-authentication': {
    title: say('Windows logged that a proxy requires authentication, which SSTP does not support.'),
    says: logged(
      'Windows logged that a proxy on the route requires authentication, which SSTP does not support: RasSstp event {event}{when}.',
    ),
    steps: unlessOver(
      by('proxy-team', 'allow the gateway without authentication', 'No setting on this computer helps.'),
    ),
  },
  'logged-interception': {
    title: say("Windows logged that the certificate which the tunnel saw is not the server's own."),
    says: logged(
      "Windows logged that the certificate which the tunnel saw is not the server's own: RasSstp event {event}{when}{hash}.",
    ),
    steps: unlessOver((e) => [
      ...by('proxy-team', 'exempt the gateway from TLS inspection')(e),
      ...by(
        'vpn-team',
        'where a reverse proxy terminates TLS in front of your own server, pass TCP through, or give both the same certificate',
      )(e),
    ]),
  },
  'logged-sstp-event': {
    title: say('Windows logged an error of the SSTP client.'),
    says: (e) =>
      e.text === undefined
        ? logged('Windows logged RasSstp event {event}{when}: {meaning}.')(e)
        : logged('Windows logged RasSstp event {event}{when}: {meaning} ("{text}").')(e),
    steps: unlessOver(likely),
  },
  'logged-vpn-error': {
    title: say('Windows logged that a VPN connection failed.'),
    says: vpnError,
    steps: unlessOver((e) => {
      const more = say('More: {command}', { command: command('explain', { text: String(e.code) }) });
      const [cause] = likely(e);
      return [cause === undefined ? advice(more) : { ...cause, action: inARow(cause.action, ' ', more) }];
    }),
  },
  'client-certificate': {
    title: say('No client certificate can be used to sign in.'),
    says: clientCertificate,
    steps: (e) => {
      if (e.unseen !== null)
        return todo('Run this as the VPN user, or check certmgr.msc of that user: Personal, Certificates.')(
          e,
        );
      return e.problem === null
        ? by(
            'vpn-team',
            'check that the gateway trusts their root, and that none of them is revoked there',
          )(e)
        : todo(
            'Install the client certificate with its private key in CurrentUser\\My, and its root in Trusted Root of both the user and the computer.',
          )(e);
    },
  },
  'revocation-cached': {
    title: say('The revocation path fails, but Windows has cached answers.'),
    says: (e) =>
      fill(
        'The revocation path fails, but Windows has cached answers: {copies}. The VPN may continue to work until they expire, and then fail.',
        e,
        {
          copies: clauses(
            eachOf(e.copies, (one) =>
              fill('{url} for {account}, of {at}', one, { account: wordsFor(ACCOUNTS, one.account) }),
            ),
          ),
        },
      ),
    steps: todo('Fix the path anyway. certutil -urlcache in that account shows when they expire.'),
  },
  'clock-differs': {
    title: say('The clock differs from that of the servers on the path.'),
    says: (e) => {
      const given = { duration: duration(e), server: server(e), tail: clockTail(e) };
      return Number(e.seconds) > 0
        ? say('The clock of this computer is {duration} ahead of that of {server}{tail}.', given)
        : say('The clock of this computer is {duration} behind that of {server}{tail}.', given);
    },
    steps: (e) =>
      e.agrees === true
        ? [
            ...by('vpn-team', 'check the clock of {server}, or have its owner do so')({ server: server(e) }),
            ...by('administrator', 'compare the clock of this computer (w32tm /query /status)')(e),
          ]
        : by('administrator', 'set the clock (w32tm /query /status; w32tm /resync)')(e),
  },
  'evidence-unseen': {
    title: say('The VPN evidence of Windows was not read, or only a part of it.'),
    says: (e) =>
      e.unavailable === null
        ? fill('Event logs could not be read: {logs}. Whether Windows logged VPN problems is not known.', e)
        : fill(
            'The VPN evidence of Windows (events, client certificates, CRL caches) was not read: {why}.',
            e,
            { why: whyNot(e.unavailable) },
          ),
  },
} satisfies Record<string, FindingRule>;

const SSTP_EVENTS = {
  1: say('the request could not be sent: the network, or trust in the certificate'),
  2: say('no answer came to the request'),
  3: say('the answer was not HTTP/1.1'),
  4: say('the request was refused'),
  5: say('the SSTP negotiation failed'),
  16: say("the server's certificate is not meant for server authentication"),
  33: say('the cookies of the server could not be set'),
} as const;

const PROBLEMS = {
  none: say('none of them is for client authentication'),
  'no-private-key': say('there is no private key with it'),
  expired: say('it has expired'),
  'not-yet-valid': say('it is not valid yet'),
  'chain-incomplete': say('the certificate that issued it is in no certificate store'),
  'root-not-trusted': say('its chain does not end in the trusted roots'),
  'root-of-user-only': say('its root is among the trusted roots of the user, and not of the computer'),
  'root-of-computer-only': say('its root is among the trusted roots of the computer, and not of the user'),
} as const;

const UNSEEN = {
  'other-user': say('they are those of another user than the one who runs this'),
  failed: say('the certificate store cannot be read'),
  'too-many': say(
    'the certificate store holds more than this reads, and none of those that it read is usable',
  ),
} as const;

const ACCOUNTS = {
  user: say('the user who runs this'),
  'S-1-5-18': 'SYSTEM',
  'S-1-5-19': 'LocalService',
  'S-1-5-20': 'NetworkService',
} as const;

/** A sentence about an event. */
function logged(english: string) {
  return (e: Evidence): Phrase => fill(english, e, { when: when(e), hash: hash(e), meaning: sstpMeaning(e) });
}

function when(e: Evidence): Phrase {
  return e.count === 1 ? fill(', {last}', e) : fill(', {count} times, last {last}', e);
}

/** Nobody has to act on what is over. */
function unlessOver(steps: Steps): Steps {
  return (e) =>
    e.overSince === null ? steps(e) : todo('The connection came up afterwards ({overSince}).')(e);
}

function hash({ sha256, sha1 }: Evidence): Phrase {
  if (sha256 != null) return say(', {kind} {hash}', { kind: 'SHA-256', hash: String(sha256) });
  return sha1 == null ? '' : say(', {kind} {hash}', { kind: 'SHA-1', hash: String(sha1) });
}

/** What the event means; only a refusal has a status. */
function sstpMeaning({ event, httpStatus, meaning }: Evidence): MessageValue {
  if (!Object.hasOwn(SSTP_EVENTS, String(event))) return shown(meaning);
  const known = wordsFor(SSTP_EVENTS, event);
  return httpStatus === undefined
    ? known
    : say('{meaning} with HTTP {status}', { meaning: known, status: String(httpStatus) });
}

function vpnError(e: Evidence): Phrase {
  const given = {
    connection: e.connection === null ? say('a connection') : fill('the connection "{connection}"', e),
    error: inARow(String(e.code), inParentheses(e.name === null ? null : String(e.name))),
    when: when(e),
  };
  if (e.meaning === null)
    return e.ended === true
      ? fill('Windows logged that {connection} ended with {error}{when}.', e, given)
      : fill('Windows logged that {connection} failed with {error}{when}.', e, given);
  return e.ended === true
    ? fill('Windows logged that {connection} ended with {error}{when}: {meaning}', e, given)
    : fill('Windows logged that {connection} failed with {error}{when}: {meaning}', e, given);
}

/** The cause that the path check proves, else the most likely; `actorName`: the name of its owner. */
function likely(e: Evidence): readonly Step[] {
  if (e.cause === null) return [];
  const action =
    e.proved === null
      ? fill('{actorName}: the most likely cause: {cause}', e)
      : fill('{actorName}: confirmed by the path check now: {cause}', e);
  return [{ ...advice(action), owner: OWNERS.find((owner) => owner === e.actor) ?? 'administrator' }];
}

function clientCertificate(e: Evidence): Phrase {
  if (e.unseen !== null)
    return say('The client certificates were not read: {why}.', {
      why: Object.hasOwn(UNSEEN, String(e.unseen)) ? wordsFor(UNSEEN, e.unseen) : whyNot(e.unseen),
    });
  if (e.problem === null)
    return fill(
      'CurrentUser\\My holds {usable} client certificate(s) without a problem on this computer.',
      e,
    );
  const isEmpty = e.problem === 'none' && e.others === 0;
  const given = { problem: isEmpty ? say('it is empty') : wordsFor(PROBLEMS, e.problem) };
  const [first] = eachOf(e.certificates, (one) =>
    fill(
      'CurrentUser\\My holds no usable client certificate: {problem} (issued by {issuer}, valid until {validTo}).',
      one,
      given,
    ),
  );
  return first ?? say('CurrentUser\\My holds no usable client certificate: {problem}.', given);
}

function server({ url, stage }: Evidence): MessageValue {
  if (url != null) return shown(url);
  return stage === 'connect' ? say('the proxy') : say('the gateway');
}

function clockTail({ fails, failsAnyway, agrees }: Evidence): Phrase {
  if (isFilled(fails)) return say(', and certificates or lists fail by their dates');
  if (isFilled(failsAnyway))
    return say('. It does not explain the failures: they occur with the other clock as well');
  return agrees === true ? say('; that of another server agrees with this computer') : '';
}

function duration({ seconds }: Evidence): Phrase {
  const minutes = Math.round(Math.abs(Number(seconds)) / 60);
  if (minutes < 120) return say('{count} minutes', { count: minutes });
  return minutes < 2880
    ? say('{count} hours', { count: Math.round(minutes / 60) })
    : say('{count} days', { count: Math.round(minutes / 1440) });
}
