import * as z from 'zod';
import { OWNERS } from '../../../core/causes/rule.ts';
import { PACKAGES } from '../../../core/export/intune-script.ts';
import { RESULT_TRANSPORTS } from '../../../core/fleet/result.ts';
import { CHANGE_OWNERS } from '../../../core/migration/model.ts';
import { SEVERITIES } from '../../../core/model/finding.ts';
import { FLEET_ACTIONS } from '../../../core/model/modes.ts';
import { migration, migrationChange, siteGateway } from './migration.ts';

const user = z.looseObject({ name: z.string().nullable(), sid: z.string().nullable() });

/** One computer of a fleet. */
export const fleetMachine = z.looseObject({
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
  os: z.looseObject({ version: z.string().nullable(), build: z.int().nullable() }).nullable(),
  user: user.nullable().describe('The VPN user'),
  proxy: z
    .looseObject({ winInet: z.string().nullable(), winHttp: z.string().nullable() })
    .nullable()
    .describe('The stored settings as text'),
  findings: z.array(
    z.looseObject({
      code: z.string(),
      severity: z.enum(SEVERITIES),
      store: z.string().nullable(),
      evidence: z
        .record(z.string(), z.unknown())
        .optional()
        .describe(
          'Of values-not-put-back: the values that were not restored, as they have changed since or cannot be written, and those whose type cannot be written; of user-setting-not-followed: the user, the proxies, and the reason',
        ),
    }),
  ),
  path: z
    .looseObject({ code: z.string(), owners: z.array(z.enum(OWNERS)) })
    .optional()
    .describe('Of a path that fails: the code of its cause, and who must act'),
  changes: z.array(z.looseObject({ store: z.string(), action: z.string() })),
  follows: z
    .array(z.string())
    .nullable()
    .optional()
    .describe(
      'The proxies of the user setting that its change of WinHTTP follows, as --allow-proxy takes them; empty: that setting has no proxy; null: it follows no user setting; absent: not known',
    ),
  migrations: z.array(migration).default([]).describe('Of migrate: the result for each of its gateways'),
  result: z
    .looseObject({ changed: z.array(z.string()), backup: z.string().nullable(), rolledBack: z.boolean() })
    .nullable(),
  error: z
    .looseObject({
      code: z.string(),
      message: z.string(),
      where: z.string().nullable(),
      next: z.string().nullable(),
      evidence: z.record(z.string(), z.unknown()).optional(),
    })
    .nullable(),
  again: z.boolean().describe('Whether to run it again'),
  durationMs: z.number(),
});

/** The result of `fleet`. */
export const fleet = z.looseObject({
  summary: z
    .looseObject({
      action: z.enum(FLEET_ACTIONS),
      total: z.int(),
      answered: z.int(),
      groups: z
        .array(
          z.looseObject({
            cause: z.string(),
            count: z.int(),
            exitCode: z.int(),
            computers: z.array(z.string()).describe('The first thousand'),
            missing: z.array(z.string()).optional().describe('Registry keys that were not visible'),
            packages: z
              .array(z.looseObject({ package: z.enum(PACKAGES), count: z.int() }))
              .optional()
              .describe('Packages of export intune without a result, and for how many computers'),
          }),
        )
        .describe('By cause, the largest first'),
      again: z.int(),
      againFile: z.string().nullable(),
      teams: z
        .array(z.looseObject({ to: z.enum(CHANGE_OWNERS), count: z.int() }))
        .describe('Of migrate: the owners, and for how many computers'),
      blockers: z
        .array(migrationChange.extend({ gateway: z.string(), count: z.int() }))
        .default([])
        .describe('Of migrate: the required changes, and for how many computers'),
      sites: z
        .array(
          z.looseObject({
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
