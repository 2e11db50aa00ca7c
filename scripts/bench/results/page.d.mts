import type { Entry } from './history.mjs';
import type { Part } from './result.mjs';

export function page(
  parts: readonly Part[],
  options: { command: string; date: string; before: string; history: readonly Entry[] },
): string;
export function machine(): string;
