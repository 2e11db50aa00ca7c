import { defineConfig } from 'vitest/config';

/**
 * Two projects: `unit` runs anywhere in seconds; `lab` drives PowerShell for Windows, Windows Node and a real
 * registry through Wine and is run one file at a time, because the machine has few cores.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/lab/**', 'test/soak/**'],
          testTimeout: 30_000,
          execArgv: ['--expose-gc'],
        },
      },
      {
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          globalSetup: ['test/support/lab-setup.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'soak',
          include: ['test/soak/**/*.test.ts'],
          testTimeout: 3_600_000,
          execArgv: ['--expose-gc'],
        },
      },
    ],
  },
});
