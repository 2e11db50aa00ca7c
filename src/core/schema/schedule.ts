import * as z from 'zod';
import { NOT_FOLLOWED_REASONS } from '../decide/not-followed.ts';
import type { VerdictCode } from '../model/check.ts';
import { SCHEDULE_ACTIONS } from '../model/modes.ts';
import { TASK_STATES } from '../schedule/record.ts';
import { SCHEDULED_ACTS } from '../schedule/reversion.ts';
import { list, word } from './forms.ts';

/** A scheduled change that was reverted outside p2s-fix. */
export const reversion = z.object({
  act: z.enum(SCHEDULED_ACTS).describe('The reverted change'),
  count: z.int().describe('How often in a row'),
  foundAt: z.iso.datetime().describe('When it was last found'),
  stores: list(z.string()),
  by: z.string().nullable().describe('The policy that manages the setting; null: not known'),
  leftAlone: z.boolean().describe('The task does not set it again'),
});

/** Why an unattended run does not follow a user's setting, and what that setting means for WinHTTP. */
export const notFollowed = z.object({
  reason: z
    .enum(NOT_FOLLOWED_REASONS)
    .describe(
      'nothing-named: no state, allow-list or policy names a proxy; not-allowed: the list lacks this one; direct: the setting would remove a proxy that no scheduled run set; wsus-http: the update server uses plain http, where whoever chooses the proxy chooses the updates',
    ),
  sid: z.string().nullable().describe('The user of the setting; null: not known'),
  name: z.string().nullable(),
  servers: list(z.string()).describe('HOST:PORT; none: direct'),
  wsus: z.string().nullable().describe('Address of the update server, if that is the reason'),
  isNeeded: z.boolean().describe('WinHTTP has another setting'),
});

/** The actions and results of one scheduled run. */
export const run = z.object({
  at: z.iso.datetime().describe('When it began'),
  durationMs: z.number(),
  exitCode: z.int(),
  move: z
    .object({
      act: z.enum([...SCHEDULED_ACTS, 'keep']),
      why: z.string(),
    })
    .nullable()
    .describe('null: the run failed before it could decide'),
  changed: list(z.string()).describe('Settings that were written'),
  backup: z.string().nullable().describe('Number of the last backup'),
  backups: list(z.string())
    .exactOptional()
    .describe('All in order, if there are several: one for each user that was changed'),
  verdicts: list(z.object({ gateway: z.string(), verdict: word<VerdictCode>(), cause: z.string() })).describe(
    'With the settings after the run',
  ),
  undone: reversion.nullable(),
  notFollowed: notFollowed
    .nullable()
    .exactOptional()
    .describe('Why the setting of a user is not followed; null: it is followed, or that was not requested'),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

/** The result of `schedule`. */
export const schedule = z.object({
  action: z.enum(SCHEDULE_ACTIONS),
  installed: z
    .object({
      folder: z.string(),
      task: z.enum(TASK_STATES),
      problem: z.string().nullable().describe('The problem of the installed program; null: it is unchanged'),
    })
    .nullable()
    .describe('null: not installed, or not read'),
  run: run.nullable().describe('The last run; null: unknown'),
  log: z.string().nullable().describe('The log of the runs, the newest last'),
});
