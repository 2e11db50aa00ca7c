import { EXPORTS, FLEET_ACTIONS, SCHEDULE_ACTIONS } from '../../core/model/modes.ts';

/** Shells that `completion` supports. */
export const SHELLS = ['powershell', 'bash', 'zsh', 'fish'] as const;

/** A topic of `help` besides the commands: how to record a computer for `--machine`. */
export const RECORDING_TOPIC = 'recording';

/** The possible words after a command name. */
export const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  schedule: SCHEDULE_ACTIONS,
  fleet: FLEET_ACTIONS,
  export: EXPORTS,
  completion: SHELLS,
};
