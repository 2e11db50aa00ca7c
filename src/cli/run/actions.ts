/** Actions of `schedule`. */
export const SCHEDULE_ACTIONS = ['install', 'status', 'run', 'remove'] as const;

/** Actions of `fleet`. */
export const FLEET_ACTIONS = ['audit', 'apply', 'rollback', 'confirm', 'migrate', 'report'] as const;

/** What `export` can create. */
export const EXPORTS = ['repair', 'intune', 'dsc', 'page'] as const;

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
