import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { P2sError } from '../../core/model/errors.ts';
import { command, say } from '../../core/model/say.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { safeParse } from '../../machine/wire/safe-parse.ts';
import { CONFIG } from '../../schedule/installed-program.ts';
import { checkedDesired, desiredSettingsSchema } from '../inputs/plan-desired.ts';
import type { AuditOptions } from '../run/options.ts';
import type { RunOptions } from '../run/run.ts';

const MAX_BYTES = 4 * 1024 * 1024;

const text = z.string().max(65_536);
const schema = z.object({
  schemaVersion: z.literal(1),
  wish: desiredSettingsSchema,
  user: text.nullable(),
  gateways: z.array(z.object({ host: text, port: z.int().min(1).max(65_535) })).max(1000),
  deadlineMs: z.number().positive().max(3_600_000),
  extraRoots: z.array(text).max(1000),
  powershell: text.nullable(),
  stateDir: text.nullable(),
});

/** The options of an installed program, as given at its installation. */
export type InstalledConfig = Omit<AuditOptions, keyof RunOptions>;

/** The options of the installed program, as stored beside it. */
export function configBytes({ desired, user, path, machine, stateDir }: AuditOptions): Uint8Array {
  const content: z.infer<typeof schema> = {
    schemaVersion: 1,
    wish: JSON.parse(JSON.stringify(desired)),
    user,
    gateways: path.gateways.map(({ host, port }) => ({ host, port })),
    deadlineMs: path.deadlineMs,
    extraRoots: [...path.extraRoots],
    powershell: machine.powershell === undefined ? null : resolve(machine.powershell),
    stateDir: stateDir === undefined ? null : resolve(stateDir),
  };
  return new TextEncoder().encode(`${JSON.stringify(content, null, 1)}\n`);
}

/**
 * Reads the options of the installed program around this script.
 *
 * @throws P2sError `program-changed`
 */
export function readConfig(entry: string): Promise<InstalledConfig> {
  return configIn(dirname(dirname(entry)));
}

/** The same for the program in this folder. @throws P2sError `program-changed` */
export async function configIn(folder: string): Promise<InstalledConfig> {
  const file = join(folder, CONFIG);
  let bytes: Uint8Array;
  try {
    bytes = await nodeFiles().read(file, MAX_BYTES);
  } catch {
    throw unreadable(file);
  }
  return parseConfig(bytes, file);
}

/** Parses the content of that file. @throws P2sError `program-changed` */
export function parseConfig(bytes: Uint8Array, file: string): InstalledConfig {
  const checked = safeParse(schema, jsonIn(bytes));
  const desired = checked.success ? checkedDesired(checked.data.wish) : null;
  if (!checked.success || desired === null) throw unreadable(file);
  const { user, gateways, deadlineMs, extraRoots, powershell, stateDir } = checked.data;
  return {
    machine: powershell === null ? {} : { powershell },
    path: {
      gateways: gateways.map((gateway) => ({ ...gateway, source: 'option' })),
      deadlineMs,
      extraRoots,
      probe: null,
    },
    desired,
    user,
    ...(stateDir === null ? {} : { stateDir }),
  };
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function unreadable(file: string): P2sError {
  return new P2sError('program-changed', say('The configuration of the installed program cannot be read.'), {
    where: file,
    next: say('Install the schedule again with its options, for example: {command}', {
      command: command('schedule install', { proxy: 'HOST:PORT' }),
    }),
  });
}
