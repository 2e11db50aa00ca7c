import { stepText } from '../../core/causes/rule.ts';
import { isReachable } from '../../core/causes/verdicts.ts';
import { SSTP_CLOSED } from '../../core/findings/path/deadlines.ts';
import { answerPhrase } from '../../core/migration/answer.ts';
import { changeStep } from '../../core/migration/change-steps.ts';
import type {
  GatewayMigration,
  MigrationChange,
  MigrationRoute,
  ProtocolOutlook,
  Readiness,
} from '../../core/migration/model.ts';
import { routeRow } from '../../core/migration/route-verdict.ts';
import { isRecord } from '../../core/model/is-record.ts';
import { inARow, inParentheses, listed, type Phrase, say } from '../../core/model/say.ts';
import { OUTLOOK_TEXTS, ofCode } from './labels.ts';
import type { PhraseLine } from './lines.ts';

const REASONS_NOT_TESTED = {
  'no-profile': say('no OpenVPN profile of this gateway was given'),
  'profile-names-udp': say('its profile names UDP'),
  'profile-names-other-port': say('its profile names another port; name the gateway with that one'),
  'tls-crypt-v2': say('its profile has a key type that p2s-fix does not support'),
  'key-file': say('its profile names a key in another file'),
  digest: say('its profile names a digest that p2s-fix does not support'),
} as const;
const ROOTS = {
  old: say('an old root'),
  both: say('the old root and the new one'),
  new: say('a root that is not an old one'),
  unknown: say("a root that is not known as one of Azure's"),
} as const;

/**
 * The result of moving one gateway, as lines for people: the three protocols side by side, the facts of the
 * machine, and the next steps.
 */
export function migrationLines(migration: GatewayMigration): PhraseLine[] {
  const { gateway, sstp, ikev2, openvpn, readiness, only, changes, besides = [] } = migration;
  const { sstpEnds } = readiness;
  const ends = inParentheses(sstpEnds === null ? null : say('until {date}', { date: sstpEnds }));
  const title = say('Move of {gateway}: {answer}', { gateway, answer: answerPhrase(migration) });
  const order = sstpEnds === null || only !== undefined ? [] : orderLines();
  return [
    { depth: 0, text: title, strong: true },
    { depth: 1, text: inARow('SSTP     ', sstpText(sstp), ends) },
    ...protocolLines('IKEv2  ', ikev2),
    ...protocolLines('OpenVPN', openvpn),
    ...readinessLines(readiness),
    ...(changes.length === 0 ? [] : [{ depth: 1, text: say('To do:') }]),
    ...changes.map((change) => ({ depth: 2, text: changeText(change, gateway) })),
    ...(besides.length === 0
      ? []
      : [{ depth: 1, text: say('What blocks OpenVPN, which this move does not need:') }]),
    ...besides.map((change) => ({ depth: 2, text: changeText(change, gateway) })),
    ...order,
  ];
}

/** What Azure allows beside SSTP, and what ends it: the step without a way back comes last. */
function orderLines(): PhraseLine[] {
  return [
    { depth: 1, text: say('The order of the move:') },
    {
      depth: 2,
      text: say(
        '1. VPN team: set the tunnel type "IKEv2 and SSTP" on the gateway. There is no downtime: Windows tries IKEv2 first and falls back to SSTP.',
      ),
    },
    {
      depth: 2,
      text: say(
        '2. Administrator: install the new VPN client package on each computer, which requires administrator rights.',
      ),
    },
    {
      depth: 2,
      text: say(
        '3. OpenVPN last, and only if it is needed: it replaces SSTP on the gateway, cuts every SSTP client until it has the new package, and cannot be reversed, because SSTP cannot be enabled since {since}.',
        { since: SSTP_CLOSED },
      ),
    },
  ];
}

function sstpText(sstp: GatewayMigration['sstp']): Phrase {
  if (sstp === null) return say('not checked');
  return isReachable({ verdict: sstp })
    ? say('reachable from this computer')
    : inARow(say('not reachable from this computer'), inParentheses(sstp));
}

function protocolLines(name: string, { offered, outlook, ways }: ProtocolOutlook): PhraseLine[] {
  const profile: Phrase = offered === false ? inARow('; ', say('the profile does not name it')) : '';
  return [
    { depth: 1, text: inARow(name, '  ', OUTLOOK_TEXTS[outlook], profile) },
    ...ways.map((route) => ({ depth: 2, text: routeResultText(route) })),
  ];
}

/** `UDP 500: silent: no reply`; an unknown word of a later version stays unchanged. */
export function routeResultText(route: Omit<MigrationRoute, 'durationMs'>): Phrase {
  const { port, via, verdict, evidence } = route;
  const transport = route.transport.toUpperCase();
  const start =
    via === 'direct'
      ? say('{transport} {port}: {verdict}', { transport, port, verdict })
      : say('{transport} {port} through {proxy}: {verdict}', { transport, port, verdict, proxy: via });
  if (routeRow(verdict).isUntested) {
    const reason = String(evidence.reason);
    const { profilePort } = evidence;
    const other = inParentheses(typeof profilePort === 'number' ? `${transport} ${profilePort}` : null);
    return inARow(start, ': ', ofCode(REASONS_NOT_TESTED, reason, reason), other);
  }
  const meaning = routeRow(verdict).says ?? '';
  const details = detailsOf(evidence);
  return inARow(
    start,
    meaning === '' ? '' : inARow(': ', meaning),
    inParentheses(details.length === 0 ? null : listed(details)),
  );
}

/** Details of a reply. */
function detailsOf({ answers, halfOpen }: MigrationRoute['evidence']): Phrase[] {
  const last: unknown = Array.isArray(answers) ? answers.at(-1) : undefined;
  if (!isRecord(last)) return [];
  const { proposal, kind, fragmentation, nat } = last;
  return [
    ...[proposal, kind].filter((word) => typeof word === 'string').slice(0, 1),
    ...(fragmentation === true ? [say('takes fragments')] : []),
    ...(isRecord(nat)
      ? [nat.here === true ? say('our address is translated') : say('our address is not translated')]
      : []),
    ...(typeof halfOpen === 'number'
      ? [say('leaves {count} half-open SA, which the gateway removes automatically', { count: halfOpen })]
      : []),
  ];
}

function readinessLines({ profiles, rootTrusted, rootGiven, clients, oldRootEnds }: Readiness): PhraseLine[] {
  const { windows, azureVpnClient, openVpn } = clients;
  const texts = [
    ...profiles.map(({ files, roots, state }) =>
      say('Profile  {files}: expects {roots} ({state})', {
        files: listed(files),
        roots: listed(roots),
        state:
          state === 'old' && oldRootEnds !== null
            ? say('an old root, valid until {date}', { date: oldRootEnds })
            : ROOTS[state],
      }),
    ),
    ...(rootGiven === true
      ? [say('The root that it shows was given with --ca; whether this computer trusts it was not tested.')]
      : []),
    ...(rootTrusted === null
      ? []
      : [
          rootTrusted
            ? say('The root that it shows is trusted on this computer.')
            : say('The root that it shows is not trusted on this computer.'),
        ]),
    say('Clients  Windows: {windows}, Azure VPN Client: {azure}, OpenVPN: {openVpn}', {
      windows: presenceOf(windows),
      azure: presenceOf(azureVpnClient),
      openVpn: presenceOf(openVpn),
    }),
  ];
  return texts.map((one) => ({ depth: 1, text: one }));
}

function presenceOf(there: boolean | null): Phrase {
  if (there === null) return say('not known');
  return there ? say('yes') : say('no');
}

/** Who must do what. */
export function changeText(change: MigrationChange, gateway: string): Phrase {
  return stepText(changeStep(change, gateway));
}
