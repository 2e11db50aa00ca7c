import ts from '@typescript/typescript6';
import type { Literal } from './literals.ts';
import { eachNode } from './sources.ts';

const CODE = /`[^`]*`|"[^"]*"|\{@link [^}]*\}/g;
const TEST_CALLS = ['it', 'describe', 'test'];

/** Every comment in the TypeScript below a folder, without the code and the quotations in it. */
export function commentsIn(folder: string): Literal[] {
  const found = new Map<string, Literal>();
  eachNode(folder, (node, file, source) => {
    const { text } = source;
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of ranges) {
      const line = source.getLineAndCharacterOfPosition(pos).line + 1;
      const words = text
        .slice(pos, end)
        .replaceAll(CODE, '\u00b7')
        .replaceAll(/^\s*(?:\/?\*+|\/\/)/gm, '');
      found.set(`${file}:${pos}`, { file, line, text: words });
    }
  });
  return [...found.values()];
}

/** The titles of tests and of groups of tests below a folder. */
export function titlesIn(folder: string): Literal[] {
  const found: Literal[] = [];
  eachNode(folder, (node, file, source) => {
    if (!ts.isCallExpression(node) || !TEST_CALLS.includes(calleeOf(node))) return;
    const [title] = node.arguments;
    if (title === undefined || !ts.isStringLiteralLike(title)) return;
    const line = source.getLineAndCharacterOfPosition(title.getStart(source)).line + 1;
    found.push({ file, line, text: title.text.replaceAll(CODE, '\u00b7') });
  });
  return found;
}

/** `it` of `it(…)`, `it.each(…)(…)`, `describe.skipIf(…)(…)`. */
function calleeOf(node: ts.Expression): string {
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return calleeOf(node.expression);
  return ts.isIdentifier(node) ? node.text : '';
}
