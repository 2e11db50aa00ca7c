import * as z from 'zod';
import { ACTORS, BASES, PROXY_ROLES } from '../../../core/explain/model.ts';
import { STAGES } from '../../../core/model/check.ts';
import { REQUEST_TEAMS } from '../revocation-owner.ts';

export const stage = z.enum(STAGES);

/** The meaning of an error code. */
export const explanation = z.looseObject({
  also: z.array(z.string()).optional().describe('Other known codes of the same text, by name'),
  input: z.string().describe('As typed'),
  hex: z.string(),
  signed: z.int(),
  unsigned: z.int(),
  win32: z.int().nullable().describe('The number of a Win32, RAS or WinHTTP error; null for other HRESULTs'),
  facility: z.looseObject({ number: z.int(), name: z.string().nullable() }).nullable(),
  name: z.string(),
  meaning: z.string(),
  proxy: z.enum(PROXY_ROLES).describe('Whether a proxy or its setting can be the cause'),
  basis: z.enum(BASES),
  causes: z
    .array(
      z.looseObject({
        id: z.string(),
        cause: z.string(),
        actor: z.enum(ACTORS),
        proofs: z.array(
          z.looseObject({
            kind: z.enum(['verdict', 'check', 'finding']),
            verdict: z.string().optional(),
            finding: z.string().optional(),
            stage: stage.optional(),
            reason: z.string().optional(),
          }),
        ),
        look: z.string().nullable(),
      }),
    )
    .describe('The most likely first'),
  sources: z.array(z.looseObject({ title: z.string(), url: z.string() })),
});

/** A request to another team. */
export const request = z.looseObject({
  gateway: z.string(),
  verdict: z.string(),
  to: z.enum(REQUEST_TEAMS),
  en: z.string(),
  ja: z.string(),
  seenFrom: z
    .looseObject({
      sites: z.array(z.int()).describe('Of fleet.summary.sites, counted from 1'),
      count: z.int().describe('Computers'),
      computers: z.array(z.string()).describe('The first thousand'),
    })
    .optional()
    .describe('Of a fleet: the computers that reported it'),
});
