import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPlainRenderer } from '../../../src/report/views/text/plain.ts';
import { stage, started } from '../../ui/sequences.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('prints a check that has no result after two seconds, once, with the deadline', () => {
  const lines: string[] = [];
  const nothing = () => undefined;
  const render = createPlainRenderer({
    out: nothing,
    err: nothing,
    detail: 'brief',
    progress: (text) => lines.push(text),
  });
  const take = (events: ReturnType<typeof stage>, ms: number) => {
    for (const event of events) {
      vi.advanceTimersByTime(event.type === 'check' ? ms : 0);
      render(event);
    }
  };
  render(started('audit'));
  take(stage('dns', 'pass'), 1_900);
  take(stage('tcp', 'fail'), 9_000);
  take(stage('tls', 'fail').slice(0, 1), 0);
  render({ type: 'finished', exitCode: 130, durationMs: 1 });
  vi.advanceTimersByTime(9_000);
  expect(lines.map((text) => text.replace(/^ {2}\S+: /, ''))).toEqual([
    'dns: pass',
    'tcp: no result after 2 s, at most 15 s for each gateway',
    'tcp: fail',
  ]);
});
