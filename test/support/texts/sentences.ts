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

/** The sentences with named values in the source, by file. */
export function namedSentencesIn(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  eachNode(folder, (node, file) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'say')
      return;
    const [english] = node.arguments;
    if (english !== undefined && ts.isStringLiteralLike(english)) found.set(english.text, file);
  });
  return found;
}

function templateOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const rest = template.templateSpans.map(({ literal }, at) => `{${at}}${literal.text}`);
  return template.head.text + rest.join('');
}
