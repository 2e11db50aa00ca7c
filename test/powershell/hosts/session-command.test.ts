import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { powerShellString, sessionCommand } from '../../../src/powershell/session-command.ts';

/** Evaluates the two forms that powerShellString writes, as PowerShell does. */
function evaluate(expression: string): string {
  const parts = /^\((.*)\)$/.exec(expression)?.[1] ?? expression;
  return [...parts.matchAll(/'((?:[^']|'')*)'|\[char\](\d+)/g)]
    .map(([, text, code]) =>
      code === undefined ? (text ?? '').replaceAll("''", "'") : String.fromCharCode(Number(code)),
    )
    .join('');
}

describe('a session command', () => {
  it('quotes any path in printable ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (path) => {
        const quoted = powerShellString(path);
        expect(quoted).toMatch(/^[\x20-\x7e]*$/);
        expect(evaluate(quoted)).toBe(path);
        // Outside strings and numbers there is only the concatenation.
        expect(quoted.replace(/'(?:[^']|'')*'|\[char\]\d+/g, '')).toMatch(/^\(?(?: \+ )*\)?$/);
      }),
    );
  });

  it.each(["'", '\u2018', '\u2019', '\u201a', '\u201b'])('lets no quote end the string: %s', (quote) => {
    const quoted = powerShellString(`C:\\x${quote}; calc; ${quote}`);
    expect(quoted).not.toContain(`x'; calc`);
    expect(evaluate(quoted)).toBe(`C:\\x${quote}; calc; ${quote}`);
  });

  it('is one line that holds the request as base64 only', () => {
    const request = '{"text":"$(calc)","nonce":"0123"}';
    const command = sessionCommand('C:\\日本\\Get.ps1', request, '0123');
    expect(command).toMatch(/^[\x20-\x7e]+$/);
    expect(command).not.toContain('calc');
    expect(command).toContain(Buffer.from(request).toString('base64'));
  });
});
