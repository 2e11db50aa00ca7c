import * as z from 'zod';
import type { Observation } from '../../core/model/observation.ts';
import { parseCapture } from '../capture.ts';
import type { FolderObservation } from '../folders.ts';
import { check, stepOutcomeSchema } from '../local-wire.ts';
import type { StepOutcome } from '../port.ts';

const base64 = z.base64().max(8 * 1024 * 1024);

const stateSchema = z.object({
  folder: z.string().max(1024),
  exists: z.boolean(),
  files: z.array(z.object({ path: z.string().max(200), base64: base64.nullable() })).max(20),
  backups: z.array(z.string().max(300)).max(100_000),
  access: z
    .array(
      z.object({
        path: z.string(),
        kind: z.enum(['folder', 'file', 'link', 'absent', 'unseen']),
        sddl: z.string().nullable(),
      }),
    )
    .max(100_000),
});

const schema = z.object({ capture: z.unknown(), state: stateSchema.nullable() });

/** What p2s-fix has left on a machine. */
export interface TargetState {
  folder: string;
  exists: boolean;
  files: { path: string; bytes: Uint8Array | null }[];
  /** Names in the folder of backups. */
  backups: string[];
  access: FolderObservation['folders'];
}

/** A machine of a fleet, and its state folder; `null` where the language mode there does not let it be read. */
export interface Target {
  observation: Observation;
  state: TargetState | null;
}

/** The reply of `Get-P2STarget`. Throws P2sError `powershell-failed` for one of another shape. */
export function parseTarget(result: unknown): Target {
  const { capture, state } = check(schema, result, 'Get-P2STarget');
  return {
    observation: parseCapture(capture),
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

const changeSchema = z.object({
  outcomes: z.array(stepOutcomeSchema),
  /** `kept`: something could not be put back, and the journal stays. */
  ending: z.enum(['nothing', 'written', 'put-back', 'kept']),
  notified: z.boolean().nullable(),
});

/** What came of a change on a machine of a fleet. */
export interface TargetChange {
  outcomes: StepOutcome[];
  ending: z.infer<typeof changeSchema>['ending'];
}

/** The reply of `Invoke-P2SChange`. Throws P2sError `powershell-failed` for one of another shape. */
export function parseTargetChange(result: unknown): TargetChange {
  return check(changeSchema, result, 'Invoke-P2SChange');
}
