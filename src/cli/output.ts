import type { Emit } from '../core/events.ts';
import type { Confirm } from '../pipeline/options.ts';
import type { ReportDocument } from '../report/document.ts';
import type { Invocation } from './invocation.ts';

/** Where a run is told. */
export interface Output {
  emit: Emit;
  /** Asks before the first write; `null` where nobody can answer. */
  confirm: Confirm | null;
  onCancel: (handler: () => void) => void;
  finish: (document: ReportDocument) => Promise<void>;
}

/** Ink only when standard input and output are both a terminal and CI is not set; otherwise plain lines. */
export async function chooseOutput(
  wanted: Invocation['output'],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Output> {
  switch (wanted) {
    case 'json':
      return quiet((document) => line(process.stdout, JSON.stringify(document, null, 2)));
    case 'ndjson':
      return {
        ...quiet((document) => line(process.stdout, JSON.stringify({ type: 'result', ...document }))),
        emit: (event) => line(process.stdout, JSON.stringify(event)),
      };
    case 'plain':
      return plain();
    case 'auto': {
      const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
      const inCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false';
      return terminal && !inCi && env.TERM !== 'dumb' ? terminalOutput(env) : plain();
    }
  }
}

function quiet(finish: (document: ReportDocument) => void): Output {
  return {
    emit: () => undefined,
    confirm: null,
    onCancel: () => undefined,
    finish: async (document) => finish(document),
  };
}

async function plain(): Promise<Output> {
  const { createPlainRenderer } = await import('../report/plain.ts');
  const emit = createPlainRenderer({
    out: (text) => line(process.stdout, text),
    err: (text) => line(process.stderr, text),
  });
  return { ...quiet(() => undefined), emit };
}

async function terminalOutput(env: Readonly<Record<string, string | undefined>>): Promise<Output> {
  const { mountUi } = await import('../ui/mount.tsx');
  const ui = mountUi({
    stdin: process.stdin,
    stdout: process.stdout,
    useColour: env.NO_COLOR === undefined || env.NO_COLOR === '',
    unicode: process.platform !== 'win32' || env.WT_SESSION !== undefined,
    columns: 80,
  });
  return {
    emit: ui.emit,
    confirm: (plan, folder) => ui.confirm(plan, folder),
    onCancel: ui.onCancel,
    finish: () => ui.finish(),
  };
}

function line(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${text}\n`);
}
