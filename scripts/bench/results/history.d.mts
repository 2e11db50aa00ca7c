import type { Part } from './result.mjs';

export interface Entry {
  date: string;
  machine: string;
  rows: Record<string, { ratio: number; aim: number }>;
}

export function withEntry(
  before: readonly Entry[],
  parts: readonly Part[],
  where: { date: string; machine: string },
): Entry[];
export function plots(history: readonly Entry[]): string;
