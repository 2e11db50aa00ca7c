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
import { inParentheses, listed } from './parts.ts';
import { type Line, type Text, text, textOfCode } from './text.ts';

/**
 * The result of moving one gateway, as lines for people: the three protocols side by side, the facts of the
 * machine, and the next steps.
 */
export function migrationLines(migration: GatewayMigration): Line[] {
  const { gateway, sstp, ikev2, openvpn, readiness, only, changes, besides = [] } = migration;
  const { sstpEnds } = readiness;
  const ends = inParentheses(sstpEnds === null ? null : text('migration.until', { date: sstpEnds }));
  const title = text('migration.title', { gateway, answer: answerPhrase(migration) });
  const order = sstpEnds === null || only !== undefined ? [] : orderLines();
  return [
    { depth: 0, text: title, strong: true },
    { depth: 1, text: ['SSTP     ', sstpText(sstp), ends] },
    ...protocolLines('IKEv2  ', ikev2),
    ...protocolLines('OpenVPN', openvpn),
    ...readinessLines(readiness),
    ...(changes.length === 0 ? [] : [{ depth: 1, text: text('migration.to-do') }]),
    ...changes.map((change) => ({ depth: 2, text: changeText(change, gateway) })),
    ...(besides.length === 0 ? [] : [{ depth: 1, text: text('migration.besides') }]),
    ...besides.map((change) => ({ depth: 2, text: changeText(change, gateway) })),
    ...order,
  ];
}

/** What Azure allows beside SSTP, and what ends it: the step without a way back comes last. */
function orderLines(): Line[] {
  return [
    { depth: 1, text: text('migration.order') },
    { depth: 2, text: text('migration.order.ikev2') },
    { depth: 2, text: text('migration.order.package') },
    { depth: 2, text: text('migration.order.openvpn', { since: SSTP_CLOSED }) },
  ];
}

function sstpText(sstp: GatewayMigration['sstp']): Text {
  if (sstp === null) return text('migration.not-checked');
  return isReachable({ verdict: sstp })
    ? text('migration-outlook.works')
    : [text('migration-outlook.blocked'), inParentheses(sstp)];
}

function protocolLines(name: string, { offered, outlook, ways }: ProtocolOutlook): Line[] {
  const profile: Text = offered === false ? ['; ', text('migration.not-in-profile')] : '';
  return [
    { depth: 1, text: [name, '  ', text(`migration-outlook.${outlook}`), profile] },
    ...ways.map((route) => ({ depth: 2, text: routeResultText(route) })),
  ];
}

/** `UDP 500: silent: no reply`; an unknown word of a later version stays unchanged. */
export function routeResultText(route: Omit<MigrationRoute, 'durationMs'>): Text {
  const { port, via, verdict, evidence } = route;
  const transport = route.transport.toUpperCase();
  const start =
    via === 'direct'
      ? text('migration.route', { transport, port, verdict })
      : text('migration.route.proxy', { transport, port, verdict, proxy: via });
  if (routeRow(verdict).isUntested) {
    const reason = String(evidence.reason);
    const { profilePort } = evidence;
    const other = inParentheses(typeof profilePort === 'number' ? `${transport} ${profilePort}` : null);
    return [start, ': ', textOfCode('migration-reason', reason, reason), other];
  }
  const meaning = textOfCode('migration-route', verdict, '');
  const details = detailsOf(evidence);
  return [
    start,
    meaning === '' ? '' : [': ', meaning],
    inParentheses(details.length === 0 ? null : listed(details)),
  ];
}

/** Details of a reply. */
function detailsOf({ answers, halfOpen }: MigrationRoute['evidence']): Text[] {
  const last: unknown = Array.isArray(answers) ? answers.at(-1) : undefined;
  if (!isRecord(last)) return [];
  const { proposal, kind, fragmentation, nat } = last;
  return [
    ...[proposal, kind].filter((word) => typeof word === 'string').slice(0, 1),
    ...(fragmentation === true ? [text('migration.takes-fragments')] : []),
    ...(isRecord(nat) ? [text(nat.here === true ? 'migration.translated' : 'migration.not-translated')] : []),
    ...(typeof halfOpen === 'number' ? [text('migration.half-open', { count: halfOpen })] : []),
  ];
}

function readinessLines({ profiles, rootTrusted, rootGiven, clients, oldRootEnds }: Readiness): Line[] {
  const { windows, azureVpnClient, openVpn } = clients;
  const texts = [
    ...profiles.map(({ files, roots, state }) =>
      text('migration.profile', {
        files: listed(files),
        roots: listed(roots),
        state:
          state === 'old' && oldRootEnds !== null
            ? text('migration-root.old.until', { date: oldRootEnds })
            : text(`migration-root.${state}`),
      }),
    ),
    ...(rootGiven === true ? [text('migration.root-given')] : []),
    ...(rootTrusted === null
      ? []
      : [text(rootTrusted ? 'migration.root-trusted' : 'migration.root-not-trusted')]),
    text('migration.clients', {
      windows: presenceOf(windows),
      azure: presenceOf(azureVpnClient),
      openVpn: presenceOf(openVpn),
    }),
  ];
  return texts.map((one) => ({ depth: 1, text: one }));
}

function presenceOf(there: boolean | null): Text {
  if (there === null) return text('migration-client.not-known');
  return text(there ? 'migration-client.yes' : 'migration-client.no');
}

/** Who must do what. */
export function changeText(change: MigrationChange, gateway: string): Text {
  return stepText(changeStep(change, gateway));
}
