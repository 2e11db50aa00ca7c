import type { MigrationChange } from './model.ts';

/** A required change; omitted members are empty. */
export function change(
  code: MigrationChange['code'],
  to: MigrationChange['to'],
  more: Partial<MigrationChange>,
): MigrationChange {
  return { code, to, protocol: null, ports: [], via: null, by: null, ...more };
}
