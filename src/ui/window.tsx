import { renderToString } from 'ink';
import { displayWidth } from '../report/text/columns.ts';
import { Frame, type FrameProps } from './views/App.tsx';

/**
 * The terminal for Ink without a height: Ink erases the scrollback when its last frame is higher than the window.
 */
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
 * Erases the additional rows that the last frame takes after a resize to `columns`: the terminal wraps its
 * content again, but Ink erases only the rows it drew. A terminal that truncates rows does not need this.
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
