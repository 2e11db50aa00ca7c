import * as z from 'zod';
import { NOT_FOLLOWED_REASONS } from '../decide/not-followed.ts';
import { SCHEDULE_ACTIONS } from '../model/modes.ts';
import { TASK_STATES } from '../schedule/record.ts';
import { SCHEDULED_ACTS } from '../schedule/reversion.ts';

const reversion = z.object({
  act: z.enum(SCHEDULED_ACTS),
  count: z.int().describe('How often in a row'),
  foundAt: z.iso.datetime(),
  stores: z.array(z.string()),
  by: z.string().nullable().describe('The policy that manages the setting; null: not known'),
  leftAlone: z.boolean().describe('The task does not set it again'),
});

const run = z.object({
  at: z.iso.datetime(),
  durationMs: z.number(),
  exitCode: z.int(),
  move: z
    .object({
      act: z.enum([...SCHEDULED_ACTS, 'keep']),
      why: z.string(),
    })
    .nullable()
    .describe('null: the run failed before it could decide'),
  changed: z.array(z.string()),
  backup: z.string().nullable(),
  backups: z.array(z.string()).exactOptional(),
  verdicts: z.array(z.object({ gateway: z.string(), verdict: z.string(), cause: z.string() })),
  undone: reversion.nullable(),
  notFollowed: z
    .object({
      reason: z.enum(NOT_FOLLOWED_REASONS),
      sid: z.string().nullable(),
      name: z.string().nullable(),
      servers: z.array(z.string()).describe('HOST:PORT; none: direct'),
      wsus: z.string().nullable().describe('Address of the update server, if that is the reason'),
      isNeeded: z.boolean().describe('WinHTTP has another setting'),
    })
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
      problem: z.string().nullable().describe('The problem of the installed program'),
    })
    .nullable(),
  run: run.nullable().describe('The last run'),
  log: z.string().nullable(),
});
