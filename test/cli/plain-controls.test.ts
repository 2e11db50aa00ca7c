import { afterEach, expect, it, vi } from 'vitest';
import { chooseOutput } from '../../src/cli/output.ts';
import { P2sError } from '../../src/core/model/errors.ts';
import { errorEvent } from '../../src/core/model/events.ts';
import { say } from '../../src/core/model/say.ts';

afterEach(() => vi.restoreAllMocks());

it('writes nothing that a terminal acts on, whatever text from outside came so far', async () => {
  const written: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const output = await chooseOutput('plain', {}, 'en');
  const evil = '\u001b]0;evil\u0007\u202e';
  const error = new P2sError('input', say('{evil}', { evil }), {
    where: evil,
    next: say('{evil}', { evil }),
  });
  output.emit(errorEvent(error));
  output.emit({ type: 'finished', exitCode: 3, durationMs: 1 });
  await output.finish({} as never);
  const text = written.join('');
  expect(text).toContain('\\u{1b}]0;evil\\u{7}\\u{202e}');
  expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
});
