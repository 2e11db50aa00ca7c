/**
 * Loads all modules that are otherwise loaded on demand to open, read or change a machine. Afterwards only the
 * scripts are read from the program's files.
 */
export async function loadMachines(): Promise<void> {
  await Promise.all([
    import('./recorded/recorded.ts'),
    import('./recorded/recorded-parts.ts'),
    import('./this-machine.ts'),
    import('./recorded/capture.ts'),
    import('./wire/local.ts'),
    import('./wire/value.ts'),
    import('./wire/event-log.ts'),
    import('./wire/folders.ts'),
    import('./chains.ts'),
    import('execa'),
  ]);
}
