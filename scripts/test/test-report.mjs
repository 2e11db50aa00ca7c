// Reads vitest's report of a run: the JSON of Jest, one entry for each test file.
import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ status: string, failureMessages?: string[] }} TestResult
 * @typedef {{ name: string, status: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * @param {string} path
 * @returns {FileResult[] | null} null: the run left no report
 */
export function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).testResults : null;
}

/**
 * The files below a folder in which something failed.
 * @param {readonly FileResult[]} files @param {string} folder
 */
export function failedIn(files, folder) {
  return files
    .filter(({ name, status }) => status === 'failed' && name.startsWith(folder))
    .map(({ name }) => name);
}

/** What a test shows of a PowerShell that Wine ended before it began. */
const NEVER_BEGAN = /powershell-no-result|P2sError: \S+ ended without a result\.(?!.* restored)/;

/**
 * Those of them in which Wine ended a PowerShell before it began, which happens once in some thousand starts.
 * @param {readonly FileResult[]} files @param {string} folder
 */
export function endedEarlyIn(files, folder) {
  const isEarly = ({ assertionResults }) =>
    assertionResults.some(({ failureMessages }) => failureMessages?.some((text) => NEVER_BEGAN.test(text)));
  return failedIn(files.filter(isEarly), folder);
}

/**
 * The files of a run; a file that ran again has its newer result.
 * @param {readonly FileResult[]} first @param {readonly FileResult[]} again
 */
export function withLater(first, again) {
  const names = new Set(again.map(({ name }) => name));
  return [...first.filter(({ name }) => !names.has(name)), ...again];
}

/**
 * @param {readonly FileResult[]} files
 * @param {number | null} status the exit code of vitest: an unhandled error shows only there
 * @returns {Counts} a file that could not be loaded counts as a test that failed
 */
export function countsOf(files, status) {
  const all = files.flatMap(({ assertionResults }) => assertionResults.map((one) => one.status));
  const number = (/** @type {string} */ outcome) => all.filter((one) => one === outcome).length;
  const [passed, failedTests] = [number('passed'), number('failed')];
  const unloaded = files.filter((file) => {
    return file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed');
  }).length;
  const failed = failedTests + unloaded;
  const skipped = all.length - passed - failedTests;
  return { passed, failed: failed === 0 && status !== 0 ? 1 : failed, skipped };
}
