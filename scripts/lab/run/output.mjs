/** Reads the files that a program's standard output and error go to. */
import fs from 'node:fs';

const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * Passes on what was added to a file since the last call, as UTF-8 text.
 * @param {string} file
 * @param {((text: string) => void) | undefined} sink
 * @returns {() => void}
 */
export function tail(file, sink) {
  if (sink === undefined) return () => {};
  const decoder = new TextDecoder();
  let position = 0;
  return () => {
    const fd = fs.openSync(file, 'r');
    const buffer = Buffer.alloc(64 * 1024);
    for (let n = 1; n > 0; ) {
      n = fs.readSync(fd, buffer, 0, buffer.length, position);
      position += n;
      if (n > 0) sink(decoder.decode(buffer.subarray(0, n), { stream: true }));
    }
    fs.closeSync(fd);
  };
}

/**
 * The first 64 MiB of a file; empty when there is none.
 * @param {string} file
 * @returns {Buffer}
 */
export function readCapped(file) {
  try {
    const fd = fs.openSync(file, 'r');
    const buffer = Buffer.alloc(Math.min(fs.fstatSync(fd).size, MAX_OUTPUT));
    const length = fs.readSync(fd, buffer, 0, buffer.length, 0);
    fs.closeSync(fd);
    return buffer.subarray(0, length);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/**
 * What is printed, rarely, as Wine ends the threads of an exiting process: by Wine, of one that writes to its server
 * after the connection was closed; by the C library's `_dl_fini`, of one that was loading a library.
 */
const WINE_AT_EXIT =
  /^(?:wine client error:[0-9a-f]+: sendmsg: Bad file descriptor|Inconsistency detected by ld\.so: dl-fini\.c: \d+: _dl_fini: .*)\n/gm;

/**
 * Separates what a program printed from what Wine, rarely, prints as the program exits.
 * @param {string} stderr of a program that wrote down its exit code: its end was a normal one
 * @returns {{ printed: string, atExit: string[] }}
 */
export function splitWineAtExit(stderr) {
  return {
    printed: stderr.replace(WINE_AT_EXIT, ''),
    atExit: (stderr.match(WINE_AT_EXIT) ?? []).map((line) => line.trimEnd()),
  };
}
