import * as z from 'zod';
import { OWNERS } from '../../../core/causes/rule.ts';
import { CHANGE_ACTIONS } from '../../../core/decide/plan.ts';
import {
  CHECK_STATUSES,
  CHECKED_FROM,
  CHECKED_SETTINGS,
  GATEWAY_SOURCES,
  STAGES,
  type Stage,
} from '../../../core/model/check.ts';
import {
  BACKUP_FOLDERS,
  BACKUP_REASONS,
  CONFIRMED_BY,
  FOREIGN_REASONS,
  MACHINE_KINDS,
} from '../../../core/model/events.ts';
import { SEVERITIES } from '../../../core/model/finding.ts';
import { MODES } from '../../../core/model/modes.ts';
import { evidenceSchemas } from '../../../core/path/stage-evidence.ts';
import { PROXY_SCHEMES } from '../../../core/proxy/settings.ts';
import { NEWER_VALUES } from '../../../core/stores/lan-copies.ts';
import { CONCLUSION_STATES } from '../conclusion-facts.ts';
import { explanation, request, stage } from './advice.ts';
import { evidence } from './evidence.ts';
import { fleet } from './fleet.ts';
import { migration } from './migration.ts';
import { schedule } from './schedule.ts';

/**
 * The `--json` document, schema 1. Objects are open: schema 1 may add fields, but never changes their meaning.
 */
const server = z.looseObject({
  scheme: z.enum(PROXY_SCHEMES),
  host: z.string(),
  port: z.int().min(0).max(65535).nullable(),
});

const settings = z.looseObject({
  direct: z.boolean().describe('Flag bit 1 as stored'),
  proxy: z.looseObject({ enabled: z.boolean(), servers: z.array(server) }),
  bypass: z.array(z.string()),
  pac: z
    .looseObject({ enabled: z.boolean(), url: z.string().nullable() })
    .nullable()
    .describe('null for WinHTTP'),
  autoDetect: z.boolean().nullable().describe('null for WinHTTP'),
});

const store = z.looseObject({
  id: z.string().describe('wininet/<SID>/lan, wininet/<SID>/ras/<entry>, wininet/machine, winhttp/native, …'),
  present: z.boolean().nullable().describe('null: not visible'),
  managedBy: z.string().nullable(),
  settings: settings.nullable(),
  raw: z
    .looseObject({
      version: z.int().nullable(),
      counter: z.int().nullable(),
      flags: z.int().nullable(),
      length: z.int(),
      sha256: z.string(),
      unreadable: z.string().nullable(),
    })
    .nullable(),
  pending: z
    .looseObject({
      newer: z.enum(NEWER_VALUES),
      reason: z.string().nullable(),
      settings: settings.nullable(),
    })
    .optional()
    .describe('Of a LAN setting whose string values are, or may be, newer than its blob'),
});

const variant = z.enum(CHECKED_SETTINGS);
/** Present, or absent. */
const flag = (meaning: string) => z.literal(true).optional().describe(meaning);
const user = z.looseObject({ name: z.string().nullable(), sid: z.string().nullable() });

function checkOf<S extends Stage>(stage: S) {
  return z.looseObject({
    gateway: z.string(),
    stage: z.literal(stage),
    url: z.string().nullable(),
    via: z.string().describe('HOST:PORT or direct'),
    from: z.enum(CHECKED_FROM),
    stores: variant,
    status: z.enum(CHECK_STATUSES),
    durationMs: z.number(),
    evidence: evidenceSchemas[stage],
  });
}

export const documentSchema = z.looseObject({
  schemaVersion: z.literal('1.0'),
  tool: z.looseObject({ name: z.literal('p2s-fix'), version: z.string() }),
  mode: z.enum(MODES),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  machine: z
    .looseObject({
      kind: z.enum(MACHINE_KINDS),
      name: z.string().nullable(),
      os: z.looseObject({ platform: z.string(), version: z.string().nullable(), build: z.int().nullable() }),
      powershell: z
        .looseObject({ version: z.string(), edition: z.string(), languageMode: z.string() })
        .nullable(),
      user: user.extend({ elevated: z.boolean().nullable() }).nullable(),
      vpnUser: user.nullable(),
    })
    .nullable(),
  stores: z.array(store),
  gateways: z.array(
    z.looseObject({
      host: z.string(),
      port: z.int(),
      source: z.enum(GATEWAY_SOURCES),
      profiles: z
        .array(
          z.looseObject({
            format: z.string(),
            file: z.string(),
            types: z.array(z.string()).nullable().describe('null: not stated'),
            roots: z.array(
              z.looseObject({
                name: z.string().nullable(),
                sha1: z.string().nullable(),
                sha256: z.string().nullable(),
              }),
            ),
            vnetId: z.string().nullable(),
            entry: z.string().nullable(),
            strategy: z.int().nullable(),
          }),
        )
        .optional()
        .describe('What profiles and phonebooks contain about it'),
    }),
  ),
  findings: z.array(
    z.looseObject({
      code: z.string(),
      severity: z.enum(SEVERITIES),
      store: z.string().nullable(),
      message: z.string(),
      evidence: z.record(z.string(), z.unknown()),
      remedy: z.string().nullable(),
    }),
  ),
  plan: z
    .looseObject({
      id: z.string().regex(/^sha256:[0-9a-f]{64}$/),
      changes: z.array(
        z.looseObject({
          store: z.string(),
          action: z.enum(CHANGE_ACTIONS),
          before: settings.nullable(),
          after: settings,
          needsElevation: z.boolean(),
          strings: z
            .array(
              z.looseObject({
                valueName: z.string(),
                before: z.string().nullable(),
                after: z.string().nullable(),
              }),
            )
            .optional()
            .describe('The string values, if only they are written'),
        }),
      ),
    })
    .nullable(),
  result: z
    .looseObject({
      changed: z.array(z.string()),
      backup: z.string().nullable(),
      backups: z.array(z.string()).optional(),
      rolledBack: z.boolean(),
      recovered: z.literal(true).optional(),
    })
    .nullable(),
  checks: z.array(z.union(STAGES.map((stage) => checkOf(stage)))),
  verdicts: z.array(
    z.looseObject({
      gateway: z.string(),
      stores: variant,
      verdict: z.string(),
      cause: z.string().optional().describe('What decided it: VERDICT, or VERDICT.variant'),
      steps: z
        .array(
          z.looseObject({
            owner: z.enum(OWNERS),
            action: z.string(),
            command: z.array(z.string()).nullable(),
          }),
        )
        .optional()
        .describe('Who must do what about it'),
      stage: stage.nullable(),
      mendedByProposal: flag('With the proposed settings, the gateway is reachable from this computer'),
      losesByProposal: flag(
        'With the settings that fix it, another gateway becomes unreachable (candidate-fails)',
      ),
      failsByProposal: flag('With the proposed settings, the gateway is unreachable from this computer too'),
      revokedByProposal: flag(
        'With the proposed settings, all routes work, and a CRL or an OCSP answer reports the certificate as revoked',
      ),
      worksToday: flag('Of the proposed settings: the path works with the current ones'),
      notProposed: flag(
        'No other settings are proposed, or they cannot be written: apply does not change this result',
      ),
      collectedAt: z.iso
        .datetime()
        .optional()
        .describe('Of a transcript: when it was recorded; the path is evaluated for that time'),
      command: z
        .string()
        .optional()
        .describe('The complete command that applies the proposed change, if that fixes it'),
    }),
  ),
  requests: z.array(request).describe('Requests to other teams, ready to paste'),
  needs: z.looseObject({
    elevation: z.array(z.string()),
    command: z.string().nullable().optional().describe('The exact command for an administrator'),
    restart: z.boolean(),
    restartPending: z.array(z.string()),
    redial: z.boolean(),
  }),
  evidence: evidence.optional().describe('Evidence of VPN problems on the computer'),
  files: z.array(z.string()).optional().describe('The files that were written for the caller'),
  backups: z
    .array(
      z.looseObject({
        number: z.string(),
        createdAt: z.string().nullable(),
        reason: z.enum(BACKUP_REASONS).nullable(),
        problem: z.string().nullable(),
        where: z.enum(BACKUP_FOLDERS),
        own: z.boolean(),
        foreign: z.enum(FOREIGN_REASONS).nullable(),
        due: z.literal(true).optional(),
        file: z.string().optional(),
      }),
    )
    .optional(),
  confirmed: z
    .looseObject({ backup: z.string(), by: z.enum(CONFIRMED_BY) })
    .optional()
    .describe('A change was confirmed and is no longer rolled back automatically'),
  explanation: explanation.optional().describe('The result of explain'),
  migration: z.array(migration).optional().describe('The result of migrate, by gateway'),
  fleet: fleet.optional().describe('The result of fleet'),
  schedule: schedule.optional().describe('The result of schedule'),
  error: z
    .looseObject({
      code: z.string(),
      message: z.string(),
      where: z.string().nullable(),
      next: z.string().nullable(),
    })
    .optional(),
  followUps: z
    .record(z.string(), z.string())
    .optional()
    .describe('The options of this run that follow-up commands need, by command'),
  summary: z
    .looseObject({
      code: z
        .string()
        .nullable()
        .optional()
        .describe('The cause, finding or error that the headline reports; null for none'),
      state: z.enum(CONCLUSION_STATES),
      headline: z.string(),
      cause: z.string().nullable(),
      change: z.string().nullable(),
      owners: z.array(z.looseObject({ owner: z.enum(OWNERS), action: z.string() })),
      next: z.array(z.looseObject({ text: z.string(), command: z.array(z.string()) })),
    })
    .describe('The problem, the owners, and the command to run'),
  exitCode: z.int().describe('The unmapped exit code'),
});

/** The JSON Schema that ships as `p2s-fix/schema.json`, open for the members of later versions. */
export function reportSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(documentSchema, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) jsonSchema.additionalProperties = {};
    },
  });
  return { $id: 'p2s-fix-report-1.0', title: 'p2s-fix report', ...schema };
}
