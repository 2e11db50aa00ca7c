import * as z from 'zod';
import { machineIdentitySchema, machineRecord } from '../change/state/record.ts';
import type { StateDir } from '../change/state/state-dir.ts';
import type { ProxySettings } from '../core/proxy/settings.ts';
import {
  type LastChange,
  type LeftStore,
  SCHEDULED_ACTS,
  type TrackedReversion,
} from '../core/schedule/reversion.ts';
import type { MachineIdentity } from '../machine/port.ts';
import { settingsSchema } from '../machine/wire/settings.ts';

/** A user can write any gateways into a phonebook, so the stored data is limited. */
const MAX_GATEWAYS = 1000;
const MAX_CHAIN = 16;
/** Characters: of all chains together, and of one setting. */
const MAX_CHAINS = 1024 * 1024;
const MAX_LEFT = 16 * 1024;

/** The state that scheduled runs share. */
export interface History {
  /** The last desired proxy that a run set or found in WinHTTP. */
  own: ProxySettings | null;
  /** Proxies that runs set before, or only for users, the newest first. */
  earlier: readonly ProxySettings[];
  last: LastChange | null;
  /** Reverts outside p2s-fix, the last found at the end. */
  reversions: readonly TrackedReversion[];
  /** Known gateways, with the certificates that each sent when it was reachable; DER, leaf first. */
  gateways: readonly KnownGateway[];
}

export interface KnownGateway {
  host: string;
  port: number;
  chain: readonly Uint8Array[];
  /** It was named for its run; a run without gateways does not check it. Otherwise a phonebook had it. */
  isNamed?: true | undefined;
}

export const NO_HISTORY: History = {
  own: null,
  earlier: [],
  last: null,
  reversions: [],
  gateways: [],
};

const text = z.string().max(65_536);
const when = z.iso.datetime();
const act = z.enum(SCHEDULED_ACTS);
/** The stored form of a revert. */
export const reversionSchema = z.object({
  act,
  count: z.int().positive(),
  foundAt: when,
  stores: z.array(text),
  by: text.nullable(),
  leftAlone: z.boolean(),
});
const left = z.array(z.object({ store: text, settings: settingsSchema }));
const historySchema = z.object({
  machine: machineIdentitySchema,
  own: settingsSchema.nullable(),
  earlier: z.array(settingsSchema).max(64),
  last: z.object({ at: when, act, left }).nullable(),
  undone: z.array(reversionSchema.extend({ changedAt: when, left })).max(64),
  gateways: z.array(
    z.object({
      host: text,
      port: z.int().min(1).max(65_535),
      chain: z.array(z.base64()).max(MAX_CHAIN),
      isNamed: z.literal(true).optional(),
    }),
  ),
});

/** What scheduled runs share. A damaged one counts as missing, and one that could not be read again must not stop a run. */
const HISTORY = machineRecord({
  name: 'schedule',
  maxBytes: 4 * 1024 * 1024,
  schema: historySchema,
  encode: (content: object) => content,
});

/**
 * The stored history of this computer; empty if the file is missing or cannot be read. A writer
 * reads it with the lock held.
 */
export async function readHistory(dir: StateDir, machine: MachineIdentity): Promise<History> {
  const record = await HISTORY(machine).read(dir);
  if (record === null) return NO_HISTORY;
  const { gateways, undone, ...rest } = record;
  const known = gateways.map(({ chain, ...gateway }) => ({
    ...gateway,
    chain: chain.map((one) => new Uint8Array(Buffer.from(one, 'base64'))),
  }));
  const { own, earlier, last, reversions } = { ...rest, reversions: undone } as unknown as History;
  return { own, earlier, last, reversions, gateways: known };
}

/** On disk and synced when it resolves. Rejects with the system's error. */
export async function writeHistory(dir: StateDir, machine: MachineIdentity, history: History): Promise<void> {
  const { gateways, last, reversions, ...rest } = history;
  let space = MAX_CHAINS;
  const known = gateways.slice(0, MAX_GATEWAYS).map(({ chain, ...gateway }) => {
    const texts = chain.map((one) => Buffer.from(one).toString('base64'));
    const length = texts.reduce((sum, one) => sum + one.length, 0);
    if (texts.length > MAX_CHAIN || length > space) return { ...gateway, chain: [] };
    space -= length;
    return { ...gateway, chain: texts };
  });
  await HISTORY(machine).write(dir, {
    machine,
    ...rest,
    last: last === null ? null : { ...last, left: last.left.filter(isShort) },
    undone: reversions.map((one) => ({ ...one, left: one.left.filter(isShort) })),
    gateways: known,
  });
}

/** A list in a user's own setting may have any length; one that would make this file unreadable is omitted. */
function isShort(one: LeftStore): boolean {
  return JSON.stringify(one).length <= MAX_LEFT;
}

export function historyPath(dir: StateDir, machine: MachineIdentity): string {
  return HISTORY(machine).path(dir);
}
