import * as z from 'zod';
import { ROOT_STATES } from '../findings/profile-currency.ts';
import type { ChangeCode, MoveCode } from '../migration/model.ts';
import {
  CHANGE_OWNERS,
  MIGRATION_ANSWERS,
  NEXT_PROTOCOLS,
  OUTLOOKS,
  TRANSPORTS,
} from '../migration/model.ts';
import type { RouteVerdict } from '../migration/route-verdict.ts';
import { CHECKED_FROM, type VerdictCode } from '../model/check.ts';
import { flag, list, word } from './forms.ts';

const seenRoute = z.object({
  protocol: z.enum(NEXT_PROTOCOLS),
  transport: z.enum(TRANSPORTS),
  port: z.int(),
  via: z.string().describe('HOST:PORT or direct'),
  verdict: word<RouteVerdict>().describe('docs/migrate.md'),
  evidence: z.record(z.string(), z.unknown()).describe('Without any key'),
});
export const migrationRoute = seenRoute.extend({ durationMs: z.number() });

/** One protocol, with its routes. */
export const protocol = z.object({
  offered: z.boolean().nullable().describe('By the profiles; null: not stated there'),
  outlook: z.enum(OUTLOOKS),
  ways: list(migrationRoute),
});
const seenProtocol = protocol.extend({ ways: list(seenRoute) });

const sstp = word<VerdictCode>().nullable().describe('The verdict of the SSTP check; null: not checked');
const sstpEnds = z.string().nullable().describe('YYYY-MM-DD');
const answer = z.enum(MIGRATION_ANSWERS);
const cause = word<MoveCode>().describe('The rule that decided: the answer, or a variant of it');
const only = z
  .literal('openvpn')
  .exactOptional()
  .describe('The one protocol of its profiles: the move is made by it');

/** A change that is needed before a gateway can be moved. */
export const migrationChange = z.object({
  code: word<ChangeCode>(),
  to: z.enum(CHANGE_OWNERS),
  protocol: z.enum(NEXT_PROTOCOLS).nullable().describe('null: for either'),
  ports: list(z.int()),
  via: z.string().nullable().describe('The proxy that it is about'),
  by: z.string().nullable().describe('YYYY-MM-DD'),
});

const besides = list(migrationChange)
  .exactOptional()
  .describe('What blocks OpenVPN, if the move uses IKEv2 and does not need it');

/** One gateway as all computers of a site see it. */
export const siteGateway = z.object({
  gateway: z.string(),
  sstp,
  ikev2: seenProtocol,
  openvpn: seenProtocol,
  sstpEnds,
  only,
  answer,
  cause,
  changes: list(migrationChange),
  besides,
});

/** What a move needs of the computer, and not of the network. */
export const readiness = z.object({
  profiles: list(z.object({ files: list(z.string()), roots: list(z.string()), state: z.enum(ROOT_STATES) })),
  rootTrusted: z
    .boolean()
    .nullable()
    .describe('Whether this system trusts the root of the gateway; null: not known'),
  rootGiven: flag.describe('By --ca; then rootTrusted is null'),
  clients: z
    .object({
      windows: z.boolean().nullable().describe('The one of Windows: SSTP, IKEv2'),
      azureVpnClient: z
        .boolean()
        .nullable()
        .describe('OpenVPN; whether it supports a proxy is not documented'),
      openVpn: z.boolean().nullable().describe('OpenVPN, also through a proxy (http-proxy)'),
    })
    .describe('null: not observable'),
  sstpEnds,
  oldRootEnds: z
    .string()
    .nullable()
    .describe(
      "YYYY-MM-DD; null where it does not apply, or the date of Microsoft's notification is not known",
    ),
});

/** The result of `migrate` for one gateway, seen from one network. */
export const migration = z.object({
  gateway: z.string(),
  from: z.enum(CHECKED_FROM),
  sstp,
  ikev2: protocol,
  openvpn: protocol,
  readiness,
  only,
  answer,
  cause,
  changes: list(migrationChange),
  besides,
});
