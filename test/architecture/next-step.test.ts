import { fileURLToPath } from 'node:url';
import ts from '@typescript/typescript6';
import { expect, it } from 'vitest';
import { eachNode } from '../support/texts/sources.ts';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
/** Errors that a user can cause and remove. */
const BY_USERS = ['input', 'usage', 'state-dir'];
/** The caller adds the step or shows the message as a reason, or the message itself says what is expected. */
const WITHOUT: readonly RegExp[] = [
  /^page\//,
  /^api\/read-members\.ts say\('\{where\} must be/,
  /^core\/options\/check\.ts/,
  /^core\/export\/targets\.ts/,
  /^pac\/evaluate\.ts/,
  /^pipeline\/inputs\/plan-desired\.ts say\('It cannot be typed as an option/,
  /^pipeline\/run\/folders\/state-folder\.ts say\('it is not a regular file/,
  /^pipeline\/fleet\/rollback\.ts say\('There is no backup of an apply there/,
  // A computer that is not in order, and a system that is not supported.
  /has no MachineGuid value/,
  /^change\/state\/lock\.ts say\(\s*'There is no lock for changes on/,
];

it('an error that a user can cause names the next step', () => {
  const without: string[] = [];
  let count = 0;
  eachNode(SRC, (node, file, source) => {
    if (!ts.isNewExpression(node) || node.expression.getText(source) !== 'P2sError') return;
    const [code, message, details] = node.arguments ?? [];
    if (code === undefined || !ts.isStringLiteral(code) || !BY_USERS.includes(code.text)) return;
    count += 1;
    const hasNext =
      details !== undefined &&
      (!ts.isObjectLiteralExpression(details) ||
        details.properties.some((one) => one.name?.getText(source) === 'next'));
    const place = `${file.replaceAll('\\', '/')} ${message?.getText(source)}`;
    if (!hasNext && !WITHOUT.some((pattern) => pattern.test(place))) without.push(place);
  });
  expect(count).toBeGreaterThan(50);
  expect(without).toEqual([]);
});
