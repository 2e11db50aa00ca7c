/**
 * Loads everything that is otherwise loaded when a machine is opened, looked at or changed: afterwards nothing of that
 * needs the program's files any more, but for the scripts.
 */
export async function loadMachines(): Promise<void> {
  await Promise.all([
    import('./recorded.ts'),
    import('./recorded-parts.ts'),
    import('./this-machine.ts'),
    import('./capture.ts'),
    import('./local-wire.ts'),
    import('./wire-value.ts'),
    import('./folders-wire.ts'),
    import('./chains.ts'),
    import('execa'),
  ]);
}
