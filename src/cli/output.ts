import { asciiJson } from '../core/codec/ascii-json.ts';
import type { Emit, RunEvent } from '../core/model/events.ts';
import { forTerminal } from '../core/model/neutralise.ts';
import type { Confirm } from '../pipeline/run/options.ts';
import type { ReportDocument } from '../report/model/document.ts';
import { eventForPrograms } from '../report/model/programs-event.ts';
import type { Language } from '../report/text/language.ts';
import type { Texts } from '../report/text/texts.ts';
import type { createPlainRenderer, Detail } from '../report/views/text/plain.ts';

/** The output of a run. */
export interface Output {
  emit: Emit;
  /** Asks before the first write; `null` where nobody can answer. */
  confirm: Confirm | null;
  onCancel: (handler: () => void) => void;
  /** Reports that a signal requested to stop; no effect if the view received it itself. */
  cancel: () => void;
  /** Lets the user browse the report of the finished run; `null` where this is not possible. */
  browse: ((options: { canApply: boolean }) => Promise<'quit' | 'apply'>) | null;
  finish: (document: ReportDocument) => Promise<void>;
}

/** `quiet`: plain lines, only when something is wrong or was changed. */
export type OutputKind = 'auto' | 'plain' | 'json' | 'ndjson' | 'quiet';

type LoadTexts = () => Promise<Texts>;

/**
 * Uses Ink only if standard input and output are both a terminal, CI is not set, and no other detail of plain
 * lines is requested; otherwise plain lines. On a terminal both ask before a write.
 *
 * @param program how this process was started, where that is not `p2s-fix`
 */
export async function chooseOutput(
  kind: OutputKind,
  env: Readonly<Record<string, string | undefined>>,
  language: Language,
  detail: Detail = 'brief',
  program?: string,
): Promise<Output> {
  const texts = async () => (await import('../report/text/texts.ts')).textsIn(language, program);
  switch (kind) {
    case 'json':
      return quiet((document) => line(process.stdout, asciiJson(document, 2)));
    case 'ndjson':
      return {
        ...quiet((document) => line(process.stdout, asciiJson({ type: 'result', ...document }))),
        emit: (event) => line(process.stdout, asciiJson(eventForPrograms(event))),
      };
    case 'plain':
      return plain(texts, detail);
    case 'quiet':
      return plainIfNeeded(texts, detail);
    case 'auto': {
      const terminal = process.stdout.isTTY === true && process.stdin.isTTY === true;
      const inCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false';
      if (!terminal) return plain(texts, detail);
      return inCi || env.TERM === 'dumb' || detail !== 'brief'
        ? plainAsking(texts, detail)
        : onTerminal(env, texts);
    }
  }
}

function quiet(finish: (document: ReportDocument) => void): Output {
  return {
    emit: () => undefined,
    confirm: null,
    onCancel: () => undefined,
    cancel: () => undefined,
    browse: null,
    finish: async (document) => finish(document),
  };
}

async function plain(texts: LoadTexts, detail: Detail): Promise<Output> {
  const emit = await plainRenderer(texts, detail);
  return { ...quiet(() => emit({ type: 'closed' })), emit };
}

async function plainAsking(load: LoadTexts, detail: Detail): Promise<Output> {
  const [render, texts, { plainQuestion }] = await Promise.all([
    plainRenderer(load, detail),
    load(),
    import('./plain-question.ts'),
  ]);
  const question = plainQuestion(process.stdin, (text) => process.stdout.write(forTerminal(text)), texts);
  return {
    ...quiet(() => render({ type: 'closed' })),
    emit: (event) => {
      question.emit(event);
      render(event);
    },
    confirm: (plan, folder) => {
      render({ type: 'asked' });
      return question.confirm(plan, folder);
    },
    cancel: question.cancel,
  };
}

/** Decisions of a scheduled run where everything is as desired. */
const CORRECT: readonly string[] = ['as-wanted', 'no-proxy-wanted'];

async function plainIfNeeded(texts: LoadTexts, detail: Detail): Promise<Output> {
  const emit = await plainRenderer(texts, detail);
  const events: RunEvent[] = [];
  return {
    ...quiet(({ exitCode, result, schedule }) => {
      const why = schedule?.run?.move?.why ?? 'as-wanted';
      if (exitCode === 0 && (result?.changed.length ?? 0) === 0 && CORRECT.includes(why)) return;
      for (const event of events) emit(event);
      emit({ type: 'closed' });
    }),
    emit: (event) => events.push(event),
  };
}

async function plainRenderer(
  load: LoadTexts,
  detail: Detail,
): Promise<ReturnType<typeof createPlainRenderer>> {
  const [plainly, texts] = await Promise.all([import('../report/views/text/plain.ts'), load()]);
  return plainly.createPlainRenderer({
    out: (text) => line(process.stdout, forTerminal(text)),
    err: (text) => line(process.stderr, forTerminal(text)),
    texts,
    detail,
    // A user at a terminal sees the progress; a log gets only the result.
    ...(process.stderr.isTTY ? { progress: (text: string) => line(process.stderr, forTerminal(text)) } : {}),
  });
}

async function onTerminal(
  env: Readonly<Record<string, string | undefined>>,
  load: LoadTexts,
): Promise<Output> {
  const { terminalOutput } = await import('./terminal-output.ts');
  return terminalOutput(async () => {
    const [{ mountUi }, texts] = await Promise.all([import('../ui/mount.tsx'), load()]);
    return mountUi({
      stdin: process.stdin,
      stdout: process.stdout,
      useColour: env.NO_COLOR === undefined || env.NO_COLOR === '',
      unicode: process.platform !== 'win32' || env.WT_SESSION !== undefined,
      columns: 80,
      texts,
    });
  });
}

function line(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${text}\n`);
}
