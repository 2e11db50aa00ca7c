import { completeCommands, type FollowUps } from '../../core/model/command-text.ts';
import type { Phrase } from '../../core/model/say.ts';
import type { Texts } from './texts.ts';

/** Sentences with a command that may need options of the run. */
const COMMANDS: readonly string[] = [
  'To roll back: p2s-fix rollback {number}',
  'p2s-fix rollback {number}',
  ' To roll back: p2s-fix rollback',
];

/** The texts for one run: every command in it has the options of that run that it needs. */
export function withCommands(texts: Texts, options: FollowUps | undefined): Texts {
  if (options === undefined || Object.keys(options).length === 0) return texts;
  const complete = <T extends string | null>(text: T, whole: string | null = null) =>
    (text === null ? null : completeCommands(text, options, whole)) as T;
  return {
    ...texts,
    words: Object.assign((text: Phrase) => {
      const isCommand = typeof text === 'object' && 'template' in text && COMMANDS.includes(text.template);
      return isCommand ? complete(texts.words(text)) : texts.words(text);
    }, texts.words),
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
