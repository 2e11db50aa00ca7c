import { pastedCommand } from '../options/follow-ups.ts';
import type { Use } from '../options/option.ts';
import {
  type Call,
  type CommandWords,
  type NamedCommand,
  type OptionName,
  type Options,
  type OptionsOf,
  ROWS,
} from '../options/table.ts';

/** A text without a language: the same in every one, a sentence, several in a row, an option or a command. */
export type Phrase = string | Message | Row | Capital | NamedOption | NamedCommand;

/** An option in a sentence, which the command line and the API name in different ways. */
export interface NamedOption {
  readonly option: OptionName;
}

/** A value in a sentence: a text, or a list of items. */
export type MessageValue = Phrase | readonly MessageValue[];

/**
 * A translatable sentence: its English template, with `{name}` as placeholders, and the values.
 * Plain data, so that it can be part of an event.
 */
export interface Message {
  readonly template: string;
  readonly values: Readonly<Record<string, MessageValue>>;
}

/** Texts with what a language puts between two items, sentences or clauses; with nothing between for `nothing`. */
export interface Row {
  readonly between: keyof Wording['between'] | 'nothing';
  readonly parts: readonly MessageValue[];
}

/** A text that starts a sentence. */
interface Capital {
  readonly capital: Phrase;
}

/** How a language forms a sentence. */
export interface Wording {
  /** The template of this language for an English one. */
  templateOf: (template: string) => string;
  /** What is between two items of a list, two sentences, and two clauses. */
  between: Readonly<Record<'items' | 'sentences' | 'clauses', string>>;
  /** How the reader knows an option; by default as on the command line. */
  optionText?: (name: OptionName) => string;
  /** How the reader can run a command; by default as documentation writes it. */
  commandText?: (command: NamedCommand) => string;
}

export const IN_ENGLISH: Wording = {
  templateOf: (template) => template,
  between: { items: ', ', sentences: ' ', clauses: '; ' },
};

/** The names in braces of a sentence; JSON in it has quotation marks there. */
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Exclude<Name, `"${string}`> | Names<Rest>
  : never;
type Sayable = MessageValue | number;

/**
 * A sentence in English, which is the key of its translations, with a value for each name in braces: a missing one
 * does not compile.
 */
export function say<const Text extends string>(
  english: Text,
  ...[values]: [Names<Text>] extends [never] ? [] : [values: Readonly<Record<Names<Text>, Sayable>>]
): Message {
  if (values === undefined) return asSentence(english);
  const given: Readonly<Record<string, Sayable>> = values;
  const names = Array.from(english.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
  const filled = names.map((name) => [name, valueFor(given[name])]);
  return { template: english, values: Object.fromEntries(filled) };
}

/** An option, for a sentence. */
export function option(name: OptionName): NamedOption {
  return { option: name };
}

/** A command of this program, for a sentence. */
export function command<U extends Use>(use: U, options: OptionsOf<U> = {}): Call {
  return { use, options: options as Options };
}

/** The help of a command or a topic, for a sentence. */
export function helpOn(...topic: readonly string[]): CommandWords {
  return { words: ['p2s-fix', 'help', ...topic] };
}

function valueFor(value: unknown): MessageValue {
  return typeof value === 'object' && value !== null ? (value as MessageValue) : String(value);
}

/** English of a document or a table of data, which is translated as a sentence is. */
export function asSentence(english: string): Message {
  return { template: english, values: {} };
}

/** The words for one thing, or for several. */
export function counted(count: number, one: Phrase, several: Phrase): Phrase {
  return count === 1 ? one : several;
}

/** A text that starts a sentence: with a capital letter, in a language that has them; never in a value. */
export function capital(words: Phrase): Phrase {
  return { capital: words };
}

/** A list in a sentence. */
export function listed(all: readonly Phrase[]): Phrase {
  return row('items', all);
}

/** Sentences in a row, without those that are left out. */
export function sentences(...all: readonly (Phrase | false | null)[]): Phrase {
  return row('sentences', all);
}

/** Several observations in a sentence. */
export function clauses(all: readonly Phrase[]): Phrase {
  return row('clauses', all);
}

/** ` (DETAIL)`; nothing without one. */
export function inParentheses(detail: Phrase | null): Phrase {
  return detail === null || detail === '' ? '' : row('nothing', [' (', detail, ')']);
}

/** Texts with nothing between them. */
export function inARow(...all: readonly Phrase[]): Phrase {
  return row('nothing', all);
}

function row(between: Row['between'], all: readonly (Phrase | false | null)[]): Phrase {
  const parts = all.filter((one): one is Phrase => one !== false && one !== null && one !== '');
  return parts.length < 2 ? (parts[0] ?? '') : { between, parts };
}

/** The same text with each value changed that is the same in every language. */
export function withTexts<T extends MessageValue>(given: T, change: (text: string) => string): T;
export function withTexts(given: MessageValue, change: (text: string) => string): MessageValue {
  if (typeof given === 'string') return change(given);
  if (isList(given)) return given.map((item) => withTexts(item, change));
  if ('option' in given) return given;
  if (isCommand(given)) return withOptionTexts(given, change);
  if ('capital' in given) return capital(withTexts(given.capital, change));
  if ('parts' in given) return { ...given, parts: given.parts.map((part) => withTexts(part, change)) };
  return withValues(given, (value) => withTexts(value, change));
}

/** The same command with each text of its options changed. */
export function withOptionTexts<C extends NamedCommand>(given: C, change: (text: string) => string): C;
export function withOptionTexts(command: NamedCommand, change: (text: string) => string): NamedCommand {
  if ('words' in command) return { words: command.words.map(change) };
  const { use, options } = command;
  const changed = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(changed) : typeof value === 'string' ? change(value) : value;
  const entries = Object.entries(options).map(([name, value]) => [name, changed(value)]);
  return { use, options: Object.fromEntries(entries) };
}

/** Whether it is a command, of this program or of Windows. */
export function isCommand(value: unknown): value is NamedCommand {
  return typeof value === 'object' && value !== null && ('use' in value || 'words' in value);
}

function isList(value: MessageValue): value is readonly MessageValue[] {
  return Array.isArray(value);
}

/** The same sentence with each value changed; `name`: that in braces. */
export function withValues(
  { template, values }: Message,
  change: (value: MessageValue, name: string) => MessageValue,
): Message {
  const changed = Object.entries(values).map(([name, value]) => [name, change(value, name)]);
  return { template, values: Object.fromEntries(changed) };
}

/** The sentence in a language; English by default. */
export function toText(message: MessageValue, wording: Wording = IN_ENGLISH): string {
  if (typeof message === 'string') return message;
  const textOf = (one: MessageValue) => toText(one, wording);
  if (isList(message)) return message.map(textOf).join(wording.between.items);
  if ('option' in message) return (wording.optionText ?? optionWord)(message.option);
  if (isCommand(message)) return (wording.commandText ?? pastedCommand)(message);
  if ('capital' in message) return capitalised(message.capital, wording);
  if ('parts' in message)
    return message.parts
      .map(textOf)
      .join(message.between === 'nothing' ? '' : wording.between[message.between]);
  return fillIn(wording.templateOf(message.template), (name) => {
    const value = message.values[name];
    return value === undefined ? undefined : textOf(value);
  });
}

/** An option as the command line knows it; a word without `--` as help writes it. */
function optionWord(name: OptionName): string {
  return ROWS[name].written === false ? name.toUpperCase() : `--${name}`;
}

function capitalised(words: Phrase, wording: Wording): string {
  if (typeof words === 'string' || !('template' in words)) return toText(words, wording);
  const [, first = ''] = /^\{(\w+)\}/.exec(words.template) ?? [];
  const value = words.values[first];
  if (typeof value === 'object' && 'template' in value)
    return toText({ ...words, values: { ...words.values, [first]: capital(value) } }, wording);
  const template = wording.templateOf(words.template);
  const upper = `${template.slice(0, 1).toUpperCase()}${template.slice(1)}`;
  return toText(
    { ...words, template: upper },
    { ...wording, templateOf: (english) => (english === upper ? upper : wording.templateOf(english)) },
  );
}

/** Kana and kanji at the end. */
const JAPANESE_END = /[\u3041-\u30fc\u4e00-\u9fff]$/;

/** A template with its values; a name without one stays as it is. In one pass: those inside a value are not replaced. */
export function fillIn(template: string, textOf: (name: string) => string | undefined): string {
  return template.replace(/\{(\w+)\}( (?=[\u3041-\u3096]))?/g, (whole, name: string, blank = '') => {
    const words = textOf(name);
    if (words === undefined) return whole;
    // Japanese has a blank only beside words of other letters.
    return JAPANESE_END.test(words) ? words : `${words}${blank}`;
  });
}

/** Members of an event that are sentences, or lists and records of sentences, by name. */
export type MessageParts = Readonly<Record<string, unknown>>;

/** The output for programs, with its translatable sentences for people. */
export interface WithMessages {
  /** Absent if there are no sentences. Not in the JSON document, which is the same in every language. */
  messages?: MessageParts;
  /** The same for its commands, which programs get as text. */
  commands?: Readonly<Record<string, NamedCommand>>;
}

/** The value with every sentence as text, in English if no other language is given. */
export function toTexts(value: unknown, wording?: Wording): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => toTexts(one, wording));
  if (isMessage(value)) return toText(value, wording);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toTexts(one, wording)]));
}

/** Evidence with sentences as English text, and the members that contain sentences. */
export function inWords(given: Readonly<Record<string, unknown>>): WithMessages & {
  evidence: Record<string, unknown>;
} {
  const spoken = Object.entries(given).filter(([, value]) => holdsMessage(value));
  const evidence = spoken.length === 0 ? { ...given } : (toTexts(given) as Record<string, unknown>);
  return { evidence, ...(spoken.length === 0 ? {} : { messages: Object.fromEntries(spoken) }) };
}

/** The form for the JSON document. */
export function withoutMessages<T extends WithMessages>({
  messages: _,
  commands: __,
  ...rest
}: T): Omit<T, keyof WithMessages> {
  return rest;
}

function holdsMessage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isMessage(value) || Object.values(value).some(holdsMessage);
}

function isMessage(value: object): value is Message {
  return 'template' in value && 'values' in value;
}
