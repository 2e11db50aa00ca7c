import * as z from 'zod';
import { OWNERS } from '../causes/rule.ts';
import { PACKAGES } from '../export/intune-script.ts';
import { RESULT_TRANSPORTS } from '../fleet/result.ts';
import { CHANGE_OWNERS } from '../migration/model.ts';
import { SEVERITIES } from '../model/finding.ts';
import { FLEET_ACTIONS } from '../model/modes.ts';
import { migration, migrationChange, siteGateway } from './migration.ts';

const user = z.object({ name: z.string().nullable(), sid: z.string().nullable() });

/** One computer of a fleet. */
export const fleetMachine = z.object({
  computer: z
    .string()
    .describe(
      'As given on the command line or in the list; of fleet report: the name in the result, otherwise the file name',
    ),
  transport: z.enum(RESULT_TRANSPORTS),
  cause: z
    .string()
    .describe(
      'Its group: aligned, changed, confirmed, unchanged; why it did not answer (unreachable, sign-in-refused, hangs, lost, …); the code of its most severe finding or of its error',
    ),
  exitCode: z.int().describe('Of this computer alone'),
  name: z.string().nullable().describe('The name that the computer reported'),
  os: z.object({ version: z.string().nullable(), build: z.int().nullable() }).nullable(),
  user: user.nullable().describe('The VPN user'),
  proxy: z
    .object({ winInet: z.string().nullable(), winHttp: z.string().nullable() })
    .nullable()
    .describe('The stored settings as text'),
  findings: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(SEVERITIES),
      store: z.string().nullable(),
      evidence: z
        .record(z.string(), z.unknown())
        .exactOptional()
        .describe(
          'Of values-not-put-back: the values that were not restored, as they have changed since or cannot be written, and those whose type cannot be written; of user-setting-not-followed: the user, the proxies, and the reason',
        ),
    }),
  ),
  path: z
    .object({ code: z.string(), owners: z.array(z.enum(OWNERS)) })
    .exactOptional()
    .describe('Of a path that fails: the code of its cause, and who must act'),
  changes: z.array(z.object({ store: z.string(), action: z.string() })),
  follows: z
    .array(z.string())
    .nullable()
    .exactOptional()
    .describe(
      'The proxies of the user setting that its change of WinHTTP follows, as --allow-proxy takes them; empty: that setting has no proxy; null: it follows no user setting; absent: not known',
    ),
  migrations: z.array(migration).default([]).describe('Of migrate: the result for each of its gateways'),
  result: z
    .object({ changed: z.array(z.string()), backup: z.string().nullable(), rolledBack: z.boolean() })
    .nullable(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      where: z.string().nullable(),
      next: z.string().nullable(),
      evidence: z.record(z.string(), z.unknown()).exactOptional(),
    })
    .nullable(),
  again: z.boolean().describe('Whether to run it again'),
  durationMs: z.number(),
});

/** The result of `fleet`. */
export const fleet = z.object({
  summary: z
    .object({
      action: z.enum(FLEET_ACTIONS),
      total: z.int(),
      answered: z.int(),
      groups: z
        .array(
          z.object({
            cause: z.string(),
            count: z.int(),
            exitCode: z.int(),
            computers: z.array(z.string()).describe('The first thousand'),
            missing: z.array(z.string()).exactOptional().describe('Registry keys that were not visible'),
            packages: z
              .array(z.object({ package: z.enum(PACKAGES), count: z.int() }))
              .exactOptional()
              .describe('Packages of export intune without a result, and for how many computers'),
          }),
        )
        .describe('By cause, the largest first'),
      again: z.int(),
      againFile: z.string().nullable(),
      teams: z
        .array(z.object({ to: z.enum(CHANGE_OWNERS), count: z.int() }))
        .describe('Of migrate: the owners, and for how many computers'),
      blockers: z
        .array(migrationChange.extend({ gateway: z.string(), count: z.int() }))
        .default([])
        .describe('Of migrate: the required changes, and for how many computers'),
      sites: z
        .array(
          z.object({
            answer: z.string().describe('The least favorable answer of its gateways'),
            count: z.int(),
            computers: z.array(z.string()).describe('The first thousand'),
            gateways: z.array(siteGateway),
          }),
        )
        .default([])
        .describe('Of migrate: computers with the same results, the largest group first'),
    })
    .nullable()
    .describe('null: the run failed before its end'),
  machines: z.array(fleetMachine),
});
