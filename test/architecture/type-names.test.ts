import { fileURLToPath } from 'node:url';
import ts from '@typescript/typescript6';
import { expect, it } from 'vitest';
import { eachNode } from '../support/texts/sources.ts';

/** The names of these types are the public API's, whatever the program calls its own. */
const PUBLIC = /^api\//;
/** Still two types with one name; only ever fewer. */
const TWICE = [
  ...['Answer', 'ByteReader', 'Cause', 'Page', 'Proposal', 'Question'],
  ...['Row', 'Seen', 'Store'],
];

it('no two exported types have one name', () => {
  const files = new Map<string, Set<string>>();
  eachNode(fileURLToPath(new URL('../../src', import.meta.url)), (node, file) => {
    const isType =
      ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node);
    const isExported =
      isType && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (!isExported || PUBLIC.test(file) || node.name === undefined) return;
    const name = node.name.text;
    files.set(name, (files.get(name) ?? new Set()).add(file));
  });
  const twice = [...files].filter(([, where]) => where.size > 1).map(([name]) => name);
  expect(twice.toSorted()).toEqual(TWICE);
});
