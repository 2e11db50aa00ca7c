import type { Team } from '../../core/causes/rule.ts';
import type { SiteGateway, SiteProtocol } from '../../core/fleet/sites.ts';
import { type GatewayMigration, type MigrationChange, NEXT_PROTOCOLS } from '../../core/migration/model.ts';
import { routeRow } from '../../core/migration/route-verdict.ts';
import { hostOfGateway } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { command } from '../../core/model/say.ts';
import type { FollowUps } from '../../core/options/follow-ups.ts';
import type { Call } from '../../core/options/table.ts';
import { moveLetter } from './move-letter.ts';
import type { Letter } from './proxy-request.ts';

/** The facts for a request about a move. */
export interface MoveFacts {
  to: Team;
  host: string;
  /** The command that checks the requested change. */
  check: Call;
  /** The requested changes. */
  changes: readonly MigrationChange[];
  /** Both protocols are requested, but one of them is enough. */
  oneIsEnough: boolean;
  /** The one protocol of the profiles. */
  only: GatewayMigration['only'];
  /** The day when SSTP ends. */
  sstpEnds: string | null;
  /** The observations, in protocol terms only. */
  evidence: readonly string[];
  /** `2026-11-25 10:00:00`, UTC; `null` when collected at different times. */
  at: string | null;
  fromThisComputer: boolean;
  /** The computers of a fleet that saw it, with the first names; `null`: one computer. */
  computers: { count: number; named: readonly string[] } | null;
}

export const TEAMS: readonly Team[] = ['network-team', 'proxy-team', 'vpn-team'];

/** A request for each team that must act before a gateway can be moved. */
export function moveRequests(
  migrations: readonly GatewayMigration[],
  startedAt: string,
  followUps: FollowUps = {},
): Letter[] {
  return migrations.flatMap((migration) =>
    TEAMS.flatMap((to) => {
      const changes = migration.changes.filter((change) => change.to === to);
      if (changes.length === 0) return [];
      const { gateway, answer, from, readiness, only } = migration;
      const facts: MoveFacts = {
        ...{ to, changes, only, host: shownHost(gateway), oneIsEnough: hasChoice(changes) },
        check: checkCommand(gateway, changes, followUps),
        sstpEnds: readiness.sstpEnds,
        evidence: routesBehind(changes, migration).map(
          (route) => `${evidenceText(route)}; ${route.durationMs} ms`,
        ),
        at: shortTime(startedAt),
        fromThisComputer: from === 'this-desk',
        computers: null,
      };
      return [{ gateway, verdict: answer, to, text: moveLetter(facts) }];
    }),
  );
}

/** The host of a gateway, for display. */
export function shownHost(gateway: string): string {
  return neutralise(hostOfGateway(gateway), 260);
}

/** Names the profile that OpenVPN needs, unless the command gets those of the run. */
export function checkCommand(
  gateway: string,
  changes: readonly MigrationChange[],
  { migrate }: FollowUps = {},
): Call {
  const isLacking = changes.some(({ protocol }) => protocol === 'openvpn') && migrate?.profile === undefined;
  const profile = isLacking ? { profile: ['FILE'] } : {};
  return command('migrate', { gateway: [neutralise(gateway, 260)], ...profile });
}

export function shortTime(startedAt: string): string {
  return startedAt.slice(0, 19).replace('T', ' ');
}

/** Changes that each allow one protocol alone. */
const ALTERNATIVES: readonly MigrationChange['code'][] = ['allow-udp', 'allow-tcp', 'pass-connect'];

/** Whether both protocols are included, of which one is enough. */
export function hasChoice(changes: readonly MigrationChange[]): boolean {
  const routes = changes.filter(({ code }) => ALTERNATIVES.includes(code));
  return new Set(routes.map(({ protocol }) => protocol)).size > 1;
}

/** The probed routes of the protocols that a letter asks about; without one, of both. */
export function routesBehind<Routes extends Pick<SiteGateway, 'ikev2' | 'openvpn'>>(
  changes: readonly MigrationChange[],
  seen: Routes,
): Routes['ikev2' | 'openvpn']['ways'][number][] {
  const asked = NEXT_PROTOCOLS.filter((one) => changes.some(({ protocol }) => protocol === one));
  return (asked.length === 0 ? NEXT_PROTOCOLS : asked)
    .flatMap((protocol) => seen[protocol].ways)
    .filter(({ verdict }) => !routeRow(verdict).isUntested);
}

/** The result of one route, in protocol terms. */
export function evidenceText({
  protocol,
  transport,
  port,
  via,
  verdict,
  evidence,
}: SiteProtocol['ways'][number]): string {
  const name = protocol === 'ikev2' ? 'IKE_SA_INIT' : 'OpenVPN HARD_RESET';
  const through = via === 'direct' ? '' : ` (proxy ${neutralise(via)})`;
  const errno = typeof evidence.errno === 'string' ? ` (${neutralise(evidence.errno)})` : '';
  return `${name}, ${transport.toUpperCase()} ${port}${through} -> ${verdict}${errno}`;
}
