/** The commands that end in a document. */
export const MODES = [
  'audit',
  'apply',
  'verify',
  'rollback',
  'confirm',
  'capture',
  'plan',
  'explain',
  'migrate',
  'export',
  'schedule',
  'fleet',
] as const;

/** A command that ends in a document: `audit`, `apply`, `verify`, … */
export type Mode = (typeof MODES)[number];

/** Actions of `schedule`. */
export const SCHEDULE_ACTIONS = ['install', 'status', 'run', 'remove'] as const;

/** Actions of `fleet`. */
export const FLEET_ACTIONS = ['audit', 'apply', 'rollback', 'confirm', 'migrate', 'report'] as const;

/** What `export` can create. */
export const EXPORTS = ['repair', 'intune', 'dsc', 'page'] as const;
