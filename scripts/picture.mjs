// Puts a picture of the program at work into README.md: what a real run of the sample world shows on a terminal of 100
// columns, up to the first exit code.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { prepare, root, say } from './prepare.mjs';

const COLUMNS = 100;
const START = '<!-- picture: npm run picture -->';
const END = '<!-- end of picture -->';
const DEADLINE_MS = 60_000;

prepare();
const screen = new xterm.Terminal({ cols: COLUMNS, rows: 60, scrollback: 1000, allowProposedApi: true });
const child = pty.spawn(process.execPath, [join(root, 'build/sample-world.js')], {
  cols: COLUMNS,
  rows: 60,
  cwd: root,
  env: { ...process.env, CI: 'false', NO_COLOR: '1', TERM: 'xterm' },
});
const timer = setTimeout(() => child.kill(), DEADLINE_MS);
const written = [];
child.onData((data) => written.push(new Promise((resolve) => screen.write(data, resolve))));
const { exitCode } = await new Promise((resolve) => child.onExit(resolve));
clearTimeout(timer);
await Promise.all(written);
if (exitCode !== 0) {
  say(`The sample run ended with ${exitCode}; README.md is left as it is.`);
  process.exit(1);
}

const lines = [];
for (let i = 0; i < screen.buffer.active.length; i++) {
  const line = screen.buffer.active.getLine(i);
  const text = line?.translateToString(true) ?? '';
  if (line?.isWrapped) lines.push(`${lines.pop() ?? ''}${text}`);
  else lines.push(text);
}
const from = lines.findIndex((line) => line.startsWith('> p2s-fix'));
const to = lines.findIndex((line) => line.startsWith('exit code'));
const picture = lines.slice(from, to + 1).join('\n');
const file = join(root, 'README.md');
const readme = readFileSync(file, 'utf8');
const [head, rest] = [readme.slice(0, readme.indexOf(START)), readme.slice(readme.indexOf(END))];
writeFileSync(file, `${head}${START}\n\`\`\`text\n${picture}\n\`\`\`\n${rest}`);
say(`README.md shows ${to - from + 1} lines.`);
