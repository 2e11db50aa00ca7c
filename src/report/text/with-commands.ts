import { completeCommands, type FollowUps } from '../../core/model/command-text.ts';
import type { TextKey } from '../messages/text.ts';
import type { Texts } from './texts.ts';
import { wordsIn } from './words.ts';

/** Words with a command that may need options of the run. */
const COMMANDS: readonly TextKey[] = ['change.undo', 'change.rollback', 'ask.undo-later'];

/** The catalog for one run: every command in it has the options of that run that it needs. */
export function withCommands(texts: Texts, options: FollowUps | undefined): Texts {
  if (options === undefined || Object.keys(options).length === 0) return texts;
  const complete = <T extends string | null>(text: T, whole: string | null = null) =>
    (text === null ? null : completeCommands(text, options, whole)) as T;
  return {
    ...texts,
    words: wordsIn(texts.words.of, (own, key) => (COMMANDS.includes(key) ? complete(own) : own)),
    error: (event) => {
      const { message, next } = texts.error(event);
      return { message, next: complete(next) };
    },
    finding: (finding) => {
      const { message, remedy, steps } = texts.finding(finding);
      const { command } = finding.evidence;
      const whole = typeof command === 'string' ? command : null;
      return {
        message,
        remedy: complete(remedy, whole),
        steps: steps.map((step) => ({ ...step, action: complete(step.action, whole) })),
      };
    },
    verdict: (verdict, checks, other) => {
      const { steps, next, ...words } = texts.verdict(verdict, checks, other);
      const whole = verdict.command ?? null;
      return {
        ...words,
        steps: steps.map((step) => ({ ...step, action: complete(step.action, whole) })),
        next: complete(next, whole),
      };
    },
    confirmed: (confirmation) => complete(texts.confirmed(confirmation)),
  };
}
