import { createContext, useContext } from 'react';
import { forTerminal } from '../core/model/neutralise.ts';
import { TONES, type Tone } from '../report/text/lines.ts';
import { LONG_SECONDS } from '../report/text/run.ts';
import { ENGLISH, type Texts } from '../report/text/texts.ts';

/** The output capabilities of the terminal. */
export interface Display {
  /** False: no escape sequences for color or weight. No meaning depends on color. */
  colour: boolean;
  /** False: symbols and ellipses in ASCII. */
  unicode: boolean;
  columns: number;
  rows: number;
  /** Increases while something is running, to move the spinner; `null` when nothing is running. */
  tick: number | null;
  /** Seconds since this running stage or step was first drawn; default: none. */
  waited?: (what: object) => number;
  /** In the language of the user. */
  texts: Texts;
}

export const DisplayContext = createContext<Display>({
  colour: false,
  unicode: false,
  columns: 80,
  rows: 24,
  tick: 0,
  texts: ENGLISH,
});

export function useDisplay(): Display {
  return useContext(DisplayContext);
}

/** No symbol is two columns wide in an East Asian console. */
const UNICODE = { pass: '\u2714', fail: '\u2716', warn: '!', skip: '-', waiting: '.' };
const ASCII = { pass: 'ok', fail: 'FAIL', warn: 'warn', skip: 'skip', waiting: '.' };
const UNICODE_SPINNER = [...'\u280B\u2819\u2839\u2838\u283C\u2834\u2826\u2827\u2807\u280F'];
const ASCII_SPINNER = [...'|/-\\'];

export type Sign = keyof typeof ASCII | 'running';

/** The symbol of a state. */
export function signOf(sign: Sign, { unicode, tick }: Pick<Display, 'unicode' | 'tick'>): string {
  const signs = unicode ? UNICODE : ASCII;
  if (sign !== 'running') return signs[sign];
  if (tick === null) return signs.waiting;
  const frames = unicode ? UNICODE_SPINNER : ASCII_SPINNER;
  return frames[tick % frames.length] ?? '';
}

/** The seconds of a running stage or step, once it takes longer than two: ` 4 s`. */
export function waitedText(what: object, { waited }: Display): string {
  const seconds = Math.floor(waited?.(what) ?? 0);
  return seconds < LONG_SECONDS ? '' : ` ${seconds} s`;
}

export function toneOf(sign: Sign): Tone {
  const tones = { ...TONES, running: 'accent', waiting: 'quiet' } as const;
  return tones[sign];
}

/** The text with characters that this terminal can show. */
export function spell(text: string, { unicode }: Pick<Display, 'unicode'>): string {
  const safe = forTerminal(text);
  return unicode ? safe : safe.replaceAll('\u2026', '...');
}
