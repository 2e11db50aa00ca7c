/** Records which steps of the set-up are finished, and with which inputs: anything else is done again. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * The fingerprint of a step: its inputs and the code that does it.
 * @param {string} codeFile the step's source file
 * @param {readonly string[]} inputs
 * @returns {string}
 */
export function fingerprint(codeFile, inputs) {
  const hash = createHash('sha256').update(fs.readFileSync(codeFile));
  for (const input of inputs) hash.update(`\0${input}`);
  return hash.digest('hex');
}

/**
 * @param {string} stamps the folder of the stamps
 * @param {string} step
 * @returns {string | null} the fingerprint the step was finished with
 */
export function readStamp(stamps, step) {
  try {
    return fs.readFileSync(path.join(stamps, step), 'utf8');
  } catch {
    return null;
  }
}

/** @param {string} stamps @param {string} step */
export function clearStamp(stamps, step) {
  fs.rmSync(path.join(stamps, step), { force: true });
}

/**
 * Written last and by a rename, so a stamp is either whole or not there.
 * @param {string} stamps @param {string} step @param {string} value
 */
export function writeStamp(stamps, step, value) {
  fs.mkdirSync(stamps, { recursive: true });
  const file = path.join(stamps, step);
  fs.writeFileSync(`${file}.${process.pid}`, value);
  fs.renameSync(`${file}.${process.pid}`, file);
}
