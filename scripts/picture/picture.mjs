// The pictures of the READMEs: a real run with the simulated servers on a terminal, up to the first exit code.
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** The page of each picture, and the locale of its run. */
export const PICTURES = { 'README.md': 'C.UTF-8', 'README.ja.md': 'ja_JP.UTF-8' };

const COLUMNS = 100;
const ROWS = 60;
/** Limits a run that hangs. */
const DEADLINE_MS = 110_000;
const START = '<!-- picture: npm run picture -->';
const END = '<!-- end of picture -->';
const FENCE = '```';

/** Runs the built sample of the checkout in `root`; rejects when it fails. */
export async function takePicture(root, locale) {
  const screen = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, scrollback: 1000, allowProposedApi: true });
  const child = pty.spawn(process.execPath, [join(root, 'build/simulated-servers.js'), '--picture'], {
    cols: COLUMNS,
    rows: ROWS,
    cwd: root,
    env: { ...process.env, CI: 'false', NO_COLOR: '1', TERM: 'xterm', LC_ALL: locale },
  });
  const timer = setTimeout(() => child.kill(), DEADLINE_MS);
  const written = [];
  child.onData((data) => written.push(new Promise((resolve) => screen.write(data, resolve))));
  const { exitCode } = await new Promise((resolve) => child.onExit(resolve));
  clearTimeout(timer);
  await Promise.all(written);
  if (exitCode !== 0) throw new Error(`The sample run ended with ${exitCode}.`);
  const lines = linesOn(screen);
  const from = lines.findIndex((line) => line.startsWith('> p2s-fix'));
  const to = lines.findIndex((line) => line.startsWith('exit code'));
  return lines.slice(from, to + 1).join('\n');
}

function linesOn(screen) {
  const lines = [];
  for (let i = 0; i < screen.buffer.active.length; i++) {
    const line = screen.buffer.active.getLine(i);
    const text = line?.translateToString(true) ?? '';
    if (line?.isWrapped) lines.push(`${lines.pop() ?? ''}${text}`);
    else lines.push(text);
  }
  return lines;
}

/** The picture in a page. */
export function pictureIn(page) {
  const { from, to } = placeIn(page);
  return page.slice(from, to).trim().replace(`${FENCE}text\n`, '').replace(`\n${FENCE}`, '');
}

/** The page with this picture instead. */
export function withPicture(page, picture) {
  const { from, to } = placeIn(page);
  return `${page.slice(0, from)}\n${FENCE}text\n${picture}\n${FENCE}\n${page.slice(to)}`;
}

function placeIn(page) {
  const [start, to] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || to < start) throw new Error(`The page has no place for a picture: ${START} to ${END}`);
  return { from: start + START.length, to };
}

/** The part of a picture that is the same in every run: without numbers, and without the blanks that they move. */
export function still(picture) {
  return picture
    .split('\n')
    .map((line) => line.replace(/\d+/g, 'N').replace(/(?<=\S) +/g, ' '))
    .join('\n');
}
