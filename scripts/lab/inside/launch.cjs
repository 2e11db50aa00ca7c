/*
 * Runs inside a computer, under node.exe: gives a program a console that is hidden, pipes that can be read, and
 * writes down its true exit code (a code above 255 does not reach Linux). PowerShell prints nothing without a console.
 *   node.exe launch.cjs EXITFILE STDINFILE|- PROGRAM ARGS...
 */
const { spawn } = require('node:child_process');
const fs = require('node:fs');

const IDLE_MS = 250;
const [exitFile, stdinFile, program, ...args] = process.argv.slice(2);
fs.writeFileSync(exitFile, ''); // it has begun
const input = stdinFile === '-' ? null : fs.readFileSync(stdinFile);
const child = spawn(program, args, {
  windowsHide: true,
  stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
});
let lastData = Date.now();
let left = null;

function forward(stream, fd) {
  stream.on('data', (chunk) => {
    lastData = Date.now();
    for (let done = 0; done < chunk.length; ) done += fs.writeSync(fd, chunk, done);
  });
}

function finish(code) {
  fs.writeFileSync(exitFile, String(code));
  process.exit(code);
}

/* A service that the program started may hold its pipes for ever: after the exit, idle pipes count as closed. */
function finishWhenIdle() {
  const idle = Date.now() - lastData;
  if (idle >= IDLE_MS) finish(left ?? 1);
  else setTimeout(finishWhenIdle, IDLE_MS - idle);
}

forward(child.stdout, 1);
forward(child.stderr, 2);
if (input !== null) {
  child.stdin.on('error', () => {}); // the program may not want it
  child.stdin.end(input);
}
child.on('error', (error) => {
  fs.writeSync(2, `${program}: ${error.code}\n`);
  finish(127);
});
child.on('exit', (code) => {
  left = code;
  lastData = Date.now();
  setTimeout(finishWhenIdle, IDLE_MS);
});
child.on('close', (code) => finish(code ?? 1));
