import * as z from 'zod';
import { TEAMS } from '../causes/rule.ts';
import { ACTORS, BASES, KNOWN_KINDS, MISSING_PIECES, PROXY_ROLES } from '../explain/model.ts';
import { STAGES } from '../model/check.ts';

export const stage = z.enum(STAGES);

const explained = {
  kind: z.enum(KNOWN_KINDS),
  id: z.string().describe('Of a code, its number in decimal'),
  name: z.string(),
  meaning: z.string(),
};

/** The meaning of the most specific part of a text. Only a code has `hex` to `facility`. */
export const explanation = z.object({
  ...explained,
  also: z
    .array(z.object(explained))
    .exactOptional()
    .describe('What else the text has, the most specific first'),
  unknown: z.array(z.string()).exactOptional().describe('Codes of the text that are not known'),
  unread: z.array(z.string()).exactOptional().describe('The start of each part with nothing known'),
  missing: z.array(z.enum(MISSING_PIECES)).exactOptional().describe('What a diagnosis lacks'),
  proved: z.literal(true).exactOptional().describe('The settings in the same text prove the causes'),
  input: z.string().describe('The start of the text'),
  list: z.string().exactOptional().describe('The proxy list, or the PAC file, of a setting in the text'),
  hex: z.string().exactOptional(),
  signed: z.int().exactOptional(),
  unsigned: z.int().exactOptional(),
  win32: z
    .int()
    .nullable()
    .exactOptional()
    .describe('The number of a Win32, RAS or WinHTTP error; null for other HRESULTs'),
  facility: z.object({ number: z.int(), name: z.string().nullable() }).nullable().exactOptional(),
  proxy: z
    .enum(PROXY_ROLES)
    .nullable()
    .describe('Whether a proxy or its setting can be the cause; null for anything but an error of Windows'),
  acts: z.string().exactOptional().describe('Of a verdict: who acts, and how'),
  basis: z.enum(BASES),
  causes: z
    .array(
      z.object({
        id: z.string(),
        cause: z.string(),
        actor: z.enum(ACTORS),
        proofs: z.array(
          z.object({
            kind: z.enum(['verdict', 'check', 'finding']),
            verdict: z.string().exactOptional(),
            finding: z.string().exactOptional(),
            stage: stage.exactOptional(),
            reason: z.string().exactOptional(),
          }),
        ),
        look: z.string().nullable(),
      }),
    )
    .describe('The most likely first'),
  sources: z.array(z.object({ title: z.string(), url: z.string() })),
});

/** A request to another team. */
export const request = z.object({
  gateway: z.string(),
  verdict: z.string(),
  to: z.enum(TEAMS),
  en: z.string(),
  ja: z.string(),
  seenFrom: z
    .object({
      sites: z.array(z.int()).describe('Of fleet.summary.sites, counted from 1'),
      count: z.int().describe('Computers'),
      computers: z.array(z.string()).describe('The first thousand'),
    })
    .exactOptional()
    .describe('Of a fleet: the computers that reported it'),
});
