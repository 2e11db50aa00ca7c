import { describe, expect, it } from 'vitest';
import { plots, withEntry } from '../../scripts/bench/results/history.mjs';
import { page } from '../../scripts/bench/results/page.mjs';

const sample = (name: string, median: number, more = {}) => ({
  name,
  runs: 5,
  median,
  q1: median - 1,
  q3: median + 1,
  ...more,
});
const part = (title: string, median: number) => ({
  title,
  baseline: 'bare node',
  rows: [sample('p2s-fix', median, { baseline: 100, aim: 1.5 })],
  besides: [sample('bare node', 100)],
});
const entry = (date: string, ratio: number) => ({
  date,
  machine: 'a computer',
  rows: { 'Start: p2s-fix': { ratio, aim: 1.5 } },
});

describe('the page of benchmarks', () => {
  const options = { command: 'npm run bench', date: '2026-11-29', history: [] };
  const first = page([part('Start', 120), part('Audit', 300)], { ...options, before: '' });

  it('has a section for each part, with its ratio and whether the aim is met', () => {
    expect(first).toMatch(
      /^# Benchmarks\n[\s\S]*\n## Start\n\nBaseline: bare node\.\n`npm run bench` on 2026-11-29; Node /,
    );
    expect(first).toContain('| p2s-fix | 5 | 120 (119-121) | 100 | 1.20 | 1.5: met |');
    expect(first).toContain('| p2s-fix | 5 | 300 (299-301) | 100 | 3.00 | 1.5: **not met** |');
  });

  it('replaces what was measured again, and keeps the rest as it is', () => {
    const again = page([part('Start', 140), part('New', 100)], { ...options, before: first });
    expect([...again.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(['Start', 'Audit', 'New']);
    expect(again).toContain('| p2s-fix | 5 | 140 (139-141) | 100 | 1.40 |');
    expect(again).not.toContain('120 (119-121)');
    expect(again).toContain('| p2s-fix | 5 | 300 (299-301) |');
    expect(page([], { ...options, before: again })).toBe(again);
  });

  it('plots what was measured more than once', () => {
    const history = [entry('2026-11-26', 2.2), entry('2026-11-29', 1.25)];
    const text = page([], { ...options, before: first, history });
    expect(text).toContain('## History\n\nStart: p2s-fix. Ratio to its baseline, and the aim (1.5).\n');
    expect(text).toContain(
      '  x-axis ["2026-11-26", "2026-11-29"]\n  y-axis "ratio" 0 --> 2.5\n  line [2.2, 1.25]\n  line [1.5, 1.5]\n',
    );
    expect(page([], { ...options, before: text, history })).toBe(text);
    expect(plots(history.slice(0, 1))).toBe('');
  });
});

describe('the history of benchmarks', () => {
  const where = { date: '2026-11-29', machine: 'a computer' };

  it('gets one entry for a run, with the ratios of the rows that have an aim', () => {
    const before = [entry('2026-11-26', 2.2)];
    expect(withEntry(before, [part('Start', 125)], where)).toEqual([...before, entry('2026-11-29', 1.25)]);
  });

  it('gets none where nothing was measured', () => {
    const skipped = { title: 'Start', baseline: null, rows: [], besides: [], skipped: 'no lab' };
    const failed = {
      ...part('Audit', 1),
      rows: [sample('p2s-fix', Number.NaN, { runs: 0, baseline: 100, aim: 1.5 })],
    };
    expect(withEntry([], [skipped, failed], where)).toEqual([]);
  });
});
