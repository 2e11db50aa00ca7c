import * as z from 'zod';
import { OWNERS } from '../causes/rule.ts';
import { VERDICT_CODES } from '../causes/verdicts.ts';
import {
  CHECK_STATUSES,
  CHECKED_FROM,
  CHECKED_SETTINGS,
  GATEWAY_SOURCES,
  SERVICE_ROUTES,
  STAGES,
} from '../model/check.ts';
import { flag, growing, list } from './forms.ts';

/** What one file contains about a gateway. */
const gatewaySays = z.object({
  format: z.string(),
  file: z.string(),
  /** Tunnel types. */
  types: list(z.string()).nullable().describe('null: not stated'),
  roots: list(
    z.object({ name: z.string().nullable(), sha1: z.string().nullable(), sha256: z.string().nullable() }),
  ),
  vnetId: z.string().nullable(),
  /** Only for a phonebook: the entry, and its strategy (VS_* of ras.h). */
  entry: z.string().nullable(),
  strategy: z.int().nullable(),
});

export const gateway = z.object({
  host: z.string(),
  port: z.int(),
  source: z.enum(GATEWAY_SOURCES),
  url: z.string().exactOptional().describe('Of a service: the URL that is requested, in place of SSTP'),
  as: z.enum(SERVICE_ROUTES).exactOptional().describe('Of a service: whose setting decides its route'),
  profiles: list(gatewaySays).exactOptional().describe('What profiles and phonebooks contain about it'),
});

export const stage = z.enum(STAGES);

/** A stage of a path to a gateway, with the settings that were used. The stage itself decides the evidence. */
export const checked = z.object({
  gateway: z.string(),
  /** Of a revocation download. */
  url: z.string().nullable(),
  via: z.string().describe('HOST:PORT or direct'),
  from: z.enum(CHECKED_FROM),
  stores: z.enum(CHECKED_SETTINGS),
  status: z.enum(CHECK_STATUSES),
  durationMs: z.number(),
});

export const verdict = z.object({
  gateway: z.string(),
  stores: z.enum(CHECKED_SETTINGS),
  verdict: growing(VERDICT_CODES),
  /** This and the steps: once the run has ended. */
  cause: z.string().exactOptional().describe('What decided it: VERDICT, or VERDICT.variant'),
  steps: list(z.object({ owner: z.enum(OWNERS), action: z.string(), command: list(z.string()).nullable() }))
    .exactOptional()
    .describe('Who must do what about it'),
  /** The stage that decided it; `null` for `reachable`. */
  stage: stage.nullable(),
  mendedByProposal: flag.describe('With the proposed settings, the gateway is reachable from this computer'),
  losesByProposal: flag.describe(
    'With the settings that fix it, another gateway becomes unreachable (candidate-fails)',
  ),
  failsByProposal: flag.describe(
    'With the proposed settings, the gateway is unreachable from this computer too',
  ),
  revokedByProposal: flag.describe(
    'With the proposed settings, all routes work, and a CRL or an OCSP answer reports the certificate as revoked',
  ),
  worksToday: flag.describe('Of the proposed settings: the path works with the current ones'),
  notProposed: flag.describe(
    'No other settings are proposed, or they cannot be written: apply does not change this result',
  ),
  collectedAt: z.iso
    .datetime()
    .exactOptional()
    .describe('Of a transcript: when it was recorded; the path is evaluated for that time'),
  command: z
    .string()
    .exactOptional()
    .describe('The complete command that applies the proposed change, if that fixes it'),
});
