import type { AutoQuestion } from '../../core/decide/automatic.ts';
import { isScriptRefusal } from '../../core/model/errors.ts';
import { type AutoAnswer, parseWinHttpAnswer } from '../../core/proxy/auto-answer.ts';
import type { Machine } from '../../machine/port.ts';
import type { AuditOptions } from '../run/options.ts';
import type { RunContext } from '../run/run.ts';

/** The answers for some URLs. */
export interface Answers {
  answers: readonly AutoAnswer[];
  /** Functions of a PAC file that only the computer itself can answer. */
  dependsOnNetwork: readonly string[];
  /** Functions whose result can change over time. */
  variesWith: readonly string[];
}

export type AskAutomatic = (question: AutoQuestion, urls: readonly string[]) => Promise<Answers | null>;

/**
 * What evaluates the URLs: the Windows concerned, with its own API; for a recording, the PAC file given for it.
 * `null` if there is neither.
 */
export async function askerOf(
  machine: Machine | null,
  { path, pacFile }: Pick<AuditOptions, 'path' | 'pacFile'>,
  context: RunContext,
): Promise<AskAutomatic | null> {
  if (pacFile === undefined && machine !== null && machine.kind !== 'recorded')
    return askWindows(machine, path.deadlineMs, context);
  if (pacFile === undefined) return null;
  const { pacAsker } = await import('./pac-file.ts');
  return pacAsker(pacFile, context);
}

function askWindows(machine: Machine, deadlineMs: number, context: RunContext): AskAutomatic {
  return async ({ autoDetect, pacUrl }, urls) => {
    const numbered = urls.map((url, index) => ({ id: String(index + 1), url }));
    const question = { urls: numbered, autoDetect, autoConfigUrl: pacUrl };
    const resolution = await machine.resolveProxies(question, deadlineMs).catch((error: unknown) => {
      if (!isScriptRefusal(error)) throw error;
      return { answers: [], unavailable: error.code };
    });
    if (resolution === null) return null;
    if (resolution.unavailable !== null) {
      const evidence = { reason: resolution.unavailable };
      const finding = { code: 'automatic-unavailable', severity: 'warning', store: null, evidence } as const;
      context.emit({ type: 'finding', finding });
      return null;
    }
    const answers = numbered.flatMap(({ id, url }) => {
      const answer = resolution.answers.find((one) => one.id === id);
      return answer === undefined ? [] : [parseWinHttpAnswer(url, answer)];
    });
    return {
      answers,
      dependsOnNetwork: [],
      variesWith: [],
    };
  };
}
