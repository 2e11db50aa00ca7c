import ts from '@typescript/typescript6';
import { eachNode } from './sources.ts';

/** A text in the source, with `{}` for each value of a template. */
export interface Literal {
  file: string;
  line: number;
  text: string;
}

/** Every text in the TypeScript below a folder, without comments. */
export function literalsIn(folder: string): Literal[] {
  const found: Literal[] = [];
  eachNode(folder, (node, file, source) => {
    const text = textOf(node);
    if (text === null) return;
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    found.push({ file, line, text });
  });
  return found;
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('{}');
}
