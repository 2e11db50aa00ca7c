import { P2sError } from '../model/errors.ts';
import { type Message, say, toText } from '../model/say.ts';

/** A P2sError `input` for the position `offset`. Shows at most one word, because the text may be a secret. */
export function syntaxError(text: string, offset: number, expected: Message, since?: number): P2sError {
  const line = lineAt(text, offset);
  const first = since === undefined ? line : lineAt(text, since);
  const started = first === line ? '' : say(' (in the value that starts on line {first})', { first });
  return new P2sError(
    'input',
    say('Found {word}{started}, expected {expected}.', { word: wordAt(text, offset), started, expected }),
    {
      where: `line ${line}`,
      next: say('Export the key again with "reg export", or fix this line.'),
      evidence: { line, expected: toText(expected) },
    },
  );
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

function wordAt(text: string, offset: number): Message {
  const char = text[offset];
  if (char === undefined) return say('the end of the file');
  if (char === '\n' || char === '\r') return say('the end of the line');
  const word = /^[A-Za-z0-9_]{1,12}/.exec(text.slice(offset, offset + 12))?.[0];
  if (word !== undefined) return say('"{word}"', { word });
  return /^[!-~]$/.test(char)
    ? say("'{char}'", { char })
    : say('the character U+{code}', { code: hex4(char.charCodeAt(0)) });
}

function hex4(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}
