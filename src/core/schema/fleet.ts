import * as z from 'zod';
import { OWNERS } from '../causes/rule.ts';
import { PACKAGES } from '../export/intune-script.ts';
import { type FleetCause, RESULT_TRANSPORTS } from '../fleet/result.ts';
import { CHANGE_OWNERS, MIGRATION_ANSWERS } from '../migration/model.ts';
import { type FindingCode, SEVERITIES } from '../model/finding.ts';
import { FLEET_ACTIONS } from '../model/modes.ts';
import { growing, list, user, word } from './forms.ts';
import { migration, migrationChange, siteGateway } from './migration.ts';
import { changeResult, errorReport } from './run.ts';

/** One computer of a fleet. */
export const fleetMachine = z.object({
  computer: z
    .string()
    .describe(
      'As given on the command line or in the list; of fleet report: the name in the result, otherwise the file name',
    ),
  transport: z.enum(RESULT_TRANSPORTS),
  cause: word<FleetCause>().describe(
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
  findings: list(
    z.object({
      code: word<FindingCode>(),
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
    .object({ code: z.string(), owners: list(z.enum(OWNERS)) })
    .exactOptional()
    .describe('Of a path that fails: the code of its cause, and who must act'),
  changes: list(z.object({ store: z.string(), action: z.string() })),
  follows: list(z.string())
    .nullable()
    .exactOptional()
    .describe(
      'The proxies of the user setting that its change of WinHTTP follows, as --allow-proxy takes them; empty: that setting has no proxy; null: it follows no user setting; absent: not known',
    ),
  migrations: list(migration).default([]).describe('Of migrate: the result for each of its gateways'),
  result: changeResult.nullable(),
  error: errorReport.extend({ evidence: z.record(z.string(), z.unknown()).exactOptional() }).nullable(),
  again: z.boolean().describe('Whether to run it again'),
  durationMs: z.number(),
});

const named = list(z.string()).describe('The first thousand, in the order in which they were named');

/** Computers with the same cause. */
export const fleetGroup = z.object({
  cause: word<FleetCause>(),
  count: z.int(),
  exitCode: z.int().describe('Of the first one; equal within a group for most causes'),
  computers: named,
  missing: list(z.string())
    .exactOptional()
    .describe('Registry keys that were not visible; only for not-judged'),
  packages: list(z.object({ package: z.enum(PACKAGES), count: z.int() }))
    .exactOptional()
    .describe('Packages of export intune without a result, and for how many computers; only for not-judged'),
});

/** Computers with the same view of the network: the same gateways, routes and obstacles. */
export const fleetSite = z.object({
  answer: growing(MIGRATION_ANSWERS).describe('The least favorable answer of its gateways'),
  count: z.int(),
  computers: named,
  gateways: list(siteGateway),
});

/** A required change, and the number of computers that need it. */
export const fleetBlocker = migrationChange.extend({ gateway: z.string(), count: z.int() });

export const fleetSummary = z.object({
  action: z.enum(FLEET_ACTIONS),
  total: z.int(),
  answered: z.int(),
  groups: list(fleetGroup).describe('By cause, the largest first'),
  again: z.int().describe('How many to run again'),
  againFile: z.string().nullable().describe('The file that lists them; null: not requested'),
  teams: list(z.object({ to: z.enum(CHANGE_OWNERS), count: z.int() })).describe(
    'Of migrate: the owners, and for how many computers',
  ),
  blockers: list(fleetBlocker)
    .default([])
    .describe('Of migrate: the required changes, and for how many computers'),
  sites: list(fleetSite)
    .default([])
    .describe('Of migrate: computers with the same results, the largest group first'),
});

/** The result of `fleet`. */
export const fleet = z.object({
  summary: fleetSummary.nullable().describe('null: the run failed before its end'),
  machines: list(fleetMachine),
});
