import type { SiteProtocol } from '../core/fleet/sites.ts';
import type { GatewayMigration, MigrationChange, MigrationWay } from '../core/migration/model.ts';
import { neutralise } from '../core/neutralise.ts';
import type { RequestTo } from './blame.ts';
import { moveInEnglish } from './migration-request-en.ts';
import { moveInJapanese } from './migration-request-ja.ts';
import { hostOf } from './migration-text.ts';
import type { AccessRequest } from './proxy-request.ts';

/** What a request about a move is made from. */
export interface MoveFacts {
  to: RequestTo;
  gateway: string;
  host: string;
  /** What they are asked for. */
  changes: readonly MigrationChange[];
  /** The gateway has more than one way to be ready, and one of them is enough. */
  oneIsEnough: boolean;
  /** The day on which SSTP ends. */
  sstpEnds: string | null;
  /** What was seen, in the words of the protocols alone. */
  evidence: readonly string[];
  /** `2026-11-25 10:00:00`, UTC; `null` where it was collected at several times. */
  at: string | null;
  fromDesk: boolean;
  /** The computers of a fleet from which it was seen, the first of them by name; `null`: from one. */
  computers: { count: number; named: readonly string[] } | null;
}

export const TEAMS: readonly RequestTo[] = ['network-team', 'proxy-team', 'vpn-team'];

/** A request for each team that has to act before a gateway can be moved. */
export function moveRequests(migrations: readonly GatewayMigration[], startedAt: string): AccessRequest[] {
  return migrations.flatMap((migration) =>
    TEAMS.flatMap((to) => {
      const changes = migration.changes.filter((change) => change.to === to);
      if (changes.length === 0) return [];
      const { gateway, answer, from, readiness, ikev2, openvpn } = migration;
      const facts: MoveFacts = {
        ...{ to, changes, ...namesOf(gateway), oneIsEnough: hasChoice(migration.changes) },
        sstpEnds: readiness.sstpEnds,
        evidence: [...ikev2.ways, ...openvpn.ways]
          .filter(isWalked)
          .map((way) => `${evidenceText(way)}; ${way.durationMs} ms`),
        at: shortTime(startedAt),
        fromDesk: from === 'this-desk',
        computers: null,
      };
      return [{ gateway, verdict: answer, to, en: moveInEnglish(facts), ja: moveInJapanese(facts) }];
    }),
  );
}

/** The gateway as it is named, and its host. */
export function namesOf(gateway: string): Pick<MoveFacts, 'gateway' | 'host'> {
  return { gateway: neutralise(gateway, 260), host: neutralise(hostOf(gateway), 260) };
}

export function shortTime(startedAt: string): string {
  return startedAt.slice(0, 19).replace('T', ' ');
}

/** Changes that each by itself let one protocol through. */
const ALTERNATIVES: readonly MigrationChange['code'][] = [
  'allow-udp',
  'allow-tcp',
  'pass-connect',
  'client-with-proxy',
];

/** There is more than one way to be ready, and one of them is enough. */
export function hasChoice(changes: readonly MigrationChange[]): boolean {
  return changes.filter(({ code }) => ALTERNATIVES.includes(code)).length > 1;
}

export function isWalked({ verdict }: Pick<MigrationWay, 'verdict'>): boolean {
  return verdict !== 'not-tested';
}

/** What one way came to, in the words of the protocols. */
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
