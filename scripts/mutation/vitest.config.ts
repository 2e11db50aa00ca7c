import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { filesThatStartPrograms } from '../../test/support/programs/starts-programs.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MODULES = process.env.P2S_MUTATED ?? 'core,path,profile,change';

/** The tests of the mutated modules that start no other program, in one project: Stryker knows no others. */
export default defineConfig({
  root: ROOT,
  test: {
    include: MODULES.split(',').map((module) => `test/${module}/**/*.test.ts`),
    exclude: filesThatStartPrograms(ROOT),
    setupFiles: ['test/support/programs/no-programs.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
