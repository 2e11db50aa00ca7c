import { defineConfig } from 'vitest/config';

/** Code that only computes. Its test files share the modules they load, which halves their cost. */
const PURE = ['core', 'cli', 'report', 'profile', 'pac', 'vectors', 'fuzz'].map((room) => `test/${room}/**`);

/** A limit ends a hang; that a busy machine is slow is no failure. */
const HANGS_MS = 120_000;

/**
 * `pure` and `unit` run anywhere; `lab`, after them, drives PowerShell for Windows, Windows Node and a real registry
 * through Wine, each file on a computer of its own. Most tests wait for another program, so more files run than there
 * are cores; lab files are fewer, because a lab call has a deadline.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: PURE.map((folder) => `${folder}/*.test.{ts,tsx}`),
          testTimeout: HANGS_MS,
          hookTimeout: HANGS_MS,
          maxWorkers: 4,
          isolate: false,
          execArgv: ['--expose-gc'],
        },
      },
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...PURE, 'test/lab/**', 'test/soak/**'],
          testTimeout: HANGS_MS,
          hookTimeout: HANGS_MS,
          maxWorkers: 4,
          execArgv: ['--expose-gc'],
        },
      },
      {
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          globalSetup: ['test/support/lab-setup.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
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
