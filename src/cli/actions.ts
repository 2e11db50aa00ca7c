/** What `schedule` does. */
export const SCHEDULE_ACTIONS = ['install', 'status', 'run', 'remove'] as const;

/** What `fleet` does. */
export const FLEET_ACTIONS = ['audit', 'apply', 'rollback', 'confirm', 'migrate', 'report'] as const;

/** What `export` makes. */
export const EXPORTS = ['repair', 'intune', 'dsc', 'page'] as const;

/** Shells that `completion` makes a script for. */
export const SHELLS = ['powershell', 'bash', 'zsh', 'fish'] as const;

/** What `help` describes beside the commands: how to record a computer for `--machine`. */
export const RECORDING_TOPIC = 'recording';

/** The words of which one follows the name of a command. */
export const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  schedule: SCHEDULE_ACTIONS,
  fleet: FLEET_ACTIONS,
  export: EXPORTS,
  completion: SHELLS,
};
