import { completeCommands, type FollowUps } from '../../core/model/command-text.ts';
import type { Texts } from './texts.ts';

/** The catalog for one run: every command in it has the options of that run that it needs. */
export function withCommands(texts: Texts, options: FollowUps | undefined): Texts {
  if (options === undefined || Object.keys(options).length === 0) return texts;
  const complete = <T extends string | null>(text: T, whole: string | null = null) =>
    (text === null ? null : completeCommands(text, options, whole)) as T;
  return {
    ...texts,
    words: Object.assign(texts.words.bind(null), {
      ...texts.words,
      undo: (number: string) => complete(texts.words.undo(number)),
      rollback: (number: string) => complete(texts.words.rollback(number)),
      ask: { ...texts.words.ask, undoLater: complete(texts.words.ask.undoLater) },
    }),
    error: (event) => {
      const { message, next } = texts.error(event);
      return { message, next: complete(next) };
    },
    finding: (finding) => {
      const { message, remedy } = texts.finding(finding);
      const { command } = finding.evidence;
      return { message, remedy: complete(remedy, typeof command === 'string' ? command : null) };
    },
    verdict: (verdict, checks) => {
      const { message, next } = texts.verdict(verdict, checks);
      return { message, next: complete(next, verdict.command ?? null) };
    },
    confirmed: (confirmation) => complete(texts.confirmed(confirmation)),
  };
}
