import type { StepName } from '../core/events.ts';

/** What a run is doing, as a line or beside a spinner. */
export const STEP_TEXT: Record<StepName, string> = {
  observe: 'Reading the proxy stores',
  resolve: 'Asking what auto-detect and PAC answer',
  'probe-current': 'Checking the path with the stores as they are',
  'probe-proposed': 'Checking the path with the proposed stores',
  'back-up': 'Backing up',
  write: 'Writing',
  'read-back': 'Reading back',
  'probe-after': 'Checking the path again',
  restore: 'Putting back what was there',
};

export const SAMPLE_TEXT =
  'This is a sample machine in a world of its own on this computer; nothing real is read or changed.';
