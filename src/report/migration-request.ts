import type { GatewayMigration, MigrationChange } from '../core/migration/model.ts';
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
  /** `2026-11-25 10:00:00`, UTC. */
  at: string;
  fromDesk: boolean;
}

const TEAMS: readonly RequestTo[] = ['network-team', 'proxy-team', 'vpn-team'];

/** A request for each team that has to act before a gateway can be moved. */
export function moveRequests(migrations: readonly GatewayMigration[], startedAt: string): AccessRequest[] {
  return migrations.flatMap((migration) =>
    TEAMS.flatMap((to) => {
      const changes = migration.changes.filter((change) => change.to === to);
      if (changes.length === 0) return [];
      const facts = factsOf(migration, to, changes, startedAt);
      const { gateway, answer } = migration;
      return [{ gateway, verdict: answer, to, en: moveInEnglish(facts), ja: moveInJapanese(facts) }];
    }),
  );
}

function factsOf(
  migration: GatewayMigration,
  to: RequestTo,
  changes: readonly MigrationChange[],
  startedAt: string,
): MoveFacts {
  const ways = migration.changes.filter(({ code }) => ALTERNATIVES.includes(code));
  return {
    to,
    changes,
    gateway: neutralise(migration.gateway, 260),
    host: neutralise(hostOf(migration.gateway), 260),
    oneIsEnough: ways.length > 1,
    sstpEnds: migration.readiness.sstpEnds,
    evidence: evidenceOf(migration),
    at: startedAt.slice(0, 19).replace('T', ' '),
    fromDesk: migration.from === 'this-desk',
  };
}

/** Changes that each by itself let one protocol through. */
const ALTERNATIVES: readonly MigrationChange['code'][] = [
  'allow-udp',
  'allow-tcp',
  'pass-connect',
  'client-with-proxy',
];

function evidenceOf({ ikev2, openvpn }: GatewayMigration): string[] {
  return [...ikev2.ways, ...openvpn.ways]
    .filter(({ verdict }) => verdict !== 'not-tested')
    .map(({ protocol, transport, port, via, verdict, evidence, durationMs }) => {
      const name = protocol === 'ikev2' ? 'IKE_SA_INIT' : 'OpenVPN HARD_RESET';
      const through = via === 'direct' ? '' : ` (proxy ${neutralise(via)})`;
      const errno = typeof evidence.errno === 'string' ? ` (${neutralise(evidence.errno)})` : '';
      return `${name}, ${transport.toUpperCase()} ${port}${through} -> ${verdict}${errno}; ${durationMs} ms`;
    });
}
