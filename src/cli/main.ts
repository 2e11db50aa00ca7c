import { existsSync, readFileSync } from 'node:fs';
import { shellOf } from '../core/model/command-text.ts';
import type { ExitCodeMap } from '../core/model/exit-code.ts';
import type { Mode } from '../core/model/modes.ts';
import { watchRequest } from '../pipeline/pending/watch-arguments.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { LANGUAGES, type Language, systemLanguage } from '../report/text/language.ts';
import { EXTENSIONS } from './extensions/registry.ts';
import { launcherOf } from './launcher.ts';
import { nextCommands } from './parse/command-line.ts';
import { parse } from './parse/parse.ts';
import { typedTexts } from './parse/words.ts';
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
  const language = () => guessLanguage(argv) ?? systemLanguage(ports);
  try {
    const parsed = await parse(argv, columns, language);
    if (parsed.kind === 'text') {
      process.stdout.write(`${parsed.text}\n`);
      return 0;
    }
    // Help needs nothing of a run.
    const [{ runInvocation }, { countRecordingFiles }] = await Promise.all([
      import('./run/run-invocation.ts'),
      import('../pipeline/run/open-machine.ts'),
    ]);
    const { read } = EXTENSIONS[parsed.invocation.mode] ?? {};
    const invocation = (await read?.(parsed.invocation, ports)) ?? parsed.invocation;
    const files = await countRecordingFiles(invocation.machines);
    if (ports.platform === 'linux') boundResolver(invocation.deadlineSeconds, ports.env.RES_OPTIONS);
    const next = nextCommands(argv, shellOf(ports.platform), files);
    const program = launcherHere(ports);
    if (program !== null) for (const one of [next.followUps, next.copyFollowUps]) one.program = program;
    return await runInvocation(invocation, ports, next, invocation.redact ? typedTexts(argv) : []);
  } catch (error) {
    const { reportInvalid } = await import('./run/run-invocation.ts');
    // The command line is invalid, so its output options are unknown: search for the words themselves.
    const output = argv.includes('--json') ? 'json' : argv.includes('--ndjson') ? 'ndjson' : 'plain';
    return reportInvalid(
      error,
      {
        mode: guessMode(argv),
        output,
        language: language(),
        exitCodes: guessMap(argv),
        redacted: argv.includes('--redact') && output !== 'plain' ? typedTexts(argv) : null,
      },
      ports,
    );
  }
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

function guessLanguage(argv: readonly string[]): Language | undefined {
  const after = argv[argv.indexOf('--lang') + 1];
  return LANGUAGES.find(
    (language) => argv.includes(`--lang=${language}`) || (argv.includes('--lang') && after === language),
  );
}

function guessMap(argv: readonly string[]): ExitCodeMap {
  const maps: readonly ExitCodeMap[] = ['intune', 'msi'];
  const at = argv.indexOf('--exit-codes');
  const named = maps.find((map) => argv[at + 1] === map || argv.includes(`--exit-codes=${map}`));
  return (at >= 0 || argv.some((word) => word.startsWith('--exit-codes=')) ? named : undefined) ?? 'default';
}

function guessMode(argv: readonly string[]): Mode {
  const modes: readonly Mode[] = [
    'apply',
    'plan',
    'verify',
    'rollback',
    'confirm',
    'capture',
    'explain',
    'migrate',
    'export',
    'schedule',
    'fleet',
  ];
  if (argv.includes('--apply')) return 'apply';
  return modes.find((mode) => argv[0] === mode) ?? 'audit';
}
