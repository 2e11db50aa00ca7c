import * as z from 'zod';

const undone = z.looseObject({
  act: z.enum(['align', 'clear']),
  count: z.int().describe('How often in a row'),
  foundAt: z.iso.datetime(),
  stores: z.array(z.string()),
  by: z.string().nullable().describe('The policy that manages the store; null: not known'),
  pausedUntil: z.iso.datetime().nullable().describe('Setting is not tried again before'),
});

const run = z.looseObject({
  at: z.iso.datetime(),
  durationMs: z.number(),
  exitCode: z.int(),
  move: z
    .looseObject({
      act: z.enum(['align', 'clear', 'keep']),
      why: z.string(),
    })
    .nullable()
    .describe('null: the run failed before it could decide'),
  changed: z.array(z.string()),
  backup: z.string().nullable(),
  verdicts: z.array(z.looseObject({ gateway: z.string(), verdict: z.string() })),
  undone: undone.nullable(),
  error: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
});

/** What `schedule` found or did. */
export const schedule = z.looseObject({
  action: z.enum(['install', 'status', 'run', 'remove']),
  installed: z
    .looseObject({
      folder: z.string(),
      task: z.enum(['registered', 'missing', 'changed']),
      problem: z.string().nullable().describe('What is wrong with the installed program'),
    })
    .nullable(),
  run: run.nullable().describe('The last run'),
  log: z.string().nullable(),
});
