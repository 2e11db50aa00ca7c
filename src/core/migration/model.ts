import type * as z from 'zod';
import type { migration, migrationChange, migrationRoute, protocol, readiness } from '../schema/migration.ts';

/** Terms of the migration from SSTP to its successors; JSON field `migration`, docs/migrate.md. */
export const NEXT_PROTOCOLS = ['ikev2', 'openvpn'] as const;
export type NextProtocol = (typeof NEXT_PROTOCOLS)[number];

export const TRANSPORTS = ['udp', 'tcp'] as const;

/** Whether a protocol would work from this computer: `works-through-proxy` only for clients that support a proxy. */
export const OUTLOOKS = ['works', 'works-through-proxy', 'blocked', 'unknown'] as const;
export type Outlook = (typeof OUTLOOKS)[number];

/** Who makes a required change. */
export const CHANGE_OWNERS = ['network-team', 'proxy-team', 'vpn-team', 'admin'] as const;

export type ChangeCode =
  | 'allow-udp'
  | 'allow-tcp'
  | 'pass-connect' // through the proxy, without sign-in, and without a TLS requirement
  | 'enable-protocol'
  | 'confirm-protocol' // unknown whether the gateway offers IKEv2
  | 'accept-proposal' // it answers IKEv2, but rejects the proposals
  | 'confirm-point-to-site' // it answers IKEv2, which site-to-site does, too
  | 'regenerate-profile'
  | 'replace-key' // the server answers with another key
  | 'compare-key' // the port was reached, without an answer to this key; `via`: only through that proxy
  | 'add-key' // the same, and the profile has no key
  | 'embed-key' // the profile names it in another file
  | 'client-with-proxy'
  | 'resolve-name' // no route got an address
  | 'name-profile';

/** A required change; `changeStep` has its sentences. */
export type MigrationChange = z.infer<typeof migrationChange>;

/**
 * `ready-after-changes`: the listed changes are required first. `not-possible`: this network blocks both protocols
 * directly, and its proxy, if any, blocks both. `not-known`: no proof from here.
 */
export const MIGRATION_ANSWERS = ['ready', 'ready-after-changes', 'not-possible', 'not-known'] as const;
export type MigrationAnswer = (typeof MIGRATION_ANSWERS)[number];
/** The rule that decided: an answer, or one of its variants. */
export type MoveCode = MigrationAnswer | `${MigrationAnswer}.${string}`;

/** One protocol on one route. */
export type MigrationRoute = z.infer<typeof migrationRoute>;
export type ProtocolOutlook = z.infer<typeof protocol>;
export type Readiness = z.infer<typeof readiness>;
export type VpnClients = Readiness['clients'];
/** One gateway, checked from one network. */
export type GatewayMigration = z.infer<typeof migration>;

/** A required change; omitted members are empty. */
export function change(
  code: MigrationChange['code'],
  to: MigrationChange['to'],
  more: Partial<MigrationChange>,
): MigrationChange {
  return { code, to, protocol: null, ports: [], via: null, by: null, ...more };
}

/** Evidence of a stage of a route (`evidence.stages`, with its status); `null` if the probe did not reach it. */
export function stageOf(
  { evidence }: Pick<MigrationRoute, 'evidence'>,
  stage: 'connect',
): Record<string, unknown> | null {
  const stages: readonly Record<string, unknown>[] = Array.isArray(evidence.stages) ? evidence.stages : [];
  return stages.find((one) => one.stage === stage) ?? null;
}
