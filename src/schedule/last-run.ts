import * as z from 'zod';
import { machineIdentitySchema, machineRecord } from '../change/state/record.ts';
import type { StateDir } from '../change/state/state-dir.ts';
import { NOT_FOLLOWED_REASONS } from '../core/decide/not-followed.ts';
import { isRecord } from '../core/model/is-record.ts';
import { isCommand, type Message, type MessageValue, toText } from '../core/model/say.ts';
import type { Use } from '../core/options/option.ts';
import { isOption, isUse, type OptionName, type Options } from '../core/options/table.ts';
import type { ScheduledRun } from '../core/schedule/record.ts';
import { SCHEDULED_ACTS } from '../core/schedule/reversion.ts';
import type { MachineIdentity } from '../machine/port.ts';
import { reversionSchema } from './history.ts';

/**
 * The result of the last run. In its own file, because a run that was blocked by the lock writes its result, too,
 * while another run writes the history.
 */
export interface LastRun {
  run: ScheduledRun | null;
  /** The problem that was last written to the event log. */
  reported: string | null;
}

const NO_RUN: LastRun = { run: null, reported: null };

/** Depth of nested sentences; ours are less deep. */
const MAX_DEPTH = 4;
/** Characters of a text, and of a whole sentence. */
const MAX_LENGTH = 65_536;

const text = z.string().max(MAX_LENGTH);

/** An option or a command in a sentence. */
const NAMED = [
  z.object({ option: z.custom<OptionName>((name) => typeof name === 'string' && isOption(name)) }),
  z.object({
    use: z.custom<Use>(isUse),
    options: z.custom<Options>((options) => isRecord(options) && Object.keys(options).every(isOption)),
  }),
  z.object({ words: z.array(text) }),
] as const;

/** A stored sentence. Its length is limited, because a value may occur in several places. */
const messageSchema: z.ZodType<Message> = messageTo(MAX_DEPTH).refine(
  (message) => reportedLength(message) <= MAX_LENGTH,
);

const lastRunSchema = z.object({
  machine: machineIdentitySchema,
  run: z.object({
    at: z.iso.datetime(),
    durationMs: z.number(),
    exitCode: z.int(),
    move: z.object({ act: z.enum([...SCHEDULED_ACTS, 'keep']), why: text }).nullable(),
    changed: z.array(text),
    backup: text.nullable(),
    backups: z.array(text).optional(),
    verdicts: z.array(z.object({ gateway: text, verdict: text, cause: text })),
    undone: reversionSchema.nullable(),
    notFollowed: z
      .object({
        reason: z.enum(NOT_FOLLOWED_REASONS),
        sid: text.nullable(),
        name: text.nullable(),
        servers: z.array(text),
        wsus: text.nullable(),
        isNeeded: z.boolean(),
      })
      .nullable(),
    // Another version may have other sentences, so the message is stored as well.
    error: z
      .object({
        code: text,
        message: text,
        messages: z.object({ message: messageSchema }).optional().catch(undefined),
      })
      .nullable(),
  }),
  reported: text.nullable(),
});

/** What the last run came to. A damaged one counts as missing, and one that could not be read again must not stop a run. */
const LAST_RUN = machineRecord({
  name: 'schedule-run',
  maxBytes: 4 * 1024 * 1024,
  schema: lastRunSchema,
  encode: (content: object) => content,
});

/** The last run of this computer; none if the file is missing or cannot be read. */
export async function readLastRun(dir: StateDir, machine: MachineIdentity): Promise<LastRun> {
  const record = await LAST_RUN(machine).read(dir);
  return record === null ? NO_RUN : { run: record.run as unknown as ScheduledRun, reported: record.reported };
}

/** On disk and synced when it resolves. Rejects with the system's error. */
export async function writeLastRun(dir: StateDir, machine: MachineIdentity, last: LastRun): Promise<void> {
  await LAST_RUN(machine).write(dir, { machine, ...last });
}

export function lastRunPath(dir: StateDir, machine: MachineIdentity): string {
  return LAST_RUN(machine).path(dir);
}

function messageTo(depth: number): z.ZodType<Message> {
  const one = depth === 0 ? text : z.union([text, ...NAMED, messageTo(depth - 1)]);
  return z.object({ template: text, values: z.record(z.string(), z.union([one, z.array(one)])) });
}

/** The length in English; never less than that of the final text. */
function reportedLength(message: MessageValue): number {
  if (typeof message === 'string') return message.length;
  if ('option' in message || isCommand(message)) return toText(message).length;
  if ('capital' in message) return reportedLength(message.capital);
  if (!('template' in message)) {
    const items = 'parts' in message ? message.parts : message;
    return items.reduce((sum: number, item) => sum + reportedLength(item) + 2, 0);
  }
  const lengths = new Map(Object.entries(message.values).map(([at, value]) => [at, reportedLength(value)]));
  const places = [...message.template.matchAll(/\{(\w+)\}/g)];
  return places.reduce((sum, [, at = '']) => sum + (lengths.get(at) ?? 0), message.template.length);
}
