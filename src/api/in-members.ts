import type { ErrorReport, Mode } from '../core/model/events.ts';
import { memberNamed } from './members.ts';

/** A whole command, which stays as it is, or an option. */
const COMMAND_OR_OPTION = /p2s-fix [^;:)]*|--([a-z][a-z-]*)/g;

/** An error with the members of the API where it names options of the command line. */
export function inMembers({ code, message, where, next }: ErrorReport, mode: Mode): ErrorReport {
  const first = [...message.matchAll(COMMAND_OR_OPTION)].find(([, option]) => option !== undefined)?.[1];
  const ofLine = where === 'command line' && first !== undefined ? `--${first}` : where;
  return {
    code,
    message: named(message, mode),
    where: ofLine === null ? null : whereOf(ofLine, mode),
    next: next === 'p2s-fix --help' || next === null ? null : named(next, mode),
  };
}

function whereOf(where: string, mode: Mode): string {
  if (where === 'command line') return 'options';
  return where.startsWith('deadlines.')
    ? `options.${where}`
    : where.startsWith('--')
      ? named(where, mode)
      : where;
}

function named(text: string, mode: Mode): string {
  return text.replace(COMMAND_OR_OPTION, (whole, option?: string) => {
    const member = option === undefined ? null : memberNamed(option, mode);
    return member === null ? whole : `options.${member}`;
  });
}
