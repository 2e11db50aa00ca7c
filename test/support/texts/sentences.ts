import ts from '@typescript/typescript6';
import { eachNode } from './sources.ts';

/** Functions of findings whose texts are sentences, with the values of their evidence. */
const OF_FINDINGS = ['fill', 'filled', 'todo', 'change', 'by', 'makeIt', 'logged', 'asAccount', 'allowing'];

/** The sentences in the source, by file. */
export function sentencesIn(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  eachNode(folder, (node, file) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const { text: name } = node.expression;
    if (name !== 'say' && !(file.includes('findings/rules') && OF_FINDINGS.includes(name))) return;
    // The first word of a step is its owner.
    const texts = name === 'by' || name === 'allowing' ? node.arguments.slice(1) : node.arguments;
    for (const one of texts) if (ts.isStringLiteralLike(one)) found.set(one.text, file);
  });
  return found;
}
