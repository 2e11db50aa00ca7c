import { existsSync, readFileSync } from 'node:fs';
import { shellOf } from '../core/model/command-text.ts';
import { EXIT_CODE_MAPS } from '../core/model/exit-code.ts';
import { MODES } from '../core/model/modes.ts';
import { nextCommands } from '../core/options/follow-ups.ts';
import { modeOf, OPTION_NAMES, type OptionName, ROWS } from '../core/options/table.ts';
import { EXTENSIONS } from '../pipeline/calls/registry.ts';
import { watchRequest } from '../pipeline/pending/watch-arguments.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { LANGUAGES, systemLanguage } from '../report/text/language.ts';
import { COMMANDS } from './commands.ts';
import { launcherOf } from './launcher.ts';
import { parse } from './parse/parse.ts';
import { type SplitWords, splitWords } from './parse/split-words.ts';
import { ACTIONS } from './run/actions.ts';
import { resolverOptions } from './run/resolver-bound.ts';

export { systemPorts } from '../pipeline/run/ports.ts';

/**
 * Runs one command line and resolves to the exit code. Errors are reported in the chosen output format; with
 * `--json` every exit prints exactly one document.
 */
export async function main(argv: readonly string[], ports: Ports): Promise<number> {
  const watching = watchRequest(argv);
  if (watching !== null) return (await import('./watch-process.ts')).watchAsProcess(watching, ports);
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
