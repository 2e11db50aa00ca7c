import { randomBytes } from 'node:crypto';
import { asciiJson } from '../core/codec/ascii-json.ts';
import type { Diagnostics } from './diagnostics.ts';

/** The reply of a script: its result or its error. */
export type Reply = { type: 'result'; result: unknown } | { type: 'error'; error: WireError };

/** A script's own failure. `code` is a stable word of the script; the numbers are null if there are none. */
export interface WireError {
  code: string;
  message: string;
  target: string;
  hresult: number | null;
  win32: number | null;
  fullyQualifiedErrorId: string;
}

/** 32 hexadecimal digits that match a reply to its request. */
export function newNonce(): string {
  return randomBytes(16).toString('hex');
}

/** A request as one line of printable ASCII without an apostrophe, so that every code page reads it the same. */
export function encodeRequest(request: Record<string, unknown>, nonce: string): string {
  return asciiJson({ ...request, nonce }).replaceAll("'", '\\u0027');
}

export interface ReplyReaderOptions {
  nonce: string;
  diagnostics: Diagnostics;
  /** Limit of characters in the whole output of the child. */
  maxLength: number;
  onEvent?: ((event: Record<string, unknown>) => void) | undefined;
}

/**
 * Reads a script's standard output in chunks of any size. Reply lines are JSON objects that begin with our nonce,
 * at any position in a line; everything else becomes a diagnostic. The first result or error counts. Text is
 * Latin-1 or UTF-8, which is the same for a reply, because it is pure ASCII.
 */
export class ReplyReader {
  reply: Reply | null = null;
  /** A line of ours arrived, including progress. */
  heard = false;
  /** The child exceeded its output limit; the rest is ignored. */
  overflowed = false;
  /** The error that `onEvent` threw. */
  eventError: unknown = null;
  readonly #options: ReplyReaderOptions;
  readonly #marker: string;
  #pieces: string[] = [];
  #length = 0;

  constructor(options: ReplyReaderOptions) {
    this.#options = options;
    this.#marker = `{"nonce":"${options.nonce}"`;
  }

  push(chunk: string): void {
    if (this.overflowed) return;
    this.#length += chunk.length;
    if (this.#length > this.#options.maxLength) {
      this.overflowed = true;
      this.#pieces = [];
      return;
    }
    if (!chunk.includes('\n')) {
      this.#pieces.push(chunk);
      return;
    }
    const lines = `${this.#pieces.join('')}${chunk}`.split('\n');
    this.#pieces = [lines.pop() ?? ''];
    for (const line of lines) this.#line(line);
  }

  /** End of output: text without a line end is the last line. */
  end(): void {
    const rest = this.#pieces.join('');
    this.#pieces = [];
    this.#line(rest);
  }

  #line(line: string): void {
    let rest = line;
    for (;;) {
      const start = rest.indexOf(this.#marker);
      const end = start < 0 ? -1 : endOfObject(rest, start);
      if (end < 0) break;
      this.#options.diagnostics.add(rest.slice(0, start));
      this.#object(rest.slice(start, end));
      rest = rest.slice(end);
    }
    this.#options.diagnostics.add(rest);
  }

  #object(json: string): void {
    const message = parseObject(json);
    const reply = message === null ? null : asReply(message);
    if (message === null || (reply === null && message.type !== 'progress') || this.reply !== null) {
      this.#options.diagnostics.add(json);
      return;
    }
    this.heard = true;
    if (reply !== null) {
      this.reply = reply;
      return;
    }
    const { nonce: _nonce, ...event } = message;
    try {
      this.#options.onEvent?.(event);
    } catch (error) {
      this.eventError ??= error;
    }
  }
}

function asReply(message: Record<string, unknown>): Reply | null {
  const { type, result, error } = message;
  if (type === 'result' && 'result' in message) return { type, result };
  if (type !== 'error' || typeof error !== 'object' || error === null) return null;
  const fields = error as Record<string, unknown>;
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  const number = (name: string) => (typeof fields[name] === 'number' ? fields[name] : null);
  const fullyQualifiedErrorId = text('fullyQualifiedErrorId');
  const words = {
    code: text('code'),
    message: text('message'),
    target: text('target'),
    fullyQualifiedErrorId,
  };
  return { type, error: { ...words, hresult: number('hresult'), win32: number('win32') } };
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** End of the JSON object at `start`, or -1 if the line ends first. */
function endOfObject(line: string, start: number): number {
  let depth = 0;
  const token = /["{}]/g;
  token.lastIndex = start;
  for (let match = token.exec(line); match !== null; match = token.exec(line)) {
    if (match[0] === '"') {
      token.lastIndex = endOfString(line, token.lastIndex);
      if (token.lastIndex === 0) return -1;
    } else {
      depth += match[0] === '{' ? 1 : -1;
      if (depth === 0) return token.lastIndex;
    }
  }
  return -1;
}

/** Position after the quote that ends the JSON string at `start`; 0 if there is none. */
function endOfString(line: string, start: number): number {
  const end = /["\\]/g;
  end.lastIndex = start;
  for (let match = end.exec(line); match !== null; match = end.exec(line)) {
    if (match[0] === '"') return end.lastIndex;
    end.lastIndex += 1;
  }
  return 0;
}
