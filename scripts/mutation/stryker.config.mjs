/** Mutation testing of the parts that decide: which small changes of the code do the unit tests notice? */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'scripts/mutation/vitest.config.ts' },
  coverageAnalysis: 'perTest',
  mutate: ['src/{core,path,profile,change}/**/*.ts'],
  // Text in errors and messages is a matter of the golden files.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignoreStatic: true,
  ignorePatterns: ['/.lab', '/build', '/dist', '/.git'],
  tempDirName: 'build/mutation',
  cleanTempDir: 'always',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  jsonReporter: { fileName: 'build/mutation.json' },
  concurrency: 2,
  testRunnerNodeArgs: ['--expose-gc'],
  timeoutMS: 20_000,
  disableTypeChecks: false,
};
