import { existsSync, readFileSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { quoted, shellOf } from '../core/model/command-text.ts';
import { EXIT_CODE_MAPS } from '../core/model/exit-code.ts';
import { MODES } from '../core/model/modes.ts';
import { nextCommands } from '../core/options/follow-ups.ts';
import { modeOf, OPTION_NAMES, type OptionName, ROWS } from '../core/options/table.ts';
import { EXTENSIONS } from '../pipeline/calls/registry.ts';
import { watchRequest } from '../pipeline/pending/watch-arguments.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { LANGUAGES, systemLanguage } from '../report/text/language.ts';
import { COMMANDS } from './commands.ts';
import { parse } from './parse/parse.ts';
import { type SplitWords, splitWords } from './parse/split-words.ts';
import { ACTIONS } from './run/actions.ts';

export { systemPorts } from '../pipeline/run/ports.ts';

/**
 * Runs one command line and resolves to the exit code. Errors are reported in the chosen output format; with
 * `--json` every exit prints exactly one document.
 */
export async function main(argv: readonly string[], ports: Ports): Promise<number> {
  const watching = watchRequest(argv);
  if (watching !== null) return (await import('../pipeline/modes/watch.ts')).watchAsProcess(watching, ports);
  const columns = process.stdout.columns ?? 80;
  const words = splitWords(argv);
  const language = () => LANGUAGES.find((one) => one === lastOf(words, 'lang')) ?? systemLanguage(ports);
  try {
    const parsed = await parse(argv, columns, language, words);
    if (parsed.kind === 'text') {
      process.stdout.write(`${parsed.text}\n`);
      return 0;
    }
    // Help needs nothing of a run.
    const [{ runAndShow }, { countRecordingFiles }] = await Promise.all([
      import('./run/run-and-show.ts'),
      import('../pipeline/run/open-machine.ts'),
    ]);
    const { read } = EXTENSIONS[modeOf(parsed.call.use)] ?? {};
    const call = (await read?.(parsed.call, ports)) ?? parsed.call;
    const files = await countRecordingFiles(call.options.machine ?? []);
    if (ports.platform === 'linux') boundResolver(call.options.deadline ?? 15, ports.env.RES_OPTIONS);
    const next = nextCommands(call, shellOf(ports.platform), files);
    const typed = call.options.redact === true ? typedTexts(words) : [];
    return await runAndShow(call, ports, next, typed, launcherHere(ports) ?? undefined);
  } catch (error) {
    const { reportInvalid } = await import('./run/run-and-show.ts');
    // The command line is invalid: its words are all that is known of the output.
    const output = words.given.has('json') ? 'json' : words.given.has('ndjson') ? 'ndjson' : 'plain';
    const { text: first } = words.bare[0] ?? {};
    return reportInvalid(
      error,
      {
        mode: words.given.has('apply') ? 'apply' : (MODES.find((mode) => mode === first) ?? 'audit'),
        output,
        language: language(),
        exitCodes: EXIT_CODE_MAPS.find((map) => map === lastOf(words, 'exit-codes')) ?? 'default',
        redacted: words.given.has('redact') && output !== 'plain' ? typedTexts(words) : null,
      },
      ports,
    );
  }
}

function lastOf({ given }: SplitWords, name: OptionName): string | undefined {
  return given.get(name)?.at(-1);
}

/** What a command line names in words of the user: values, arguments, and options that do not exist. */
function typedTexts({ texts }: SplitWords): string[] {
  const choices = OPTION_NAMES.flatMap((name) => ROWS[name].choices ?? []);
  const ours = [...Object.keys(COMMANDS), ...Object.values(ACTIONS).flat(), ...choices];
  return texts.filter((text) => !ours.includes(text));
}

function boundResolver(deadlineSeconds: number, own: string | undefined): void {
  const bound = resolverOptions(deadlineSeconds, own, textOf('/etc/resolv.conf') ?? '');
  if (bound !== null) process.env.RES_OPTIONS = bound;
}

function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function launcherHere({ env, platform }: Ports): string | null {
  return launcherOf({
    started: process.argv[1] ?? '',
    env,
    cwd: process.cwd(),
    platform,
    readText: textOf,
  });
}

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

/** The defaults of glibc (resolv.conf(5)): seconds for one try, tries, and how many name servers it asks. */
const TIMEOUT = 5;
const ATTEMPTS = 2;
const SERVERS = 3;

/**
 * RES_OPTIONS for the resolver of Linux, so that it gives up at the deadline (seconds): it asks every name server of
 * `resolvConf` in turn, for the name and for the name with each suffix. A running getaddrinfo cannot be cancelled, and
 * the end of the process waits for its thread. `null`: the defaults end before the deadline. `own`: the options that the
 * user has set, which come last and therefore hold. A second is the shortest try, so several servers with suffixes can
 * take longer than a short deadline.
 */
export function resolverOptions(
  deadlineSeconds: number,
  own: string | undefined,
  resolvConf: string,
): string | null {
  const servers = Math.min(resolvConf.match(/^nameserver\s/gm)?.length ?? 1, SERVERS);
  const [suffixes = ''] = resolvConf.match(/(?<=^(?:search|domain)\s).*$/gm)?.slice(-1) ?? [];
  const queries = servers * (1 + (suffixes.match(/\S+/g)?.length ?? 0));
  if (deadlineSeconds >= queries * TIMEOUT * ATTEMPTS) return null;
  const attempts = Math.max(1, Math.min(ATTEMPTS, Math.floor(deadlineSeconds / queries)));
  const timeout = Math.max(1, Math.min(TIMEOUT, Math.floor(deadlineSeconds / queries / attempts)));
  return [`timeout:${timeout}`, `attempts:${attempts}`, ...(own === undefined ? [] : [own])].join(' ');
}
