import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { REASONS } from '../../src/core/causes/reason.ts';
import { VERDICT_CODES } from '../../src/core/causes/verdicts.ts';
import { FINDING_RULES } from '../../src/core/findings/rules/rules.ts';

/**
 * Lines and files of each module: `at` is the limit, and `goal` where it is to come. A limit only falls: who makes a
 * module smaller lowers it in the same commit; at the goal, it stays.
 */
interface Budget {
  readonly at: readonly [lines: number, files: number];
  readonly goal: readonly [lines: number, files: number];
}

const BUDGETS: Readonly<Record<string, Budget>> = {
  core: { at: [25_725, 220], goal: [16_000, 110] },
  path: { at: [7_660, 67], goal: [7_000, 55] },
  'machine powershell files': { at: [5_045, 45], goal: [4_300, 36] },
  change: { at: [2_550, 24], goal: [2_200, 18] },
  'profile pac': { at: [2_200, 20], goal: [2_000, 17] },
  pipeline: { at: [11_836, 105], goal: [9_500, 75] },
  'report l10n': { at: [8_990, 81], goal: [7_500, 65] },
  'cli api index.ts': { at: [2_645, 26], goal: [2_600, 25] },
  ui: { at: [1_742, 16], goal: [1_500, 14] },
  schedule: { at: [650, 6], goal: [800, 7] },
  'page exe': { at: [1_700, 21], goal: [1_900, 22] },
};
const WHOLE: Budget = { at: [70_650, 631], goal: [55_000, 450] };
/** How far below its limit a module may be. */
const SLACK = 1.05;

/** Files of `src` that name a verdict: its rules, their table, and what proves it for a code of Windows. */
const NAMED_IN = 5;

const OF_FINDINGS = /^core\/(?:findings\/|model\/finding\.ts)/;

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

interface File {
  readonly path: string;
  readonly text: string;
}

const FILES: readonly File[] = readdirSync(SRC, { recursive: true })
  .map((path) => String(path).replaceAll(sep, '/'))
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(SRC, path), 'utf8') }))
  // Nobody writes or reads it.
  .filter(({ text }) => !text.startsWith('// Generated from '));

function sizeOf(files: readonly File[]): [lines: number, files: number] {
  return [files.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0), files.length];
}

function moduleOf(path: string): string | undefined {
  const top = path.split('/', 1)[0] ?? '';
  return Object.keys(BUDGETS).find((folders) => folders.split(' ').includes(top));
}

/** The word in quotes, with or without a variant, where it is no reason in evidence and no finding. */
function namesVerdict({ path, text }: File, verdict: string): boolean {
  if (Object.hasOwn(FINDING_RULES, verdict) && OF_FINDINGS.test(path)) return false;
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^ *\/\/.*$/gm, '');
  const isReason = Object.hasOwn(REASONS, verdict);
  const lines = code.split('\n').filter((line) => !isReason || !/reason/i.test(line));
  const isMeant = !isReason || /verdict|ruleFor/i.test(code);
  return isMeant && lines.some((line) => new RegExp(`['"]${verdict}[.'"]|^ +${verdict}:`).test(line));
}

describe('the budget', () => {
  it.each([
    ...Object.entries(BUDGETS).map(([name, budget]) => {
      return [name, budget, sizeOf(FILES.filter(({ path }) => moduleOf(path) === name))] as const;
    }),
    ['all', WHOLE, sizeOf(FILES)] as const,
  ])('of %s holds its lines and files', (_name, { at, goal }, size) => {
    for (const part of [0, 1] as const) {
      expect(size[part]).toBeLessThanOrEqual(at[part]);
      expect(at[part], 'lower the limit').toBeLessThanOrEqual(Math.max(goal[part], size[part] * SLACK));
    }
  });

  it('is of every file', () => {
    expect(FILES.filter(({ path }) => moduleOf(path) === undefined).map(({ path }) => path)).toEqual([]);
  });

  it.each(VERDICT_CODES)('of files that name the verdict %s', (verdict) => {
    const named = FILES.filter((file) => namesVerdict(file, verdict)).map(({ path }) => path);
    expect(named.length, named.join(' ')).toBeLessThanOrEqual(NAMED_IN);
  });
});
