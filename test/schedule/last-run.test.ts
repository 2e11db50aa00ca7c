import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/core/model/say.ts';
import { say, toText } from '../../src/core/model/say.ts';
import type { ScheduledRun } from '../../src/core/schedule/record.ts';
import { IN_JAPANESE } from '../../src/l10n/japanese.ts';
import { textsOf } from '../../src/report/text/texts.ts';

import { readLastRun, writeLastRun } from '../../src/schedule/last-run.ts';
import { stateDirEach } from '../support/stories/state-dir.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const MACHINE = { kind: 'local', id: '00000000-0000-4000-8000-000000000000' } as const;
const INSTALLED = { folder: 'C:\\p', task: 'registered', problem: null } as const;

/** A run that failed with this message. */
function failed(message: Message): ScheduledRun {
  return {
    ...{ at: '2026-11-25T10:00:00.000Z', durationMs: 1, exitCode: 9, move: null, changed: [], backup: null },
    ...{
      verdicts: [],
      undone: null,
      notFollowed: null,
      error: { code: 'locked', message: 'English', messages: { message } },
    },
  };
}

describe('the record of the last scheduled run', () => {
  const dir = stateDirEach();

  async function statusInJapanese(message: Message): Promise<string> {
    await writeLastRun(dir, MACHINE, { run: failed(message), reported: null });
    const { run } = await readLastRun(dir, MACHINE);
    expect(run).not.toBeNull();
    return JAPANESE.schedule({ action: 'status', installed: INSTALLED, run, log: null }).join('\n');
  }

  it('is shown with what went wrong in the language of the reader', async () => {
    const why = say('{word}: {fault}', { word: 'C:\\p', fault: say('it was removed during the run') });
    expect(
      await statusInJapanese(say('The program is not installed there: {reason}.', { reason: [why, 'x'] })),
    ).toContain('エラー locked: プログラムをそこに配置できません: C:\\p: 実行中に削除されました、x。');
    expect(await statusInJapanese(say('A sentence of another version.'))).toContain(
      'エラー locked: A sentence of another version.',
    );
  });

  it('is shown in English when its message is nested too deeply, or would have no end', async () => {
    let deep: Message = say('x');
    for (let depth = 0; depth < 9; depth++) deep = say('{deep}', { deep });
    expect(toText(deep)).toBe('x');
    expect(await statusInJapanese(deep)).toContain('エラー locked: English');
    let long: Message = say('x');
    for (let depth = 0; depth < 3; depth++) long = { template: '{long}'.repeat(1000), values: { long } };
    expect(await statusInJapanese(long)).toContain('エラー locked: English');
  });
});
