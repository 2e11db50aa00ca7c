// `npm test`: set-up and, beside it, checks and unit tests; then the others; the last line is `N passed, N failed`.
// Without options: what starts no program, command lines from end to end, and the main job in the lab.
//   --all          every test: PowerShell, servers and browsers, the whole lab, ten times as many hostile inputs
//   --require-lab  fail if the lab does not work (continuous integration), instead of leaving it out
//   --soak         only the long runs; contributing/soak.md then has their results
//   anything else is passed to vitest
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DEFAULT_LAB } from './lab/layout.mjs';
import { takeLost } from './lab/run/remark.mjs';
import { prepare, root, say } from './prepare.mjs';
import { spreadPidNumbers } from './test/pid-numbers.mjs';
import { clearSoak, writeSoakPage } from './test/soak.mjs';
import { countsOf, endedEarlyIn, failedIn, readReport, withLater } from './test/test-report.mjs';

const options = process.argv.slice(2);
const all = take('--all');
const requireLab = take('--require-lab');
const soak = take('--soak');
/** The exit code of Node with these arguments, or null after a signal. */
const node = async (args, env = {}) => {
  const stdio = ['ignore', 'inherit', 'inherit'];
  const child = spawn(process.execPath, args, { cwd: root, stdio, env: { ...process.env, ...env } });
  // The set-up of the lab would go on after a failed installation.
  process.once('exit', () => child.kill());
  const [code] = await once(child, 'exit');
  return code;
};

const setPidNumbersBack = spreadPidNumbers();
// Needs nothing that is installed or built, and waits for downloads: it begins before the rest.
const labSetUp = soak ? false : setUpLab();
prepare();
// The unit tests need nothing of the lab, whose set-up waits for downloads: they run beside it. A filter may select none
// of them, which vitest takes for a failure.
const unitApart = !soak && options.length === 0;
const [lab, checksFailed, unit] = await Promise.all([
  labSetUp,
  unitApart ? runChecks() : 0,
  unitApart ? runTests(['unit'], 'test-report-unit') : null,
]);
if (!lab && requireLab) finish({ passed: 0, failed: 1 + checksFailed, skipped: 0 });

const others = ['programs', ...(lab ? ['lab'] : [])];
const projects = soak ? ['soak'] : unitApart ? others : ['unit', ...others];
if (soak) clearSoak();
if (lab) takeLost(DEFAULT_LAB);
const first = await runTests(projects, 'test-report', options);
if (first.files === null || unit?.files === null) finish({ passed: 0, failed: 1 + checksFailed, skipped: 0 });
const again = await runLost(first.files);
const { passed, failed, skipped } = countsOf(
  [...(unit?.files ?? []), ...withLater(first.files, again?.files ?? [])],
  [unit, again ?? first].every((run) => run === null || run.status === 0) ? 0 : 1,
);
// A run with a filter is incomplete, so it is not recorded.
if (soak && options.length === 0) say(writeSoakPage({ passed, failed, at: new Date() }));
finish({ passed, failed: failed + checksFailed, skipped });

/** Runs the tests of these projects; `files` is null if vitest left no report. */
async function runTests(names, reportName, more = []) {
  const report = join(root, `build/${reportName}.json`);
  mkdirSync(join(root, 'build'), { recursive: true });
  rmSync(report, { force: true });
  const status = await node(
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...names.map((name) => `--project=${name}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...more,
    ],
    {
      ...(requireLab && { P2S_REQUIRE_REAL: '1' }),
      // With a filter, the filter selects the tests.
      ...(options.length === 0 && { P2S_TEST: all ? 'all' : 'short' }),
    },
  );
  return { status, files: readReport(report) };
}

/**
 * Runs files of the lab again whose failure is Wine's: where a computer lost its server, all that failed; else those
 * in which a PowerShell ended before it began. null: nothing ran again.
 */
async function runLost(files) {
  if (!lab) return null;
  const folder = join(root, 'test/lab/');
  const computers = takeLost(DEFAULT_LAB);
  const failed = computers.length > 0 ? failedIn(files, folder) : endedEarlyIn(files, folder);
  if (failed.length === 0) return null;
  const names = failed.map((path) => basename(path)).join(', ');
  const what =
    computers.length > 0
      ? `Wine's server of ${computers.join(', ')} ended by itself`
      : 'Wine ended a PowerShell before it began';
  say(`${what}. Once more: ${names}`);
  const run = await runTests(['lab'], 'test-report-again', failed);
  return run.files === null ? null : run;
}

/** Formatter and linter, types, unused code, side by side: each counts as a failure when it finds something. */
async function runChecks() {
  const bin = (path) => join(root, 'node_modules', path);
  // Several threads each work out the same types: in all they take two thirds more.
  const types = [bin('typescript/bin/tsc'), '--noEmit', '--singleThreaded'];
  const checks = [
    ['types', types],
    ['lint', [bin('@biomejs/biome/bin/biome'), 'check', '.', '--error-on-warnings']],
    ['types of the page', [...types, '-p', 'tsconfig.page.json']],
    ['unused code', [bin('knip/bin/knip.js')]],
  ];
  const codes = await Promise.all(
    checks.map(async ([name, args]) => {
      const { code, output } = await nodeQuietly(args);
      say(`${output}${code === 0 ? 'ok  ' : 'FAIL'} ${name}`);
      return code;
    }),
  );
  return codes.filter((code) => code !== 0).length;
}

/** Runs Node with these arguments; returns its exit code and its output. */
async function nodeQuietly(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const [code] = await once(child, 'close');
  return { code, output };
}

async function setUpLab() {
  const code = await node([join(root, 'scripts/lab.mjs'), 'setup']);
  if (code !== 0)
    say('The lab tests (PowerShell for Windows, registry, WinHTTP) are left out: see the line above.');
  return code === 0;
}

function take(name) {
  const at = options.indexOf(name);
  if (at >= 0) options.splice(at, 1);
  return at >= 0;
}

function finish({ passed, failed, skipped }) {
  setPidNumbersBack();
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
