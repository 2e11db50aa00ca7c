import { expect, it, vi } from 'vitest';
import { chooseOutput } from '../../src/cli/output.ts';
import type { RunEvent } from '../../src/core/model/events.ts';
import type { Move } from '../../src/core/schedule/roaming.ts';
import { documentOf } from '../../src/report/model/document.ts';
import { recordOf } from '../../src/report/model/record.ts';

/** What a scheduled run by hand prints, after this decision. */
async function printed(move: Move): Promise<string> {
  const at = '2026-11-24T10:00:00.000Z';
  const nothing = { verdicts: [], undone: null, notFollowed: null, error: null, backup: null };
  const run = { at, durationMs: 1, exitCode: 0, move, changed: [], ...nothing };
  const events: RunEvent[] = [
    { type: 'started', mode: 'schedule', version: '1', sample: false, at },
    { type: 'schedule-move', move },
    { type: 'change-result', result: { changed: [], backup: null, rolledBack: false } },
    { type: 'schedule', schedule: { action: 'run', installed: null, run, log: null } },
    { type: 'finished', exitCode: 0, durationMs: 1 },
  ];
  const { emit, finish } = await chooseOutput('quiet', {}, 'en');
  let text = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    for (const event of events) emit(event);
    await finish(await documentOf(recordOf(events)));
  } finally {
    spy.mockRestore();
  }
  return text;
}

it('prints nothing after a scheduled run where everything is as desired', async () => {
  expect(await printed({ act: 'align', why: 'as-wanted' })).toBe('');
  expect(await printed({ act: 'align', why: 'no-proxy-wanted' })).toBe('');
});

it.each([
  ['not-known', 'The desired settings cannot be determined now. Nothing is changed.'],
  ['proxy-not-here', 'Nothing is reached through the desired proxy on this network, and WinHTTP has none.'],
  ['not-ours', 'Another proxy is set'],
] as const)('says why nothing was changed: %s', async (why, sentence) => {
  expect(await printed({ act: 'keep', why })).toContain(sentence);
});
