import ts from '@typescript/typescript6';
import { expect, it } from 'vitest';
import { eachNode } from '../../support/texts/sources.ts';

it('every command that installs the schedule with options names a proxy, without which it is refused', () => {
  const installs: string[] = [];
  eachNode('src', (node, _, source) => {
    if (!ts.isCallExpression(node) || node.expression.getText(source) !== 'command') return;
    const [use, options] = node.arguments.map((one) => one.getText(source));
    if (use === "'schedule install'" && options !== undefined) installs.push(options);
  });
  expect(installs.length).toBeGreaterThan(2);
  expect(installs.filter((options) => !/(?:\bproxy|'allow-proxy'):/.test(options))).toEqual([]);
});
