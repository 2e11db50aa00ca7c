// `npm test`: set-up, checks, then the tests; the last line is `N passed, N failed`.
//   --require-lab  fail where the lab cannot be had (continuous integration), instead of leaving it out
//   --soak         only the long runs; docs/soak.md then says how they went
//   anything else is passed to vitest
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root, say } from './prepare.mjs';
import { clearSoak, writeSoakPage } from './soak.mjs';

const options = process.argv.slice(2);
const requireLab = take('--require-lab');
const soak = take('--soak');
const node = (args, env = {}) =>
  spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });

prepare();
const lab = soak ? false : setUpLab();
if (!lab && requireLab) finish(0, 1);

const report = join(root, 'build/test-report.json');
mkdirSync(join(root, 'build'), { recursive: true });
rmSync(report, { force: true });
const projects = soak ? ['soak'] : ['pure', 'unit', ...(lab ? ['lab'] : [])];
if (soak) clearSoak();
let checksFailed = 0;
if (!soak && options.length === 0) checksFailed = runChecks();
const { status } = node(
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...projects.map((name) => `--project=${name}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...options,
  ],
  requireLab ? { P2S_REQUIRE_REAL: '1' } : {},
);
if (!existsSync(report)) finish(0, 1 + checksFailed);
const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
  readFileSync(report, 'utf8'),
);
// A file that could not be loaded counts no test, and an unhandled error only shows in the status.
const brokenFiles =
  numFailedTests === 0 && (numFailedTestSuites > 0 || status !== 0) ? Math.max(1, numFailedTestSuites) : 0;
// Some of it, by a filter, is no run to write down.
if (soak && options.length === 0)
  say(writeSoakPage({ passed: numPassedTests, failed: numFailedTests + brokenFiles, at: new Date() }));
finish(numPassedTests, numFailedTests + brokenFiles + checksFailed, numPendingTests);

/** Formatter and linter, types, unused code: each counts as a failure when it finds something. */
function runChecks() {
  const bin = (path) => join(root, 'node_modules', path);
  const checks = [
    ['lint', [bin('@biomejs/biome/bin/biome'), 'check', '.', '--error-on-warnings']],
    ['types', [bin('typescript/bin/tsc'), '--noEmit']],
    ['unused code', [bin('knip/bin/knip.js')]],
  ];
  return checks.filter(([name, args]) => {
    const failed = node(args).status !== 0;
    say(`${failed ? 'FAIL' : 'ok  '} ${name}`);
    return failed;
  }).length;
}

function setUpLab() {
  const { status: code } = node([join(root, 'scripts/lab.mjs'), 'setup']);
  if (code !== 0)
    say('The lab tests (PowerShell for Windows, registry, WinHTTP) are left out: see the line above.');
  return code === 0;
}

function take(name) {
  const at = options.indexOf(name);
  if (at >= 0) options.splice(at, 1);
  return at >= 0;
}

function finish(passed, failed, skipped = 0) {
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
