import * as z from 'zod';
import { ROOT_STATES } from '../findings/profile-currency.ts';
import {
  CHANGE_OWNERS,
  MIGRATION_ANSWERS,
  NEXT_PROTOCOLS,
  OUTLOOKS,
  TRANSPORTS,
} from '../migration/model.ts';
import { CHECKED_FROM } from '../model/check.ts';

const seenRoute = z.object({
  protocol: z.enum(NEXT_PROTOCOLS),
  transport: z.enum(TRANSPORTS),
  port: z.int(),
  via: z.string().describe('HOST:PORT or direct'),
  verdict: z.string().describe('docs/verdicts.md'),
  evidence: z.record(z.string(), z.unknown()),
});

const protocol = z.object({
  offered: z.boolean().nullable().describe('By the profiles; null: not stated there'),
  outlook: z.enum(OUTLOOKS),
  ways: z.array(seenRoute.extend({ durationMs: z.number() })),
});
const seenProtocol = protocol.extend({ ways: z.array(seenRoute) });

const sstp = z.string().nullable().describe('The verdict of the SSTP check; null: not checked');
const sstpEnds = z.string().nullable().describe('YYYY-MM-DD');
const answer = z.enum(MIGRATION_ANSWERS);
const cause = z.string().describe('The rule that decided: the answer, or a variant of it');
const only = z
  .literal('openvpn')
  .exactOptional()
  .describe('The one protocol of its profiles: the move is made by it');

/** A change that is needed before a gateway can be moved. */
export const migrationChange = z.object({
  code: z.string(),
  to: z.enum(CHANGE_OWNERS),
  protocol: z.enum(NEXT_PROTOCOLS).nullable().describe('null: for either'),
  ports: z.array(z.int()),
  via: z.string().nullable(),
  by: z.string().nullable().describe('YYYY-MM-DD'),
});

const besides = z
  .array(migrationChange)
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
  changes: z.array(migrationChange),
  besides,
});

/** The result of `migrate` for one gateway, seen from one network. */
export const migration = z.object({
  gateway: z.string(),
  from: z.enum(CHECKED_FROM),
  sstp,
  ikev2: protocol,
  openvpn: protocol,
  readiness: z.object({
    profiles: z.array(
      z.object({
        files: z.array(z.string()),
        roots: z.array(z.string()),
        state: z.enum(ROOT_STATES),
      }),
    ),
    rootTrusted: z.boolean().nullable(),
    rootGiven: z.literal(true).exactOptional().describe('By --ca; then rootTrusted is null'),
    clients: z.object({
      windows: z.boolean().nullable(),
      azureVpnClient: z.boolean().nullable(),
      openVpn: z.boolean().nullable(),
    }),
    sstpEnds,
    oldRootEnds: z.string().nullable().describe('YYYY-MM-DD'),
  }),
  only,
  answer,
  cause,
  changes: z.array(migrationChange),
  besides,
});
