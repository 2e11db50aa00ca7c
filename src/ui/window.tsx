import { renderToString } from 'ink';
import { displayWidth } from '../report/text/columns.ts';
import { Frame, type FrameProps } from './App.tsx';

/** The terminal for Ink without a height: it wipes the scrollback where its last frame is higher than the window. */
export function withoutHeight(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  return new Proxy(stdout, {
    get: (target, name) => {
      if (name === 'rows') return Number.POSITIVE_INFINITY;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * What erases the rows that the last frame takes more at so many columns: a terminal breaks again what it shows, and
 * Ink erases as many rows as it had drawn. One that cuts the rows off instead has lost them already.
 */
export function eraseBroken({ state, display }: FrameProps, columns: number): string {
  const props = { state, display: { ...display, colour: false } };
  const more = renderToString(<Frame {...props} />, { columns: display.columns })
    .split('\n')
    .reduce((sum, row) => sum + rowsAt(row, columns) - 1, 0);
  return more === 0 ? '' : `\u001B[${more}A\u001B[J`;
}

function rowsAt(text: string, columns: number): number {
  let rows = 1;
  let used = 0;
  for (const character of text) {
    const width = displayWidth(character);
    if (used + width > columns) {
      rows += 1;
      used = 0;
    }
    used += width;
  }
  return rows;
}
