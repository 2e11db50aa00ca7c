import { posix, win32 } from 'node:path';
import { quoted, shellOf } from '../core/model/command-text.ts';

/** What is known of the start of this process. */
export interface Start {
  /** The script or executable as it was started: `process.argv[1]`. */
  started: string;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  platform: string;
  /** `null` if it cannot be read. */
  readText: (path: string) => string | null;
}

/**
 * How to start the program again from where it was started, for the commands that it prints: `npm start --` and
 * `node dist/cli.js` in a clone, `npx ./p2s-fix-0.1.0.tgz`; `null`: `p2s-fix`. It is printed, and nothing is run by it.
 */
export function launcherOf({ started, env, cwd, platform, readText }: Start): string | null {
  const path = platform === 'win32' ? win32 : posix;
  const words = (...some: string[]) => some.map((word) => quoted(word, shellOf(platform))).join(' ');
  const [, cache] = /^(.*[\\/]_npx[\\/][0-9a-f]+)[\\/]node_modules[\\/]/.exec(started) ?? [];
  if (cache !== undefined) {
    const asked = packageOfNpx(readText(path.join(cache, 'package.json')));
    return asked === null ? words('node', started) : words('npx', asked);
  }
  const isOfClone = path.basename(started) === 'cli.js' && !/[\\/]node_modules[\\/]/.test(started);
  if (!isOfClone) return null;
  if (env.npm_lifecycle_event === 'start' && env.npm_package_name === 'p2s-fix') return 'npm start --';
  const below = path.relative(cwd, started);
  return words('node', below.startsWith('..') ? started : below);
}

/** The package that npx was asked for, in the package.json of its cache. */
function packageOfNpx(text: string | null): string | null {
  try {
    const [asked, ...more] = JSON.parse(text ?? '')._npx.packages;
    return typeof asked === 'string' && more.length === 0 ? asked : null;
  } catch {
    return null;
  }
}
