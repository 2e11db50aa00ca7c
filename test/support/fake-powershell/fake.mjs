/*
 * Acts as a PowerShell that runs a bundled script: one-shot (-File, request on standard input) or session
 * (-Command -, commands line by line). The request's own `behaviour` selects the reaction; none is `good`, an unknown
 * one ends it with code 99.
 *   node fake.mjs FOLDER START ARGS...     START: `start`, or `stub` (ends at once without output)
 * Its process id, and those of the children it starts, become files in FOLDER.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { behaviours } from './behaviours.mjs';
import { Output } from './output.mjs';

const [folder = '', start, ...args] = process.argv.slice(2);
const note = (/** @type {number | undefined} */ pid) => writeFileSync(join(folder, `pid-${pid}`), '');
note(process.pid);
if (start === 'stub') process.exit(0);

const output = new Output();

/** @param {string} json */
async function behave(json) {
  const request = JSON.parse(json);
  const behaviour = behaviours[request.behaviour ?? 'good'];
  if (behaviour === undefined) process.exit(99);
  await behaviour({ request, nonce: request.nonce, output, note, session });
}

const session = args.includes('-Command');
if (session) {
  if (args.at(-1) !== '-') process.exit(98);
  for await (const line of createInterface({ input: process.stdin })) {
    const delimiter = /^'(\w+)'$/.exec(line)?.[1];
    const base64 = /^try \{ & .+ -RequestBase64 '([A-Za-z0-9+/=]+)' \} catch \{ .* \}$/.exec(line)?.[1];
    if (delimiter !== undefined) await output.delimiter(delimiter);
    else if (base64 !== undefined) await behave(Buffer.from(base64, 'base64').toString('latin1'));
    else if (line !== '#') process.exit(97);
  }
} else {
  if (args.at(-1) !== '-RequestFromStdin' || args.at(-3) !== '-File') process.exit(96);
  let input = '';
  for await (const chunk of process.stdin) input += chunk;
  await behave(input);
  await output.flush();
}
