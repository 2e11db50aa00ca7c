import { describe, expect, it } from 'vitest';
import { P2sError } from '../../src/core/model/errors.ts';
import { errorEvent, type RunEvent } from '../../src/core/model/events.ts';
import { say } from '../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../src/l10n/japanese.ts';
import { ENGLISH, textsOf } from '../../src/report/text/texts.ts';
import type { UiSignal } from '../../src/ui/state.ts';
import { ASKED, frame } from './frames-scene.tsx';
import {
  auditWithDrift,
  changeHappens,
  inputError,
  observedEvents,
  started,
  verify407,
} from './sequences.ts';
import { Emulator } from './terminal.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

/** The rows on a terminal of that width. */
async function shown(text: string, columns: number) {
  const emulator = new Emulator(columns, 24, true);
  emulator.write(`${text}\n<end>`);
  return emulator.shows('<end>');
}

const SEQUENCES: Record<string, readonly (RunEvent | UiSignal)[]> = {
  'audit with drift': auditWithDrift(),
  'live audit': observedEvents('audit').slice(0, 26),
  question: [...observedEvents('apply'), ASKED],
  apply: [...observedEvents('apply'), ASKED, { type: 'answered' }, ...changeHappens()],
  'live apply': [...observedEvents('apply'), ASKED, { type: 'answered' }, ...changeHappens().slice(0, 18)],
  '407': verify407(),
  error: inputError(),
};

describe.each(Object.entries(SEQUENCES))('%s', (_, events) => {
  it.each([20, 40, 79, 80, 81, 132, 200])('fits %d columns', async (columns) => {
    // In the narrowest table a column may have one cell, which is too narrow for a Japanese letter.
    for (const texts of columns < 40 ? [ENGLISH] : [ENGLISH, JAPANESE]) {
      for (const plain of [true, false]) {
        const screen = await shown(
          frame(events, { columns, unicode: !plain, colour: !plain, texts }),
          columns,
        );
        expect(screen.brokenByTerminal).toBe(0);
      }
    }
  });

  it('is pure ASCII where that is all there is, and has no escape sequence without colour', () => {
    expect(frame(events, { unicode: false })).toMatch(/^[\n -~]*$/);
    expect(frame(events, { colour: false })).not.toContain('\u001B');
  });

  it('says with colour what it says without', async () => {
    const coloured = frame(events, { colour: true });
    expect(coloured).toContain('\u001B[');
    const [a, b] = [await shown(coloured, 80), await shown(frame(events), 80)];
    expect(a.rows).toEqual(b.rows);
  });
});

it('acts on nothing of a text from outside', async () => {
  const evil = '\u001b]0;evil\u0007\u202e';
  const error = new P2sError('input', say('{evil}', { evil }), {
    where: evil,
    next: say('{evil}', { evil }),
  });
  const text = frame([started('audit'), errorEvent(error), { type: 'finished', exitCode: 3, durationMs: 1 }]);
  expect(text).toContain('\\u{1b}]0;evil\\u{7}\\u{202e}');
  expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
});
