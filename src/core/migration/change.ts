import type { MigrationChange } from './model.ts';

/** Something that somebody has to do; what is not said of it is nothing. */
export function change(
  code: MigrationChange['code'],
  to: MigrationChange['to'],
  more: Partial<MigrationChange>,
): MigrationChange {
  return { code, to, protocol: null, ports: [], via: null, by: null, ...more };
}
