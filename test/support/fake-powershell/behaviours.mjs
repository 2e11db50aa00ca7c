/** The behaviours of the fake for a request, by name. */
import { spawn } from 'node:child_process';

/**
 * @typedef {object} Run
 * @property {any} request
 * @property {string} nonce
 * @property {import('./output.mjs').Output} output
 * @property {(pid: number | undefined) => void} note
 * @property {boolean} session
 */

const RESULT = { answer: 42, text: 'a{"}b\\' };
/** 日本 and half a character in code page 932: not UTF-8, and with a backslash as a second byte. */
const CP932 = Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x83, 0x5c, 0x81, 0x0a]);

/** A reply line: ASCII, as the scripts write it. @param {string} nonce @param {object} rest */
const json = (nonce, rest) =>
  JSON.stringify({ nonce, ...rest }).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const result = (/** @type {string} */ nonce, /** @type {unknown} */ value = RESULT) =>
  json(nonce, { type: 'result', result: value });
const progress = (/** @type {string} */ nonce, /** @type {number} */ step) =>
  json(nonce, { type: 'progress', step });
const forever = () => new Promise((resolve) => setInterval(() => resolve, 1_000_000));
const error = (/** @type {string | Buffer} */ data) =>
  new Promise((resolve) => process.stderr.write(data, resolve));

/** @param {Run} run */
async function good({ output, nonce }) {
  await output.line(progress(nonce, 1));
  await output.line(progress(nonce, 2));
  await output.line(result(nonce));
}

/** A child with our streams, like a program that a script starts. @param {Run} run */
function startChild({ note }) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'inherit' });
  note(child.pid);
}

/**
 * A script that may not run: a session sends the id on the wire, another PowerShell on standard error, with line
 * breaks anywhere.
 * @param {Run} run @param {string} id @param {string} text
 */
async function refuse({ output, nonce, session }, id, text) {
  if (session) {
    const reply = { type: 'error', error: { code: 'not-run', fullyQualifiedErrorId: id } };
    await output.line(json(nonce, reply));
    return;
  }
  const [name = ''] = id.split(',');
  const [category, exception] = name.startsWith('Script')
    ? ['ParserError', 'ParseException']
    : ['SecurityError', 'PSSecurit\r\n   yException'];
  await error(
    `x.ps1 : ${text}\r\n    + CategoryInfo          : ${category}: (:) [], ${exception}\r\n` +
      `    + FullyQualifiedErrorId : ${name.slice(0, 12)}\r\n${name.slice(12)}\r\n`,
  );
  process.exit(1);
}

/** @type {Record<string, (run: Run) => Promise<unknown>>} */
export const behaviours = {
  good,
  async echo({ output, nonce, request }) {
    await output.line(result(nonce, request));
  },
  async 'one-chunk'(run) {
    run.output.manner = 'held';
    await good(run);
  },
  async 'one-chunk-crlf'(run) {
    run.output.manner = 'held';
    run.output.eol = '\r\n';
    await good(run);
  },
  async 'byte-by-byte'(run) {
    run.output.manner = 'bytes';
    await good(run);
  },
  async 'byte-by-byte-crlf'(run) {
    run.output.manner = 'bytes';
    run.output.eol = '\r\n';
    await good(run);
  },
  async bom(run) {
    await run.output.write(Buffer.from([0xef, 0xbb, 0xbf]));
    await good(run);
  },
  async cp932(run) {
    await run.output.write(CP932);
    await good(run);
    await run.output.write(CP932);
  },
  async 'stray-lines'(run) {
    await run.output.line('WARNING: before');
    await good(run);
    await run.output.line('VERBOSE: after');
  },
  async 'stray-same-line'({ output, nonce }) {
    await output.write('no end of line');
    await output.line(progress(nonce, 1));
    await output.line(`> ${progress(nonce, 2)}${result(nonce)} <`);
  },
  async 'no-final-newline'({ output, nonce }) {
    await output.write(result(nonce));
  },
  async 'two-results'({ output, nonce }) {
    await output.line(result(nonce, 'first'));
    await output.line(result(nonce, 'second'));
  },
  async 'broken-then-good'(run) {
    await run.output.line(`{"nonce":"${run.nonce}",`);
    await run.output.line(`{"nonce":"${run.nonce}" oops}`);
    await good(run);
  },
  async 'other-nonce-too'(run) {
    await run.output.line(result('0'.repeat(32), 'not yours'));
    await good(run);
  },
  async 'other-nonce'({ output }) {
    await output.line(result('0'.repeat(32), 'not yours'));
  },
  async 'stderr-noise'(run) {
    await error(`${'noise '.repeat(200)}\n`.repeat(200));
    await good(run);
  },
  async clixml(run) {
    await error('#< CLIXML\r\n<Objs Version="1.1.0.1"><S S="progress">Preparing</S></Objs>');
    await good(run);
  },
  async 'holds-pipe'(run) {
    startChild(run);
    await good(run);
  },
  async 'result-then-hang'(run) {
    await good(run);
    await forever();
  },
  async 'no-result'({ output, nonce }) {
    await output.line(progress(nonce, 1));
  },
  async nothing() {},
  async 'exit-0'({ output, nonce }) {
    await output.line(progress(nonce, 1));
    process.exit(0);
  },
  async 'exit-3'({ output, nonce }) {
    await output.write(result(nonce).slice(0, 60));
    process.exit(3);
  },
  async 'silent-death'() {
    process.exit(5);
  },
  async killed({ output, nonce }) {
    await output.write(result(nonce).slice(0, 60));
    process.kill(process.pid, 'SIGKILL');
    await forever();
  },
  async error({ output, nonce }) {
    const numbers = { hresult: -2147024891, win32: 5 };
    const words = {
      code: 'denied',
      message: 'Zugriff\u0007',
      target: 'HKEY_X',
      fullyQualifiedErrorId: 'A,B',
    };
    await output.line(json(nonce, { type: 'error', error: { ...words, ...numbers } }));
  },
  async busy({ output, nonce }) {
    const numbers = { hresult: null, win32: null };
    const words = { code: 'busy', message: 'x', target: 'Global\\p2s-fix-write', fullyQualifiedErrorId: '' };
    await output.line(json(nonce, { type: 'error', error: { ...words, ...numbers } }));
  },
  /** The output of PowerShell when an execution policy refuses a script. */
  async blocked(run) {
    const link = 'https:/go.microsoft.com/fwlink/?LinkID=1351\r\n70';
    await refuse(run, 'UnauthorizedAccess,LinkID=135170', `スクリプトの実行が無効になっています。${link}`);
  },
  /** The same for application control: the error without the link. */
  async 'not-allowed'(run) {
    await refuse(run, 'UnauthorizedAccess', 'ソフトウェア制限ポリシーによって操作がブロックされました。');
  },
  /** The same for a virus scanner. */
  async antivirus(run) {
    await refuse(
      run,
      'ScriptContainedMaliciousContent',
      'ウイルス対策ソフトウェアによってブロックされました。',
    );
  },
  async hang(run) {
    await run.output.line(progress(run.nonce, 1));
    await forever();
  },
  async 'hang-with-child'(run) {
    startChild(run);
    await forever();
  },
  async 'child-then-hang'(run) {
    startChild(run);
    await run.output.line(progress(run.nonce, 1));
    await forever();
  },
  async 'endless-lines'({ output }) {
    for (;;) await output.line('more and more '.repeat(1000));
  },
  async 'endless-line'({ output }) {
    for (;;) await output.write('more and more '.repeat(1000));
  },
  async 'endless-progress'({ output, nonce }) {
    for (;;) await output.line(progress(nonce, 1).repeat(100));
  },
  async 'endless-stderr'() {
    for (;;) await error('more and more '.repeat(1000));
  },
};
