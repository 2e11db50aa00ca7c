import * as z from 'zod';
import { P2sError } from '../../core/model/errors.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import type { Observation } from '../../core/model/observation.ts';
import type { RegistryValue } from '../../core/model/registry.ts';
import { say } from '../../core/model/say.ts';
import type { StepOutcome } from '../port.ts';
import { parseCapture } from '../recorded/capture.ts';
import { check, stepOutcomeSchema } from '../wire/local.ts';

const base64 = z.base64().max(8 * 1024 * 1024);

const stateSchema = z.object({
  folder: z.string().max(1024),
  exists: z.boolean(),
  files: z.array(z.object({ path: z.string().max(200), base64: base64.nullable() })).max(20),
  backups: z.array(z.string().max(300)).max(100_000),
  other: z.string().max(200).nullable(),
});

const schema = z.object({ capture: z.unknown(), state: stateSchema.nullable() });

/** The p2s-fix state on a target computer. */
export interface TargetState {
  folder: string;
  exists: boolean;
  files: { path: string; bytes: Uint8Array | null }[];
  /** Names in the backup folder. */
  backups: string[];
  /** The account that may change the folder besides administrators, as `FolderFacts.other`. */
  other: string | null;
}

/** A computer of a fleet and its state folder; `null` where its language mode does not allow to read it. */
export interface SeenTarget {
  observation: Observation;
  state: TargetState | null;
}

/**
 * Limits above what a computer has. The script returns at most this much per key (values, and characters or bytes
 * of data), but the owner of the computer can forge a reply, and replies are processed one after the other.
 */
const MAX_KEYS = 20_000;
const MAX_KEY_VALUES = 1024;
const MAX_KEY_DATA = 512 * 1024;
const MAX_VALUES = 50_000;
/** For all phonebooks together, the same as in the script. */
const MAX_PHONEBOOKS = 8 * 1024 * 1024;

/** The reply of `Get-P2STarget`. Throws P2sError `powershell-failed` for one of another shape or size. */
export function parseTarget(result: unknown): SeenTarget {
  const { capture, state } = check(schema, result, 'Get-P2STarget');
  const observation = parseCapture(capture);
  refuseTooMuch(observation);
  return {
    observation,
    state:
      state === null
        ? null
        : {
            ...state,
            files: state.files.map(({ path, base64: text }) => ({
              path,
              bytes: text === null ? null : new Uint8Array(Buffer.from(text, 'base64')),
            })),
          },
  };
}

function refuseTooMuch({ registry, phonebooks = [] }: Observation): void {
  let [keys, values] = [0, 0];
  if (phonebooks.reduce((sum, { bytes }) => sum + bytes.length, 0) > MAX_PHONEBOOKS)
    throw new P2sError('powershell-failed', say('The reply of the script is not what was expected.'), {
      where: 'Get-P2STarget: phonebooks',
      evidence: { reason: 'too-large' },
    });
  for (const key of registry.keys) {
    keys += 1;
    values += key.values.size;
    const data = [...key.values.values()].reduce((sum, value) => sum + sizeOf(value), 0);
    if (key.values.size > MAX_KEY_VALUES || data > MAX_KEY_DATA || keys > MAX_KEYS || values > MAX_VALUES)
      throw new P2sError('powershell-failed', say('The reply of the script is not what was expected.'), {
        where: `Get-P2STarget: ${neutralise(key.path, 500)}`,
        evidence: { reason: 'too-large' },
      });
  }
}

function sizeOf(value: RegistryValue): number {
  if ('bytes' in value) return value.bytes.length;
  if ('text' in value) return value.text.length;
  return 'texts' in value ? value.texts.reduce((sum, text) => sum + text.length, 0) : 0;
}

const changeSchema = z.object({
  outcomes: z.array(stepOutcomeSchema),
  /** `kept`: something could not be restored, so the journal stays. */
  ending: z.enum(['nothing', 'written', 'put-back', 'kept']),
  notified: z.boolean().nullable(),
});

/** The result of a change on a computer of a fleet. */
export interface TargetChange {
  outcomes: StepOutcome[];
  ending: z.infer<typeof changeSchema>['ending'];
}

/** The reply of `Invoke-P2SChange`. Throws P2sError `powershell-failed` for one of another shape. */
export function parseTargetChange(result: unknown): TargetChange {
  return check(changeSchema, result, 'Invoke-P2SChange');
}
