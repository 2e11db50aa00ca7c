/** Standard output in the manner that a behaviour selects. */
import { setImmediate as turn } from 'node:timers/promises';

export class Output {
  /** How bytes are written: directly, one by one, or all in one chunk at the end. */
  manner = /** @type {'plain' | 'bytes' | 'held'} */ ('plain');
  eol = '\n';
  /** @type {Buffer[]} */
  #held = [];
  #delimiters = 0;
  #firstDelimiter = '';

  /** @param {string} text */
  line(text) {
    return this.write(`${text}${this.eol}`);
  }

  /** @param {string | Buffer} data */
  async write(data) {
    const bytes = Buffer.from(data);
    if (this.#firstDelimiter !== '') {
      const first = this.#firstDelimiter;
      this.#firstDelimiter = '';
      await this.#out(Buffer.from(`${first}${this.eol}`));
    }
    await this.#out(bytes);
  }

  /**
   * A session prints a delimiter before and after each command. The first waits for the command's first output, so
   * that a behaviour can still say how everything is written.
   * @param {string} text
   */
  async delimiter(text) {
    this.#delimiters += 1;
    if (this.#delimiters % 2 === 1) {
      this.#firstDelimiter = text;
      this.manner = 'plain';
      this.eol = '\n';
      return;
    }
    await this.write(`${text}${this.eol}`);
    await this.flush();
  }

  async flush() {
    const all = Buffer.concat(this.#held.splice(0));
    if (all.length > 0) await send(all);
  }

  /** @param {Buffer} bytes */
  async #out(bytes) {
    if (this.manner === 'held') {
      this.#held.push(bytes);
      return;
    }
    if (this.manner === 'plain') {
      await send(bytes);
      return;
    }
    for (const byte of bytes) {
      await send(Buffer.of(byte));
      await turn();
    }
  }
}

/** @param {Buffer} bytes */
function send(bytes) {
  return new Promise((resolve) => process.stdout.write(bytes, resolve));
}
