import * as z from 'zod';
import { PROXY_SCHEMES } from '../../core/proxy/settings.ts';

const text = z.string().max(65_536);
const issue = z.looseObject({ code: z.string(), scheme: z.string().nullable(), entry: text });
const server = z.object({
  scheme: z.enum(PROXY_SCHEMES),
  host: text,
  port: z.int().nullable(),
  tls: z.literal(true).optional(),
});

/** Proxy settings in JSON: in a saved plan, and in the history of a schedule. */
export const settingsSchema = z.object({
  direct: z.boolean(),
  proxy: z.object({ enabled: z.boolean(), servers: z.array(server), issues: z.array(issue).optional() }),
  bypass: z.array(text),
  bypassIssues: z.array(issue).optional(),
  pac: z.object({ enabled: z.boolean(), url: text.nullable() }).nullable(),
  autoDetect: z.boolean().nullable(),
});
