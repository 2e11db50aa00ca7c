/** PowerShell of a computer that is kept for many scripts: to start it is most of what a script costs. */
import fs from 'node:fs';
import path from 'node:path';
import { REPO, windowsPath } from '../layout.mjs';
import { keep } from './keep.mjs';

const RUN_SCRIPTS = path.join(REPO, 'scripts', 'lab', 'inside', 'run-scripts.ps1');

/** In the (Unix) environment of this PowerShell and of what it starts. */
export const KEPT = 'P2S_LAB_KEPT';

/** @typedef {{ exitCode: number, stdout: string, stderr: string }} ScriptResult */

/** It starts with the first script. What its process keeps, such as loaded types, stays for the next one. */
export class KeptScripts {
  /** @type {{ kept: Promise<import('./keep.mjs').Kept>, stop: AbortController } | null} */
  #running = null;

  /** @param {import('./prefix.mjs').Computer['pwsh']} pwsh starts a PowerShell of the computer */
  constructor(pwsh) {
    this.pwsh = pwsh;
  }

  /**
   * @param {string} file a Unix path @param {readonly string[]} args
   * @param {{ stdinFile?: string, cwd?: string }} options as of {@link Computer.pwsh}
   * @returns {Promise<ScriptResult>}
   * @throws {import('../failure.mjs').LabError} when it does not end in time
   */
  async run(file, args, options) {
    this.#running ??= this.#start();
    const input =
      options.stdinFile === undefined ? null : fs.readFileSync(options.stdinFile, 'utf8').split(/\r?\n/);
    const folder = options.cwd === undefined ? 'C:\\' : windowsPath(options.cwd);
    try {
      const { ask } = await this.#running.kept;
      return await ask({ file: windowsPath(file), arguments: args, input, folder });
    } catch (error) {
      this.drop();
      throw error;
    }
  }

  /** Ends it when what it runs has ended. */
  async end() {
    const ending = this.#running;
    this.#running = null;
    await (await ending?.kept)?.close();
  }

  /** Kills it. */
  drop() {
    this.#running?.stop.abort();
    this.#running = null;
  }

  #start() {
    const stop = new AbortController();
    const options = { retry: false, deadlineMs: 0, signal: stop.signal, env: { [KEPT]: '1' } };
    const kept = keep({
      name: 'PowerShell for scripts',
      start: (port) => this.pwsh(RUN_SCRIPTS, ['-Port', String(port)], options),
      kill: () => stop.abort(),
    });
    return { kept, stop };
  }
}
