import { neutralise } from '../core/model/neutralise.ts';

const MAX_LINES = 100;
const MAX_LENGTH = 500;

/** Output of a child beside its reply: the first lines, each cut and made safe; the rest is only counted. */
export class Diagnostics {
  readonly #lines: string[] = [];
  #dropped = 0;

  /** Blank lines and byte order marks are ignored. */
  add(line: string): void {
    const text = line.replace(/^(?:\ufeff|\u00ef\u00bb\u00bf)/, '').trim();
    if (text === '') return;
    if (this.#lines.length < MAX_LINES) this.#lines.push(neutralise(text, MAX_LENGTH));
    else this.#dropped += 1;
  }

  get lines(): string[] {
    return this.#dropped === 0 ? [...this.#lines] : [...this.#lines, `(${this.#dropped} more lines)`];
  }
}

/**
 * Standard error in chunks of any size: its lines become diagnostics, its end is kept for {@link ErrorText.has}.
 */
export class ErrorText {
  readonly #diagnostics: Diagnostics;
  #line = '';
  #tail = '';

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  push(chunk: string): void {
    this.#tail = `${this.#tail}${chunk}`.slice(-16_384);
    const lines = `${this.#line}${chunk}`.split('\n');
    // A line without an end must not grow without limit.
    this.#line = (lines.pop() ?? '').slice(0, 4096);
    for (const line of lines) this.#diagnostics.add(line);
  }

  end(): void {
    this.#diagnostics.add(this.#line);
    this.#line = '';
  }

  get empty(): boolean {
    return this.#tail === '';
  }

  /** Whether the text contains a word, ignoring blanks: PowerShell wraps error texts at the console width. */
  has(word: string): boolean {
    return this.#tail.replace(/\s+/g, '').includes(word);
  }
}
