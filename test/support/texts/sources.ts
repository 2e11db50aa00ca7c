import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from '@typescript/typescript6';

/** Calls back with every node of the TypeScript below a folder. */
export function eachNode(
  folder: string,
  visit: (node: ts.Node, file: string, source: ts.SourceFile) => void,
): void {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    const source = ts.createSourceFile(
      file,
      readFileSync(join(folder, file), 'utf8'),
      ts.ScriptTarget.Latest,
    );
    const descend = (node: ts.Node): void => {
      visit(node, file, source);
      ts.forEachChild(node, descend);
    };
    descend(source);
  }
}
