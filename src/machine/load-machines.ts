/**
 * Loads all modules that are otherwise loaded on demand to open, read or change a machine. Afterwards only the
 * scripts are read from the program's files.
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
