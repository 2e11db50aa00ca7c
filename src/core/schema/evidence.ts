import * as z from 'zod';
import { LOG_STATES } from '../evidence/local-evidence.ts';
import { EVENT_SOURCES } from '../evidence/vpn-events.ts';
import { VISIBILITIES } from '../model/registry.ts';

/** Evidence of VPN problems on a computer. */
export const evidence = z.object({
  unavailable: z.string().nullable().describe('Why nothing was read'),
  logs: z.array(
    z.object({
      name: z.string(),
      state: z.enum(LOG_STATES),
      hresult: z.int().nullable(),
    }),
  ),
  events: z
    .array(
      z.object({
        source: z.enum(EVENT_SOURCES),
        id: z.int(),
        at: z.iso.datetime(),
        coId: z.string().nullable().describe('The same for all events of one attempt'),
        connection: z.string().nullable(),
        code: z.int().nullable().describe('Unsigned; a Win32 error as the small number'),
        httpStatus: z.int().nullable(),
        hashes: z.object({ sha1: z.string().nullable(), sha256: z.string().nullable() }).nullable(),
        text: z.string().nullable().describe('The text that Windows added, in its display language'),
      }),
    )
    .describe('The newest first'),
  crlCaches: z.array(
    z.object({
      account: z.string().describe('user: the user who ran p2s-fix; otherwise the SID of a service account'),
      state: z.enum(VISIBILITIES),
      files: z.int(),
      omitted: z.boolean(),
      oldest: z.string().nullable(),
      newest: z.string().nullable(),
    }),
  ),
  vpnConnections: z
    .object({ unavailable: z.string().nullable(), count: z.int() })
    .nullable()
    .describe('The number of connections that Get-VpnConnection reported, or why it failed'),
});
