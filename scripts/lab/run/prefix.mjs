/**
 * A computer: one Wine prefix with its own registry, its own files and its own running services, with PowerShell and
 * Node for Windows in `C:\Program Files`. This class works with an existing one; computer.mjs makes them.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { LabError } from '../failure.mjs';
import { INSIDE, LAB_CLI, labOf, REPO, windowsPath } from '../layout.mjs';
import { asUserCommand, keyAccessScript, lockDownArgs } from './limits.mjs';
import { marked } from './processes.mjs';
import { EXIT_FILE, run } from './run.mjs';
import { KeptScripts } from './scripts.mjs';
import { kill, stop, warm, wineEnv, wineLoader } from './wine.mjs';

const LAUNCH = windowsPath(path.join(REPO, 'scripts', 'lab', 'inside', 'launch.cjs'));
const RECORD = windowsPath(path.join(REPO, 'scripts', 'lab', 'inside', 'record.cjs'));
const PWSH_ARGS = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'];

/** In the (Unix) environment of the PowerShell for scripts, and of what it starts. */
const KEPT = 'P2S_LAB_KEPT';

/** @typedef {import('./run.mjs').RunOptions} RunOptions */
/** @typedef {import('./run.mjs').RunResult} RunResult */
/** @typedef {{ env?: NodeJS.ProcessEnv | undefined, byHand?: boolean }} ComputerOptions */

/** A prefix that exists; nothing is started by the constructor. */
export class Computer {
  #scripts = new KeptScripts({
    start: (file, args, { signal }) =>
      this.pwsh(file, args, { retry: false, deadlineMs: 0, signal, env: { [KEPT]: '1' } }),
    nameOf: windowsPath,
    home: 'C:\\',
  });

  /** In {@link Computer.constrained} mode, which a PowerShell has from its start. */
  #constrained = false;

  /**
   * @param {string} dir the prefix
   * @param {ComputerOptions} [options] `env` is added to the environment of everything in it
   */
  constructor(dir, options = {}) {
    this.dir = dir;
    this.options = options;
  }

  /** The SID of the user of this prefix. */
  get user() {
    const head = fs.readFileSync(path.join(this.dir, 'user.reg'), 'latin1').slice(0, 400);
    const sid = /\\\\User\\\\(S-1-[\d-]+)/.exec(head)?.[1];
    if (sid === undefined) throw new LabError(`${this.dir}/user.reg does not name its user`);
    return sid;
  }

  /**
   * The Windows name of a Unix path.
   * @param {string} unixPath
   */
  path(unixPath) {
    return windowsPath(unixPath);
  }

  /**
   * The Unix path of a file on the computer's own drive.
   * @param {string} windowsName `C:\...`
   */
  unixPath(windowsName) {
    return path.join(this.dir, 'drive_c', ...windowsName.replace(/^c:/i, '').split('\\'));
  }

  /**
   * Node for Windows. Script files are Windows names: see {@link Computer.path}.
   * @param {readonly string[]} args @param {RunOptions} [options]
   */
  node(args, options) {
    if (options?.as === 'user') return this.cmd(INSIDE.node, args, options);
    return this.#run([INSIDE.node, '-r', RECORD, ...args], 'file', options);
  }

  /**
   * The built CLI under Node for Windows, with the lab's reader of folders.
   * @param {readonly string[]} args @param {RunOptions} [options]
   */
  cli(args, options) {
    return this.node([windowsPath(LAB_CLI), ...args], options);
  }

  /**
   * An executable that has Node and record.cjs in it: nothing of the lab's own Node runs beside it.
   * @param {string} program a Windows name @param {readonly string[]} args @param {RunOptions} [options]
   */
  executable(program, args, options) {
    return this.#run([program, ...args], 'file', options);
  }

  /**
   * A script file under PowerShell for Windows. It prints at least a line; one that printed nothing is run once more.
   * @param {string} file a Unix path @param {readonly string[]} [args] @param {RunOptions} [options]
   */
  pwsh(file, args = [], options) {
    return this.#cmd(INSIDE.pwsh, [...PWSH_ARGS, windowsPath(file), ...args], options, true);
  }

  /**
   * A script file in a PowerShell that is kept for all of them, which takes a twentieth of {@link Computer.pwsh}. In
   * Constrained Language Mode each script has its own.
   * @param {string} file a Unix path @param {readonly string[]} [args]
   * @param {{ stdinFile?: string, cwd?: string }} [options]
   * @returns {Promise<import('./scripts.mjs').ScriptResult>}
   * @throws {LabError} when it does not end in time
   */
  async script(file, args = [], options = {}) {
    if (!this.#constrained) return this.#scripts.run(file, args, options);
    const { exitCode, stdout, stderr } = await this.pwsh(file, args, { ...options, retry: false });
    if (exitCode === null) throw new LabError(`no end of ${file}`);
    return { exitCode, stdout, stderr };
  }

  /**
   * Any program, with a hidden console.
   * @param {string} program a Windows name @param {readonly string[]} [args] @param {RunOptions} [options]
   */
  cmd(program, args = [], options) {
    return this.#cmd(program, args, options, false);
  }

  /** @param {string} program @param {readonly string[]} args @param {RunOptions | undefined} options @param {boolean} prints */
  #cmd(program, args, options, prints) {
    const stdin = options?.stdinFile === undefined ? '-' : windowsPath(options.stdinFile);
    const asked = [program, ...args];
    const command = options?.as === 'user' ? asUserCommand(asked, labOf(this.dir)) : asked;
    return this.#run([INSIDE.node, LAUNCH, EXIT_FILE, stdin, ...command], 'file', options, prints);
  }

  /**
   * reg.exe, which needs no console and exits with 0 or 1.
   * @param {readonly string[]} args @param {RunOptions} [options]
   */
  reg(args, options) {
    return this.#run([INSIDE.reg, ...args], 'status', options);
  }

  /**
   * A key and all below it as `reg export` writes it: UTF-16LE.
   * @param {string} key @param {{ view?: 32 | 64 }} [options]
   * @returns {Promise<Buffer>}
   * @throws {LabError} when there is no such key
   */
  async regExport(key, options = {}) {
    return this.#withFile(async (file) => {
      const view = options.view === undefined ? [] : [`/reg:${options.view}`];
      const { exitCode, stderr } = await this.reg(['export', key, windowsPath(file), '/y', ...view]);
      if (exitCode !== 0 || !fs.existsSync(file))
        throw new LabError(`reg export ${key}: exit ${exitCode} ${stderr}`);
      return fs.readFileSync(file);
    });
  }

  /**
   * Imports a whole `.reg` file.
   * @param {string | Buffer} content text, written as UTF-16LE, or the file's bytes
   * @throws {LabError} when reg.exe refuses it
   */
  async regImport(content) {
    await this.#withFile(async (file) => {
      const text = typeof content === 'string' ? `\ufeff${content.replaceAll(/\r?\n/g, '\r\n')}` : null;
      fs.writeFileSync(file, text === null ? content : Buffer.from(text, 'utf16le'));
      const { exitCode, stderr } = await this.reg(['import', windowsPath(file)], { retry: false });
      if (exitCode !== 0) throw new LabError(`reg import: exit ${exitCode} ${stderr}`);
    });
  }

  /**
   * Denies access to keys until {@link Computer.allowKey} or {@link Computer.shutDown}; a missing key is made.
   * @param {string | readonly string[]} keys such as `HKLM\\SOFTWARE\\...`
   * @param {import('./limits.mjs').DeniedRights} rights `write-unless-admin` is how Windows protects HKEY_LOCAL_MACHINE
   * @throws {LabError}
   */
  async denyKey(keys, rights) {
    await this.#keyAccess(keys, rights);
  }

  /**
   * Gives everybody all rights to keys again, which is what Wine starts with.
   * @param {string | readonly string[]} keys
   * @throws {LabError}
   */
  async allowKey(keys) {
    await this.#keyAccess(keys, null);
  }

  /**
   * Constrained Language Mode for every PowerShell that starts from now on, by system lock-down; or not any more.
   * @param {boolean} on
   */
  async constrained(on) {
    await this.reg(lockDownArgs(on), { retry: false });
    this.#constrained = on;
  }

  /**
   * What is still running of everything started by the methods above, without the PowerShell for scripts and what
   * these started: empty unless a program left a child behind.
   */
  running() {
    return marked(`WINEPREFIX=${this.dir}`).filter(({ pid }) => isRun(pid));
  }

  /**
   * The command line of Node for Windows, for a pseudo-terminal or a benchmark that starts it without this class.
   * @param {readonly string[]} args
   */
  command(args) {
    return {
      file: wineLoader() ?? 'wine',
      args: [INSIDE.node, ...args],
      env: wineEnv(this.dir, this.options),
    };
  }

  /** Starts the services; also after {@link Computer.shutDown}. */
  async start() {
    await warm(this.dir, this.options);
  }

  /** Ends the PowerShell of {@link Computer.script}; the next script starts another. */
  async endScripts() {
    await this.#scripts.end();
  }

  /** Ends everything in it. The registry is kept, but for what Wine holds only in memory (hives of other users, ACLs). */
  async shutDown() {
    this.#scripts.drop();
    await stop(this.dir);
  }

  /** Kills everything in it at once, as a power cut would: what was not written to disk is lost. */
  async die() {
    this.#scripts.drop();
    await kill(this.dir);
  }

  /** Ends everything in it and removes it. */
  async destroy() {
    this.#scripts.drop();
    await kill(this.dir);
    fs.rmSync(this.dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  /** @param {string | readonly string[]} keys @param {import('./limits.mjs').DeniedRights | null} denied */
  async #keyAccess(keys, denied) {
    const { file, args } = keyAccessScript(typeof keys === 'string' ? [keys] : keys, denied);
    const { exitCode, stderr } = await this.script(file, args);
    if (exitCode !== 0) throw new LabError(`the access list of ${keys}: exit ${exitCode} ${stderr}`);
  }

  /** @param {readonly string[]} args @param {'file' | 'status'} recordedBy @param {RunOptions} [options] */
  #run(args, recordedBy, options, prints = false) {
    const { env, byHand } = this.options;
    const printsLine = prints && byHand !== true;
    const command = {
      prefix: this.dir,
      args,
      recordedBy,
      computerEnv: env,
      byHand: byHand === true,
      printsLine,
    };
    return run(command, options);
  }

  /** @template T @param {(file: string) => Promise<T>} use */
  async #withFile(use) {
    const file = path.join(this.dir, `exchange-${randomBytes(4).toString('hex')}.reg`);
    try {
      return await use(file);
    } finally {
      fs.rmSync(file, { force: true });
    }
  }
}

/** @param {number} pid */
function isRun(pid) {
  try {
    const environ = fs.readFileSync(`/proc/${pid}/environ`);
    return environ.includes('\0P2S_LAB_RUN=') && !environ.includes(`\0${KEPT}=`);
  } catch {
    return false;
  }
}
