import { SSTP_CLOSED } from '../../core/findings/path/deadlines.ts';
import { isAzureGateway } from '../../core/findings/path/gateway.ts';
import type { SiteProtocol } from '../../core/fleet/sites.ts';
import type {
  GatewayMigration,
  MigrationAnswer,
  MigrationChange,
  MigrationRoute,
  NextProtocol,
  ProtocolOutlook,
  Readiness,
} from '../../core/migration/model.ts';
import { isRecord } from '../../core/model/is-record.ts';
import { inParentheses, listed } from './parts.ts';
import { type Line, type Text, text, textOfCode } from './text.ts';

/** The same in every language. */
export const PROTOCOL_NAMES: Record<NextProtocol, string> = { ikev2: 'IKEv2', openvpn: 'OpenVPN' };

/**
 * The result of moving one gateway, as lines for people: the three protocols side by side, the facts of the
 * machine, and the next steps.
 */
export function migrationLines(migration: GatewayMigration): Line[] {
  const { gateway, sstp, ikev2, openvpn, readiness, answer, changes, besides = [] } = migration;
  const { sstpEnds } = readiness;
  const ends = inParentheses(sstpEnds === null ? null : text('migration.until', { date: sstpEnds }));
  const title = text('migration.title', { gateway, answer: answerText(answer, [ikev2, openvpn]) });
  const order = sstpEnds === null ? [] : orderLines();
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
  return sstp === 'reachable'
    ? text('migration-outlook.works')
    : [text('migration-outlook.blocked'), inParentheses(sstp)];
}

/** The answer as a sentence; mentions a proxy only if one was probed. */
export function answerText(answer: MigrationAnswer, protocols: readonly SiteProtocol[]): Text {
  const routes = protocols.flatMap((one) => one.ways);
  const proxied = routes.some(({ via, verdict }) => via !== 'direct' && verdict !== 'not-tested');
  return answer === 'not-possible' && !proxied
    ? text('migration-answer.not-possible.no-proxy')
    : text(`migration-answer.${answer}`);
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
  if (verdict === 'not-tested') {
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

/** Who must do what, as one sentence; an unknown change of a later version as its code. */
export function changeText(change: MigrationChange, gateway: string): Text {
  const { to, by } = change;
  const protocol: Text = change.protocol === null ? '' : [PROTOCOL_NAMES[change.protocol], ': '];
  const facts = { who: text(`actor.${to}`), deed: [protocol, deedOf(change, hostOf(gateway))] };
  return by === null ? text('migration.change', facts) : text('migration.change.by', { ...facts, date: by });
}

function deedOf(change: MigrationChange, host: string): Text {
  const { code, via } = change;
  const ports = listed(change.ports);
  const protocol = change.protocol === null ? '' : PROTOCOL_NAMES[change.protocol];
  switch (code) {
    case 'allow-udp':
    case 'allow-tcp':
      return text(`migration-deed.${code}`, { ports, host });
    case 'pass-connect':
      return text('migration-deed.pass-connect', { ports, host, proxy: via ?? '' });
    case 'enable-protocol':
      return change.protocol !== null && isAzureGateway({ host })
        ? text(`migration-deed.enable-${change.protocol}.azure`)
        : text('migration-deed.enable-protocol', { protocol });
    case 'confirm-point-to-site':
      return text('migration-deed.confirm-point-to-site', { protocol });
    case 'confirm-protocol':
      if (change.protocol !== 'openvpn') return text('migration-deed.confirm-ikev2');
      return via === null
        ? text('migration-deed.confirm-openvpn')
        : text('migration-deed.confirm-openvpn.proxy', { proxy: via });
    case 'accept-proposal':
      return text('migration-deed.accept-proposal', { ports });
    case 'client-with-proxy':
      return text('migration-deed.client-with-proxy', { proxy: via ?? '' });
    case 'resolve-name':
      return via === null
        ? text('migration-deed.resolve-name', { host })
        : text('migration-deed.resolve-name.behind-proxy', { host, proxy: via });
    case 'regenerate-profile':
    case 'check-profile-key':
    case 'name-profile':
      return text(`migration-deed.${code}`);
    default:
      // A code of a later version.
      return String(code);
  }
}

/** Without the SSTP port. */
export function hostOf(gateway: string): string {
  return gateway.replace(/^\[([^\]]+)\](?::\d+)?$/, '$1').replace(/^([^:]+):\d+$/, '$1');
}
