import { createHash } from 'node:crypto';
import * as z from 'zod';
import { seal, unseal } from '../../change/state/sealed.ts';
import type { Assessment } from '../../core/decide/assess.ts';
import type { DesiredSettings } from '../../core/decide/desired-settings.ts';
import { P2sError } from '../../core/model/errors.ts';
import { command, type Message, say } from '../../core/model/say.ts';
import { sameEffectiveProxy } from '../../core/proxy/compare.ts';
import { shownSettings } from '../../core/proxy/pac-url.ts';
import type { ProxySettings } from '../../core/proxy/settings.ts';
import type { Store } from '../../core/stores/stores.ts';
import { CHECK_PATH, errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import type { FilePort } from '../../files/port.ts';
import type { Machine } from '../../machine/port.ts';
import { safeParse } from '../../machine/wire/safe-parse.ts';
import { settingsSchema } from '../../machine/wire/settings.ts';
import { shownChange } from '../run/assessment.ts';
import type { AuditOptions } from '../run/options.ts';
import { checkedDesired, desiredSettingsSchema } from './plan-desired.ts';

const text = z.string().max(65_536);

/** One change of a saved plan as JSON: what is compared later, beside what is only for people. */
const savedChangeSchema = z.looseObject({ store: text, after: settingsSchema });

/** A change of a saved plan: a setting, and its desired state in the form that is safe to show. */
interface SavedChange {
  store: string;
  after: ProxySettings;
}

/** The settings that do not have the state in which the saved plan would have left them. */
function notAsPlanned(changes: readonly SavedChange[], stores: readonly Store[]): string[] {
  const missing = changes.filter(({ store: id, after }) => {
    const now = stores.find((store) => store.id === id)?.settings ?? null;
    return now === null || !sameEffectiveProxy(shownSettings(now), after);
  });
  return missing.map(({ store }) => store);
}

const KIND = 'p2s-fix-plan';
const MAX_PLAN_BYTES = 4 * 1024 * 1024;

/**
 * A plan for a later `apply FILE`. It contains no raw values, because they can contain credentials: the plan's id
 * is a digest over every value that would be replaced and written. The same desired settings on the same state
 * give the same id.
 */
export interface SavedPlan {
  /** ISO 8601. */
  createdAt: string;
  /** SHA-256 of the machine GUID; `null` for a recording, whose plan is bound only to its state. */
  machine: string | null;
  planId: string;
  desired: DesiredSettings;
  /** SID of the VPN user that was named or found; `null` where no person's hive was visible. */
  user: string | null;
  /** The changes of the plan, as in the report. */
  changes: readonly SavedChange[];
}

const schema = z.object({
  schemaVersion: z.string().regex(/^1\.\d+$/),
  kind: z.literal(KIND),
  createdAt: z.iso.datetime(),
  machine: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  planId: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  wish: desiredSettingsSchema,
  user: z
    .string()
    .max(200)
    .regex(/^(?:current|S-1-[0-9-]+)$/)
    .nullable(),
  changes: z.array(savedChangeSchema).max(10_000),
});

/** The bytes of a plan file: JSON that carries the SHA-256 of its own content. */
export function encodePlan({ createdAt, machine, planId, desired, user, changes }: SavedPlan): Uint8Array {
  const content = { createdAt, machine, planId, wish: desired, user, changes };
  return seal({ schemaVersion: '1.0', kind: KIND, ...content });
}

/**
 * The seal detects a damaged file, not a forged one: the plan's settings must pass the same rules as typed
 * options.
 *
 * @throws P2sError `input` if the bytes are not a complete plan of a supported version
 */
export function decodePlan(bytes: Uint8Array, file: string): SavedPlan {
  const opened = unseal(bytes);
  const other = say('it is not a plan of a supported version');
  // Any other file, such as a recording, was not changed since anything.
  if (!opened.ok) throw notAPlan(file, Buffer.from(bytes).includes(KIND) ? opened.problem : other);
  const checked = safeParse(schema, opened.content);
  if (!checked.success) throw notAPlan(file, other);
  const { schemaVersion: _, kind: __, wish, changes, ...plan } = checked.data;
  const desired = checkedDesired(wish);
  if (desired === null) throw notAPlan(file, say('it has settings that cannot be typed as options'));
  // The schema has the same fields, without the codes of the issues.
  return { ...plan, changes: changes as unknown as SavedPlan['changes'], desired };
}

/** @throws P2sError `input` if the file cannot be read or is not a plan */
export async function readPlan(files: FilePort, file: string): Promise<SavedPlan> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(file, MAX_PLAN_BYTES);
  } catch (error) {
    if (error instanceof P2sError) throw notAPlan(file, say('it is too large'));
    if (errnoOf(error) === null) throw error;
    throw new P2sError('input', say('The plan cannot be read: {reason}.', { reason: errnoReason(error) }), {
      where: file,
      next: CHECK_PATH,
    });
  }
  return decodePlan(bytes, file);
}

function notAPlan(file: string, problem: Message): P2sError {
  return new P2sError('input', say('Not a plan to apply: {problem}.', { problem }), {
    where: file,
    next: say('Make it with {command}, and pass it on unchanged.', {
      command: command('plan', { out: 'FILE' }),
    }),
  });
}

/** The options with the desired settings and the user of a saved plan. */
export async function withPlan<O extends AuditOptions>(
  options: O,
  file: string,
): Promise<O & { saved: SavedPlan }> {
  const saved = await readPlan(nodeFiles(), file);
  return { ...options, desired: saved.desired, user: saved.user === 'current' ? null : saved.user, saved };
}

/**
 * Checks that the plan still equals the saved one, or that the settings already are as the saved one leaves them. That
 * nothing has to change is not enough: a plan may follow a setting that has changed since.
 *
 * @throws P2sError `stale` if the state has changed since the plan was made, or it is another computer
 */
export async function refuseStale(saved: SavedPlan, machine: Machine, assessment: Assessment): Promise<void> {
  const { plan, stores, unseen } = assessment;
  const next = say('Make a new one with {command}, and review what changed.', {
    command: command('plan', { out: 'FILE' }),
  });
  const own = await machineDigest(machine);
  if (saved.machine !== own)
    throw new P2sError('stale', say('The plan was made on another computer. Nothing of it was written.'), {
      next,
    });
  if (plan.id === saved.planId) return;
  // Settings that are not visible end the run later, with the way to show them.
  if (unseen.length > 0) return;
  const needed = plan.changes.map(({ store }) => store);
  const changed = needed.length > 0 ? needed : notAsPlanned(saved.changes, stores);
  if (changed.length === 0) return;
  throw new P2sError(
    'stale',
    say('The settings have changed since the plan of {createdAt} was made. Nothing of it was written.', {
      createdAt: saved.createdAt,
    }),
    { where: changed.join(', '), next },
  );
}

/** The plan of this run, to be saved. */
export async function planOf(
  machine: Machine,
  { plan, vpnUser }: Assessment,
  desired: DesiredSettings,
  now: Date,
): Promise<SavedPlan> {
  return {
    createdAt: now.toISOString(),
    machine: await machineDigest(machine),
    planId: plan.id,
    desired,
    user: vpnUser?.sid ?? null,
    changes: plan.changes.map(shownChange).map(({ writes: _, winHttp: __, ...change }) => change),
  };
}

async function machineDigest(machine: Machine): Promise<string | null> {
  const { kind, id } = await machine.identity();
  return kind === 'recorded' ? null : createHash('sha256').update(`${kind} ${id}`).digest('hex');
}
