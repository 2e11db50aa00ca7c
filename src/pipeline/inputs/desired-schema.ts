import * as z from 'zod';

/** The longest text of one field; the strings have grammars with their own limits. */
const text = z.string().min(1).max(65_536);

const winHttpState = z.union([
  z
    .strictObject({
      proxy: text.describe('HOST:PORT, or http=HOST:PORT;https=HOST:PORT'),
      bypass: z
        .string()
        .max(65_536)
        .optional()
        .describe('Entries with semicolons between them; left out: the list that is there stays'),
    })
    .describe('This proxy'),
  z.strictObject({ direct: z.literal(true) }).describe('No proxy'),
]);
const pacState = z
  .strictObject({ pac: text.describe('http:// or https:// address') })
  .describe('This PAC file');
const winInetState = z.union([...winHttpState.options, pacState]);

const SID = 'S-1(?:-[0-9]+)+';
const ENTRY = "(?:[A-Za-z0-9_.!~*'()-]|%[0-9A-Fa-f]{2})+";
const WININET = `wininet/(?:(?:${SID}|current)/(?:lan|ras/${ENTRY})|machine(?:/wow64)?)`;
/** The settings that can be written; `advproxy/…` are views. */
export const writableStore = z.union([
  z.string().regex(new RegExp(`^${WININET}$`)),
  z.string().regex(/^winhttp\/(?:native|wow64)$/),
]);

const gateways = z.array(z.string().min(1).max(300).describe('HOST or HOST:PORT (443)')).max(1000);

/** A desired-state file, version 1. Strict: an unknown property is an error in the file. */
export const desiredStateSchema = z.strictObject({
  $schema: z.string().optional(),
  schemaVersion: z.literal('1.0'),
  winInet: winInetState
    .nullable()
    .describe('The WinINET setting that decides for the VPN user; null leaves it as it is'),
  winHttp: z
    .union([z.literal('follow').describe('What the WinINET setting comes to'), ...winHttpState.options])
    .nullable()
    .describe('Both WinHTTP views; null leaves them as they are'),
  stores: z.record(writableStore, winInetState).optional().describe('Other settings, by their ids'),
  gateways: gateways.optional().describe('Checked in addition to those of the command line'),
  healthCheck: z
    .strictObject({ gateways: gateways.min(1) })
    .optional()
    .describe('What must be reachable after a change, or it is taken back'),
});

export type DesiredStateJson = z.infer<typeof desiredStateSchema>;

/** The JSON Schema that ships as `p2s-fix/desired-state.schema.json`. */
export function desiredStateJsonSchema(): Record<string, unknown> {
  return {
    $id: 'p2s-fix-desired-state-1.0',
    title: 'p2s-fix desired state',
    ...z.toJSONSchema(desiredStateSchema),
  };
}
