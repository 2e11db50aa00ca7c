import * as z from 'zod';
import { LOG_STATES } from '../evidence/local-evidence.ts';
import { EVENT_SOURCES } from '../evidence/vpn-events.ts';
import { STAGES, type Stage } from '../model/check.ts';
import { CHANGE_ACTIONS } from '../model/events.ts';
import { SEVERITIES } from '../model/finding.ts';
import { MODES } from '../model/modes.ts';
import { VISIBILITIES } from '../model/registry.ts';
import { evidenceSchemas } from '../path/stage-evidence.ts';
import { PROXY_SCHEMES } from '../proxy/settings.ts';
import { NEWER_VALUES } from '../stores/lan-copies.ts';
import { explanation, request } from './advice.ts';
import { fleet } from './fleet.ts';
import { list, published } from './forms.ts';
import { migration } from './migration.ts';
import { checked, gateway, verdict } from './path.ts';
import { backupLine, changeResult, conclusion, confirmation, errorReport, machine, needs } from './run.ts';
import { schedule } from './schedule.ts';

const log = z.object({ name: z.string(), state: z.enum(LOG_STATES), hresult: z.int().nullable() });

/** An event of the SSTP client (RasSstp) or the RAS client (RasClient). Texts are safe to show. */
const vpnEvent = z.object({
  source: z.enum(EVENT_SOURCES),
  id: z.int(),
  at: z.iso.datetime(),
  coId: z
    .string()
    .nullable()
    .describe(
      'The same for all events of one attempt; equals its SSTPCORRELATIONID, lower-case, without braces',
    ),
  connection: z.string().nullable(),
  code: z.int().nullable().describe('Unsigned; a Win32 error as the small number'),
  httpStatus: z.int().nullable(),
  hashes: z
    .object({ sha1: z.string().nullable(), sha256: z.string().nullable() })
    .nullable()
    .describe('Of the certificate that the client received (event 6); lower-case hex'),
  text: z
    .string()
    .nullable()
    .describe('The text that Windows added, in its display language; shown, never parsed'),
});

const cacheAge = z.object({
  account: z.string().describe('user: the user who ran p2s-fix; otherwise the SID of a service account'),
  state: z.enum(VISIBILITIES),
  files: z.int(),
  omitted: z.boolean(),
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
});

/** Evidence of VPN problems on a computer: decoded, bounded, without certificates. */
export const evidence = z.object({
  unavailable: z.string().nullable().describe('Why nothing was read'),
  logs: list(log),
  events: list(vpnEvent).describe('The newest first'),
  crlCaches: list(cacheAge),
  vpnConnections: z
    .object({ unavailable: z.string().nullable(), count: z.int() })
    .nullable()
    .describe('The number of connections that Get-VpnConnection reported, or why it failed'),
});

const server = z.object({
  scheme: z.enum(PROXY_SCHEMES),
  host: z.string(),
  port: z.int().min(0).max(65535).nullable(),
});

const settings = z.object({
  direct: z.boolean().describe('Flag bit 1 as stored'),
  proxy: z.object({ enabled: z.boolean(), servers: z.array(server) }),
  bypass: z.array(z.string()),
  pac: z.object({ enabled: z.boolean(), url: z.string().nullable() }).nullable().describe('null for WinHTTP'),
  autoDetect: z.boolean().nullable().describe('null for WinHTTP'),
});

const store = z.object({
  id: z.string().describe('wininet/<SID>/lan, wininet/<SID>/ras/<entry>, wininet/machine, winhttp/native, …'),
  present: z.boolean().nullable().describe('null: not visible'),
  managedBy: z.string().nullable(),
  settings: settings.nullable(),
  raw: z
    .object({
      version: z.int().nullable(),
      counter: z.int().nullable(),
      flags: z.int().nullable(),
      length: z.int(),
      sha256: z.string(),
      unreadable: z.string().nullable(),
    })
    .nullable(),
  pending: z
    .object({
      newer: z.enum(NEWER_VALUES),
      reason: z.string().nullable(),
      settings: settings.nullable(),
    })
    .exactOptional()
    .describe('Of a LAN setting whose string values are, or may be, newer than its blob'),
});

function checkOf<S extends Stage>(stage: S) {
  const { gateway: of, ...rest } = checked.shape;
  return z.object({ gateway: of, stage: z.literal(stage), ...rest, evidence: evidenceSchemas[stage] });
}

/** The `--json` document (docs/reference.md). Schema 1 may add members, but never changes their meaning. */
export const documentSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('p2s-fix'), version: z.string() }),
  mode: z.enum(MODES),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  machine: machine.nullable(),
  stores: z.array(store),
  gateways: z.array(gateway),
  findings: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(SEVERITIES),
      store: z.string().nullable(),
      message: z.string(),
      evidence: z.record(z.string(), z.unknown()),
      remedy: z.string().nullable(),
    }),
  ),
  plan: z
    .object({
      id: z.string().regex(/^sha256:[0-9a-f]{64}$/),
      changes: z.array(
        z.object({
          store: z.string(),
          action: z.enum(CHANGE_ACTIONS),
          before: settings.nullable(),
          after: settings,
          needsElevation: z.boolean(),
          strings: z
            .array(
              z.object({
                valueName: z.string(),
                before: z.string().nullable(),
                after: z.string().nullable(),
              }),
            )
            .exactOptional()
            .describe('The string values, if only they are written'),
        }),
      ),
    })
    .nullable(),
  result: changeResult.nullable(),
  checks: z.array(z.union(STAGES.map((stage) => checkOf(stage)))),
  verdicts: z.array(verdict),
  requests: z.array(request).describe('Requests to other teams, ready to paste'),
  needs,
  evidence: evidence.exactOptional().describe('Evidence of VPN problems on the computer'),
  files: z.array(z.string()).exactOptional().describe('The files that were written for the caller'),
  backups: z.array(backupLine).exactOptional(),
  confirmed: confirmation
    .exactOptional()
    .describe('A change was confirmed and is no longer rolled back automatically'),
  explanation: explanation.exactOptional().describe('The result of explain'),
  migration: z.array(migration).exactOptional().describe('The result of migrate, by gateway'),
  fleet: fleet.exactOptional().describe('The result of fleet'),
  schedule: schedule.exactOptional().describe('The result of schedule'),
  error: errorReport.exactOptional(),
  followUps: z
    .record(z.string(), z.string())
    .exactOptional()
    .describe('The options of this run that follow-up commands need, by command'),
  summary: conclusion.describe('The problem, the owners, and the command to run'),
  exitCode: z.int().describe('The unmapped exit code'),
});

/** The JSON Schema that ships as `p2s-fix/schema.json`. */
export function reportSchema(): Record<string, unknown> {
  return { $id: 'p2s-fix-report-1.0', title: 'p2s-fix report', ...published(documentSchema) };
}
