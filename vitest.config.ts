import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { memoryFolder } from './scripts/test/memory-folder.mjs';
import { filesThatStartPrograms } from './test/support/programs/starts-programs.ts';

const memory = process.env.TMPDIR === undefined ? memoryFolder() : null;
if (memory !== null) process.env.TMPDIR = memory;

const PROGRAMS = filesThatStartPrograms(import.meta.dirname);
const FUZZ = 'test/fuzz/**/*.test.ts';
const APART = ['test/lab/**', 'test/soak/**'];
/** `npm test` without `--all`, to be run before each commit. */
const SHORT = process.env.P2S_TEST === 'short';
/** What it leaves out of the end-to-end and fuzz tests: packages, crashes, every printed command in a shell. */
const SLOW = [
  'test/e2e/change/{concurrency,confirm-within,crash}.test.ts',
  'test/e2e/cli/printed-commands.test.ts',
  'test/e2e/package/{package,package-checks,registry,release}.test.ts',
  'test/fuzz/crash-random.test.ts',
];
/** The job that users have, with its writes and their rollback, on PowerShell for Windows and a real registry. */
const SHORT_LAB = ['test/lab/setup/lab-setup.test.ts', 'test/lab/main-job.test.ts'];

/** Without times of an earlier run, vitest begins with the largest files. These are short and run long. */
const LONG = /\/test\/(?:fuzz|path\/revocation\/issuers|e2e\/package|lab\/fleet)\//;
const PROJECTS = ['unit', 'programs', 'lab', 'soak'];

/** One project after the other: a worker ends when the next file is of another project. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const rank = ({ project, moduleId }: TestSpecification) =>
      2 * PROJECTS.indexOf(project.name) + (LONG.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Most of what a test runs ends before optimized code would pay off: V8 waits nine times as long for it. */
const OPTIMIZE_LATER = '--interrupt-budget=600000';
/** More workers run than there are cores: threads of their own for collections cost a tenth more time in all. */
const COLLECT_ALONE = '--single-threaded-gc';

/** A limit ends a hang; that a busy machine is slow is no failure. */
const HANGS_MS = 120_000;
const LIMITS = {
  testTimeout: HANGS_MS,
  hookTimeout: HANGS_MS,
  expect: { poll: { timeout: HANGS_MS / 2 } },
  execArgv: ['--expose-gc', OPTIMIZE_LATER, COLLECT_ALONE],
};
const WORKERS = 4;
/** These wait for little, and each worker loads all of the program. */
const UNIT_WORKERS = 3;
/** Projects with another number of workers are another group, or vitest refuses to run them together. */
const AFTER_UNIT = { groupOrder: 1 };
const AFTER_ALL = { groupOrder: 2 };
const EQUAL_BYTES = 'test/support/equal-bytes.ts';
/** The same for all projects: the cache of compiled modules does not distinguish them. */
const COMPILED = { oxc: { jsx: { development: false } } };
/** Ink decides its colour level, and whether it draws, when it is loaded; React, whether it is the one that ships. */
const TERMINAL = { FORCE_COLOR: '1', CI: 'false', CONTINUOUS_INTEGRATION: 'false', NODE_ENV: 'production' };

/**
 * Files of a project share the modules that they load. `unit` starts no other program and is the fast loop. `programs`
 * has the end-to-end tests of command lines, the tests that start shells, servers, browsers and packages, and those
 * with hostile inputs. `lab` drives PowerShell for Windows, Windows Node and a real registry through Wine, each file
 * on a computer of its own. Most of them wait for something else, so more files run than there are cores. `soak` runs
 * by itself and measures times: it has vitest's own number of workers.
 */
export default defineConfig({
  test: {
    experimental: { fsModuleCache: true },
    slowTestThreshold: Number.POSITIVE_INFINITY,
    sequence: { sequencer: InOrder },
    projects: [
      {
        ...COMPILED,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...PROGRAMS, FUZZ, ...APART],
          isolate: false,
          maxWorkers: UNIT_WORKERS,
          env: TERMINAL,
          setupFiles: [EQUAL_BYTES, 'test/support/programs/no-programs.ts'],
          ...LIMITS,
        },
      },
      {
        ...COMPILED,
        test: {
          name: 'programs',
          setupFiles: [EQUAL_BYTES],
          include: [...(SHORT ? ['test/e2e/**/*.test.ts'] : PROGRAMS), FUZZ],
          exclude: [...APART, ...(SHORT ? SLOW : [])],
          isolate: false,
          maxWorkers: WORKERS,
          sequence: AFTER_UNIT,
          provide: { fuzzInputs: process.env.P2S_TEST === 'all' ? 10_000 : 1_000 },
          ...LIMITS,
        },
      },
      {
        ...COMPILED,
        test: {
          name: 'lab',
          setupFiles: [EQUAL_BYTES, 'test/support/lab/one-processor.ts'],
          include: SHORT ? SHORT_LAB : ['test/lab/**/*.test.ts'],
          globalSetup: ['test/support/lab/lab-setup.ts'],
          isolate: false,
          maxWorkers: WORKERS,
          sequence: AFTER_UNIT,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          execArgv: [OPTIMIZE_LATER, COLLECT_ALONE],
        },
      },
      {
        ...COMPILED,
        test: {
          name: 'soak',
          setupFiles: [EQUAL_BYTES],
          include: ['test/soak/**/*.test.ts'],
          sequence: AFTER_ALL,
          testTimeout: 3_600_000,
          execArgv: ['--expose-gc'],
        },
      },
    ],
  },
});
