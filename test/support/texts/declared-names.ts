import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from '@typescript/typescript6';
import type { Literal } from './literals.ts';

/** A declared name: `text` is its words, in small letters and with spaces between. */
export interface DeclaredName extends Literal {
  name: string;
  /** A member of an object, which can be a field of a file or of a document. */
  isField: boolean;
}

/** Every name that the files below a folder declare, and the names of the files. */
export function declaredNamesIn(folder: string): DeclaredName[] {
  const found: DeclaredName[] = [];
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:tsx?|mjs|ps1|psm1)$/.test(file)) continue;
    const bare = file.replace(/^.*[\\/]|(?:\.test|\.d)?\.\w+$/g, '');
    found.push({ file, line: 1, name: bare, text: wordsOf(bare), isField: false });
    const text = readFileSync(join(folder, file), 'utf8');
    found.push(...(/\.psm?1$/.test(file) ? namesOfScript(file, text) : namesOfModule(file, text)));
  }
  return found;
}

/** The words of a name in any of the usual notations. */
export function wordsOf(name: string): string {
  return name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[-_.#$]/g, ' ')
    .trim()
    .toLowerCase();
}

function namesOfModule(file: string, text: string): DeclaredName[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: DeclaredName[] = [];
  const descend = (node: ts.Node): void => {
    if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && isDeclared(node)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      found.push({ file, line, name: node.text, text: wordsOf(node.text), isField: isMember(node.parent) });
    }
    ts.forEachChild(node, descend);
  };
  descend(source);
  return found;
}

/** Imported names belong to the module that declares them. */
function isDeclared(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isImportSpecifier(parent)) return false;
  return 'name' in parent && parent.name === node;
}

function isMember(parent: ts.Node): boolean {
  return (
    ts.isPropertySignature(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isBindingElement(parent) && parent.propertyName === undefined)
  );
}

/** Functions, variables and parameters. */
function namesOfScript(file: string, text: string): DeclaredName[] {
  return text.split('\n').flatMap((content, index) =>
    [...content.replace(/^\s*#.*/, '').matchAll(/\bfunction ([\w-]+)|\$(?:script:)?(\w+)/g)].map((match) => {
      const name = match[1] ?? match[2] ?? '';
      return { file, line: index + 1, name, text: wordsOf(name), isField: false };
    }),
  );
}
