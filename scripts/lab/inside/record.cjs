/*
 * Preloaded into node.exe (`-r`), or in the executable: writes down the true exit code, since a code above 255 does not reach Linux.
 */
const fs = require('node:fs');

const file = process.env.P2S_LAB_EXIT;
delete process.env.P2S_LAB_EXIT;
if (file) {
  fs.writeFileSync(file, ''); // it has begun
  process.on('exit', (code) => fs.writeFileSync(file, String(code)));
}
