export const AUDITS = ['audit', 'apply', 'plan'] as const;
export const CHECKS = [...AUDITS, 'verify', 'migrate'] as const;
export const SETTING = ['schedule install', 'schedule run'] as const;
export const SCHEDULE = [...SETTING, 'schedule status', 'schedule remove'] as const;
export const PACKAGES = ['export repair', 'export intune'] as const;
export const EXPORT = [...PACKAGES, 'export dsc', 'export page'] as const;
export const REACHING = [
  'fleet audit',
  'fleet apply',
  'fleet rollback',
  'fleet confirm',
  'fleet migrate',
] as const;
export const FLEET = [...REACHING, 'fleet report'] as const;
export const DESIRED = [...AUDITS, ...SETTING, ...PACKAGES, ...FLEET] as const;
export const ROUTE = [...DESIRED, 'verify', 'migrate'] as const;
export const ALL = [
  ...CHECKS,
  'rollback',
  'confirm',
  'capture',
  'explain',
  ...SCHEDULE,
  ...FLEET,
  ...EXPORT,
] as const;

/** Commands that a report may name as the next step. */
export const FOLLOW_UPS = ['apply', 'audit', 'confirm', 'migrate', 'rollback', 'verify'] as const;
export const AGAIN = ['apply', 'audit'] as const;
export const AGAIN_OF_PATH = ['verify', 'migrate'] as const;
