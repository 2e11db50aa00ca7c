/** A PowerShell that is kept for many scripts: to start it is most of what a script costs. */
import fs from 'node:fs';
import path from 'node:path';
import { REPO } from '../layout.mjs';
import { keep } from './keep.mjs';

const RUN_SCRIPTS = path.join(REPO, 'scripts', 'lab', 'inside', 'run-scripts.ps1');

/** @typedef {{ exitCode: number, stdout: string, stderr: string }} ScriptResult */

/**
 * @typedef {object} ScriptHost
 * @property {(file: string, args: string[], options: { signal: AbortSignal }) => Promise<import('./keep.mjs').End>} start
 *   starts a script file; the signal kills it
 * @property {(unixPath: string) => string} nameOf the name of a file for it
 * @property {string} home the folder of a script without `cwd`, by its name there
 */

/** It starts with the first script. What belongs to its process, such as loaded types, stays for the next one. */
export class KeptScripts {
  /** @type {{ kept: Promise<import('./keep.mjs').Kept>, stop: AbortController } | null} */
  #running = null;

  /** @param {ScriptHost} host */
  constructor(host) {
    this.host = host;
  }

  /**
   * @param {string} file a Unix path
   * @param {readonly string[]} [args] as after `-File`
   * @param {{ stdinFile?: string, cwd?: string }} [options] as of {@link Computer.pwsh}
   * @returns {Promise<ScriptResult>}
   * @throws {import('../failure.mjs').LabError} when it does not end in time
   */
  async run(file, args = [], options = {}) {
    this.#running ??= this.#start();
    const running = this.#running;
    const { nameOf, home } = this.host;
    const input =
      options.stdinFile === undefined ? null : fs.readFileSync(options.stdinFile, 'utf8').split(/\r?\n/);
    const folder = options.cwd === undefined ? home : nameOf(options.cwd);
    try {
      const { ask } = await running.kept;
      return await ask({ file: nameOf(file), arguments: args, input, folder });
    } catch (error) {
      running.stop.abort();
      // Another call may have started the next one.
      if (this.#running === running) this.#running = null;
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
    const kept = keep({
      name: 'PowerShell for scripts',
      start: (port) => this.host.start(RUN_SCRIPTS, ['-Port', String(port)], { signal: stop.signal }),
      kill: () => stop.abort(),
    });
    return { kept, stop };
  }
}
