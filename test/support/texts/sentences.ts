import ts from '@typescript/typescript6';
import { eachNode } from './sources.ts';

/** The templates of all sentences in the source, by file. */
export function sentencesIn(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  eachNode(folder, (node, file) => {
    if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text === 'say')
      found.set(templateOf(node.template), file);
  });
  return found;
}

/** Functions whose texts are sentences with named values. */
const SAYING = ['say', 'fill', 'filled', 'todo', 'change', 'by', 'makeIt', 'logged', 'asAccount', 'allowing'];

/** The sentences with named values in the source, by file. */
export function namedSentencesIn(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  eachNode(folder, (node, file) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const { text: name } = node.expression;
    if (!SAYING.includes(name) || (name !== 'say' && !file.includes('findings/rules'))) return;
    // The first word of a step is its owner.
    const texts = name === 'by' || name === 'allowing' ? node.arguments.slice(1) : node.arguments;
    for (const one of texts) if (ts.isStringLiteralLike(one)) found.set(one.text, file);
  });
  return found;
}

function templateOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const rest = template.templateSpans.map(({ literal }, at) => `{${at}}${literal.text}`);
  return template.head.text + rest.join('');
}
