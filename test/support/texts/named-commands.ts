import { COMMANDS } from '../../../src/cli/commands.ts';
import { commandText } from '../../../src/core/model/command-text.ts';
import { isOption, ROWS } from '../../../src/core/options/table.ts';
import { wordsOfCommand } from '../programs/words-of-command.ts';

/** The name of the program in a text; the words of a command may follow. */
const PROGRAM = /(?<![\w/\\.-])(?:npx )?p2s-fix (?=\S)/g;
const WORD = /(?:"[^"]*"|'(?:[^']|'')*'|\\'|[^\s"'。、「」])+/y;
/** The characters that end a command within a sentence. */
const END = /[.,;:)`*]+$/;
/** The placeholders of a text, each with a valid value. */
const OPEN: Readonly<Record<string, string>> = {
  '…': 'named.example:8080',
  'HOST:PORT': 'named.example:8080',
  HOST: 'vpn.example',
  GATEWAY: 'vpn.example',
  SID: 'S-1-5-21-1-2-3-1001',
  FILE: 'machine.reg',
  'FILE.csv': 'pcs.csv',
  DIR: 'folder',
  FOLDER: 'folder',
};
/** The arguments of each command, so that the rest of the sentence is not part of it. */
const TAKES: Readonly<Record<string, RegExp>> = {
  apply: /^.+\.json$/,
  verify: /[.:]/,
  migrate: /[.:]/,
  rollback: /^\d+$/,
  confirm: /^\d+$/,
  explain: /\d/,
  schedule: /^(?:install|status|run|remove)$/,
  export: /^(?:repair|intune|dsc|page)$/,
  completion: /^(?:powershell|bash|zsh|fish)$/,
  fleet: /^(?:audit|apply|confirm|rollback|migrate|report)$|[A-Z\d/\\.]/,
};

/** A command in a text: as written, and as the words of a command line with its placeholders filled in. */
export interface NamedCommand {
  text: string;
  words: string[];
}

/** Each command that a text names, as far as its words are an option, its value, or what the command takes. */
export function namedCommands(text: string): NamedCommand[] {
  return [...text.matchAll(PROGRAM)].flatMap(({ index, 0: program }) => {
    const written = wordsAt(text, index + program.length);
    const words = written.map((word) => filled(unquoted(word)));
    const isOpen = written.some((word) => filled(word) !== word);
    return words.length === 0 ? [] : [{ text: isOpen ? commandText(words, 'sh') : written.join(' '), words }];
  });
}

export function commandsIn(text: string): string[][] {
  return namedCommands(text).map(({ words }) => words);
}

function wordsAt(text: string, from: number): string[] {
  const words: string[] = [];
  let command: string | null = null;
  let at = from;
  let value = false;
  for (;;) {
    WORD.lastIndex = at;
    const raw = WORD.exec(text)?.[0];
    if (raw === undefined) return words;
    const word = raw.replace(END, '');
    const isOption = /^["']?--[a-z]/.test(word);
    const isCommand = words.length === 0 && Object.hasOwn(COMMANDS, word);
    const isTaken = command !== null && TAKES[command]?.test(filled(unquoted(word))) === true;
    if (word === '' || !(value || isOption || isCommand || isTaken)) return words;
    if (isCommand) command = word;
    words.push(word);
    value = isOption && !word.includes('=') && takesValue(word.slice(2));
    if (word !== raw || text[at + raw.length] !== ' ') return words;
    at += raw.length + 1;
  }
}

function unquoted(word: string): string {
  return wordsOfCommand(word)[0] ?? '';
}

function filled(word: string): string {
  const [, option = '', value = word] = /^(--[a-z-]+=)(.*)$/s.exec(word) ?? [];
  return `${option}${OPEN[value] ?? value.replace('azuregateway-….', 'azuregateway-0a1b.')}`;
}

function takesValue(name: string): boolean {
  return !isOption(name) || ROWS[name].kind !== 'flag';
}

/** Options that a text names outside its commands, to add to the same call. */
export function optionsIn(text: string): string[] {
  const options = /--(?:compare-direct|ca(?= FILE)|deadline)\b/g;
  const named = new Set(commandsIn(text).flat());
  return [...text.matchAll(options)].map(([option]) => option).filter((option) => !named.has(option));
}

/** Whether the words are an apply. */
export const ofApply = (words: readonly string[]) => words[0] === '--apply' || words[0] === 'apply';
