import * as z from 'zod';
import { TEAMS } from '../../../core/causes/rule.ts';
import { ACTORS, BASES, KNOWN_KINDS, PROXY_ROLES } from '../../../core/explain/model.ts';
import { STAGES } from '../../../core/model/check.ts';

export const stage = z.enum(STAGES);

const explained = {
  kind: z.enum(KNOWN_KINDS),
  id: z.string().describe('Of a code, its number in decimal'),
  name: z.string(),
  meaning: z.string(),
};

/** The meaning of the most specific part of a text. Only a code has `hex` to `facility`. */
export const explanation = z.looseObject({
  ...explained,
  also: z
    .array(z.looseObject(explained))
    .optional()
    .describe('What else the text has, the most specific first'),
  unknown: z.array(z.string()).optional().describe('Codes of the text that are not known'),
  input: z.string().describe('The start of the text'),
  list: z.string().optional().describe('The proxy list of a WinHTTP setting in the text'),
  hex: z.string().optional(),
  signed: z.int().optional(),
  unsigned: z.int().optional(),
  win32: z
    .int()
    .nullable()
    .optional()
    .describe('The number of a Win32, RAS or WinHTTP error; null for other HRESULTs'),
  facility: z.looseObject({ number: z.int(), name: z.string().nullable() }).nullable().optional(),
  proxy: z
    .enum(PROXY_ROLES)
    .nullable()
    .describe('Whether a proxy or its setting can be the cause; null for anything but an error of Windows'),
  acts: z.string().optional().describe('Of a verdict: who acts, and how'),
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
  to: z.enum(TEAMS),
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
