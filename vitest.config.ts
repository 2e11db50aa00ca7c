import { defineConfig } from 'vitest/config';
import { filesThatStartPrograms } from './test/support/starts-programs.ts';

/** Code that only computes. Its test files share the modules they load, which halves their cost. */
const PURE = ['core', 'cli', 'report', 'profile', 'pac', 'vectors'].map((room) => `test/${room}/**`);
const PROGRAMS = filesThatStartPrograms(import.meta.dirname);
const OTHERS = ['test/fuzz/**', 'test/lab/**', 'test/soak/**'];
/** The job that users have, with its writes and their rollback, on PowerShell for Windows and a real registry. */
const MAIN_LAB = ['test/lab/lab-setup.test.ts', 'test/lab/main-job.test.ts'];

/** A limit ends a hang; that a busy machine is slow is no failure. */
const HANGS_MS = 120_000;
const LIMITS = { testTimeout: HANGS_MS, hookTimeout: HANGS_MS, maxWorkers: 4, execArgv: ['--expose-gc'] };
const NO_PROGRAMS = { setupFiles: ['test/support/no-programs.ts'] };

/**
 * `pure` and `unit` start no other program, which is the fast loop; `programs` start shells, servers and the built
 * program; `fuzz` reads hostile inputs. `lab`, after them, drives PowerShell for Windows, Windows Node and a real
 * registry through Wine, each file on a computer of its own. Most tests wait for something else, so more files run than
 * there are cores; lab files are fewer, because a lab call has a deadline.
 */
export default defineConfig({
  test: {
    slowTestThreshold: Number.POSITIVE_INFINITY,
    projects: [
      {
        test: {
          name: 'pure',
          include: PURE.map((folder) => `${folder}/*.test.{ts,tsx}`),
          exclude: PROGRAMS,
          isolate: false,
          ...LIMITS,
          ...NO_PROGRAMS,
        },
      },
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...PURE, ...PROGRAMS, ...OTHERS],
          ...LIMITS,
          ...NO_PROGRAMS,
        },
      },
      { test: { name: 'programs', include: PROGRAMS, exclude: OTHERS, ...LIMITS } },
      {
        test: {
          name: 'fuzz',
          include: ['test/fuzz/**/*.test.ts'],
          isolate: false,
          provide: { fuzzInputs: process.env.P2S_TEST === 'all' ? 10_000 : 1_000 },
          ...LIMITS,
        },
      },
      {
        test: {
          name: 'lab',
          include: process.env.P2S_TEST === 'short' ? MAIN_LAB : ['test/lab/**/*.test.ts'],
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
