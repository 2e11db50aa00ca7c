import { renderToString } from 'ink';
import type { RunEvent } from '../../src/core/model/events.ts';
import { ENGLISH } from '../../src/report/text/texts.ts';
import type { Display } from '../../src/ui/display.ts';
import { INITIAL_STATE, reduce, type UiSignal } from '../../src/ui/state.ts';
import { App } from '../../src/ui/views/App.tsx';
import { PLAN } from './sequences.ts';

export const DISPLAY: Display = {
  colour: false,
  unicode: true,
  columns: 80,
  rows: 24,
  tick: 0,
  texts: ENGLISH,
};

export const ASKED: UiSignal = {
  type: 'asked',
  question: { changes: PLAN.changes, backupFolder: 'C:\\Program Files\\p2s-fix\\state\\backups' },
};

export const nothing = () => undefined;

export function frame(events: readonly (RunEvent | UiSignal)[], display: Partial<Display> = {}): string {
  const state = events.reduce(reduce, INITIAL_STATE);
  const whole = { ...DISPLAY, ...display };
  return renderToString(
    <App state={state} display={whole} onKey={nothing} onListening={nothing} onGone={nothing} />,
    {
      columns: whole.columns,
    },
  );
}
