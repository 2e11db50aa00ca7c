import * as z from 'zod';
import type { LocalEvidence } from '../../core/evidence/local-evidence.ts';
import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { evidenceSchema } from '../evidence-schema.ts';
import {
  type EffectiveProxy,
  FOUND_BY,
  type Listeners,
  type ProxyResolution,
  STEP_STATUSES,
  type WinHttpFetches,
  type WriteReport,
} from '../port.ts';
import { safeParse } from './safe-parse.ts';
import { valueOrNullSchema } from './value.ts';

/** The result of one step of a change, as the scripts report it. */
export const stepOutcomeSchema = z.object({
  id: z.string(),
  status: z.enum(STEP_STATUSES),
  how: z.enum(['registry', 'winhttp-api']).nullable(),
  found: valueOrNullSchema,
  now: valueOrNullSchema,
  createdKey: z.boolean(),
  hresult: z.number().nullable(),
});

const writeReportSchema = z.object({
  outcomes: z.array(stepOutcomeSchema),
  notified: z.boolean().nullable(),
});

const effectiveSchema = z.object({
  winHttp: z
    .object({ accessType: z.number(), proxy: z.string().nullable(), bypass: z.string().nullable() })
    .nullable(),
  winInetUser: z
    .object({
      autoDetect: z.boolean(),
      autoConfigUrl: z.string().nullable(),
      proxy: z.string().nullable(),
      bypass: z.string().nullable(),
    })
    .nullable(),
  unavailable: z.string().nullable(),
  win32: z.number().nullable(),
});

const fetchesSchema = z.union([
  z.object({
    client: z.string(),
    account: z.string().nullable(),
    fetches: z.array(
      z.object({
        id: z.string(),
        status: z.number().nullable(),
        hresult: z.number().nullable(),
        bytes: z.number(),
        contentLength: z.number().nullable(),
        bodyHex: z.string(),
        location: z.string().nullable(),
        durationMs: z.number(),
      }),
    ),
  }),
  z.object({ client: z.null(), unavailable: z.string() }),
]);

const resolutionSchema = z.object({
  answers: z.array(
    z.object({
      id: z.string(),
      accessType: z.number().nullable(),
      proxy: z.string().nullable(),
      bypass: z.string().nullable(),
      foundBy: z.enum(FOUND_BY).nullable(),
      win32: z.number().nullable(),
    }),
  ),
  unavailable: z.string().nullable(),
});

const listenersSchema = z.object({
  listeners: z
    .array(
      z.object({
        port: z.number(),
        address: z.string(),
        pid: z.number(),
        process: z.string().nullable(),
      }),
    )
    .nullable(),
  unavailable: z.string().nullable(),
});

export function parseWriteReport(result: unknown): WriteReport {
  return check(writeReportSchema, result, 'Set-P2SRegistry');
}

export function parseEffective(result: unknown): EffectiveProxy {
  return check(effectiveSchema, result, 'Get-P2SEffectiveProxy');
}

export function parseWinHttpFetches(result: unknown): WinHttpFetches {
  const parsed = check(fetchesSchema, result, 'Test-P2SRevocationUrl');
  if ('fetches' in parsed) return { ...parsed, unavailable: null };
  return { fetches: [], account: null, unavailable: parsed.unavailable };
}

export function parseProxyResolution(result: unknown): ProxyResolution {
  return check(resolutionSchema, result, 'Resolve-P2SProxy');
}

export function parseListeners(result: unknown): Listeners {
  return check(listenersSchema, result, 'Get-P2SListener');
}

export function parseEvidence(result: unknown): LocalEvidence {
  return check(evidenceSchema, result, 'Get-P2SEvidence');
}

/** Throws P2sError `powershell-failed` for a reply of another shape. */
export function check<T>(schema: z.ZodType<T>, result: unknown, script: string): T {
  const parsed = safeParse(schema, result);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new P2sError('powershell-failed', say('The reply of the script is not what was expected.'), {
    where: `${script}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    next: say('Reinstall p2s-fix: the scripts and the program have different versions.'),
  });
}
