import type { SiteProtocol } from '../../core/fleet/sites.ts';
import type {
  GatewayMigration,
  MigrationAnswer,
  MigrationChange,
  MigrationRoute,
  ProtocolOutlook,
  Readiness,
} from '../../core/migration/model.ts';
import type { TextLine } from '../messages/lines.ts';
import { isRecord } from '../model/is-record.ts';
import { ownEntry } from '../model/own-entry.ts';
import { MIGRATION_EN, type MigrationWords, PROTOCOL_NAMES } from './en/migration-words.ts';

/**
 * The result of moving one gateway, as lines for people: the three protocols side by side, the facts of the
 * machine, and the next steps.
 */
export function migrationLines(
  migration: GatewayMigration,
  words: MigrationWords = MIGRATION_EN,
): TextLine[] {
  const { gateway, sstp, ikev2, openvpn, readiness, answer, changes, besides = [] } = migration;
  const ends = readiness.sstpEnds === null ? '' : ` (${words.until(readiness.sstpEnds)})`;
  return [
    { depth: 0, text: words.title(gateway, answerText(answer, [ikev2, openvpn], words)), strong: true },
    { depth: 1, text: `SSTP     ${sstp ?? words.notChecked}${ends}` },
    ...protocolLines('IKEv2  ', ikev2, words),
    ...protocolLines('OpenVPN', openvpn, words),
    ...readinessLines(readiness, words),
    ...(changes.length === 0 ? [] : [{ depth: 1, text: words.toDo }]),
    ...changes.map((change) => ({ depth: 2, text: changeText(change, gateway, words) })),
    ...(besides.length === 0 ? [] : [{ depth: 1, text: words.besides }]),
    ...besides.map((change) => ({ depth: 2, text: changeText(change, gateway, words) })),
  ];
}

/** The answer as a sentence; mentions a proxy only if one was probed. */
export function answerText(
  answer: MigrationAnswer,
  protocols: readonly SiteProtocol[],
  words: MigrationWords,
): string {
  const routes = protocols.flatMap((one) => one.ways);
  const proxied = routes.some(({ via, verdict }) => via !== 'direct' && verdict !== 'not-tested');
  return answer === 'not-possible' && !proxied ? words.noAlternative : words.answers[answer];
}

function protocolLines(
  name: string,
  { offered, outlook, ways }: ProtocolOutlook,
  words: MigrationWords,
): TextLine[] {
  const profile = offered === false ? `; ${words.notInProfile}` : '';
  return [
    { depth: 1, text: `${name}  ${words.outlooks[outlook]}${profile}` },
    ...ways.map((route) => ({ depth: 2, text: routeText(route, words) })),
  ];
}

/** `UDP 500: silent: no reply`; an unknown word of a later version stays unchanged. */
export function routeText(route: Omit<MigrationRoute, 'durationMs'>, words: MigrationWords): string {
  const { transport, port, via, verdict, evidence } = route;
  const through = via === 'direct' ? '' : ` ${words.through(via)}`;
  const start = `${transport.toUpperCase()} ${port}${through}: ${verdict}`;
  if (verdict === 'not-tested') {
    const reason = String(evidence.reason);
    const { profilePort } = evidence;
    const other = typeof profilePort === 'number' ? ` (${transport.toUpperCase()} ${profilePort})` : '';
    return `${start}: ${ownEntry(words.reasons, reason) ?? reason}${other}`;
  }
  const meaning = ownEntry(words.routes, verdict);
  const more = detailsOf(evidence, words);
  return `${start}${meaning === undefined ? '' : `: ${meaning}`}${more.length === 0 ? '' : ` (${more.join(words.comma)})`}`;
}

/** Details of a reply. */
function detailsOf({ answers, halfOpen }: MigrationRoute['evidence'], words: MigrationWords): string[] {
  const last: unknown = Array.isArray(answers) ? answers.at(-1) : undefined;
  if (!isRecord(last)) return [];
  const { proposal, kind, fragmentation, nat } = last;
  return [
    ...[proposal, kind].filter((word) => typeof word === 'string').slice(0, 1),
    ...(fragmentation === true ? [words.takesFragments] : []),
    ...(isRecord(nat) ? [words.translated(nat.here === true)] : []),
    ...(typeof halfOpen === 'number' ? [words.halfOpen(halfOpen)] : []),
  ];
}

function readinessLines(
  { profiles, rootTrusted, clients, oldRootEnds }: Readiness,
  words: MigrationWords,
): TextLine[] {
  const { windows, azureVpnClient, openVpn } = clients;
  const [first, second, third] = [windows, azureVpnClient, openVpn].map(words.presence);
  const texts = [
    ...profiles.map(({ files, roots, state }) =>
      words.profile(files.join(words.comma), roots.join(words.comma), words.roots[state](oldRootEnds)),
    ),
    ...(rootTrusted === null ? [] : [words.rootTrusted(rootTrusted)]),
    words.clients(first ?? '', second ?? '', third ?? ''),
  ];
  return texts.map((text) => ({ depth: 1, text }));
}

/** Who must do what, as one sentence; an unknown change of a later version as its code. */
export function changeText(change: MigrationChange, gateway: string, words: MigrationWords): string {
  const { code, to, by, ports } = change;
  const protocol = change.protocol === null ? null : PROTOCOL_NAMES[change.protocol];
  const facts = {
    ...change,
    host: hostOf(gateway),
    ports: ports.join(words.comma),
    protocol: protocol ?? '',
  };
  return words.change(words.actors[to], protocol, ownEntry(words.deeds, code)?.(facts) ?? code, by);
}

/** Without the SSTP port. */
export function hostOf(gateway: string): string {
  return gateway.replace(/^\[([^\]]+)\](?::\d+)?$/, '$1').replace(/^([^:]+):\d+$/, '$1');
}
