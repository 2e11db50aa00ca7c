import { joined, type Text, text } from './text.ts';

/** Sentences in a row, without those that are left out. */
export function sentences(...all: readonly (Text | false | null)[]): Text {
  const present = all.filter((one): one is Text => one !== false && one !== null);
  return joined(present, text('between.sentences'));
}

/** A list in a sentence. */
export function listed(items: readonly Text[]): Text {
  return joined(items, text('between.items'));
}

/** Several observations in a sentence. */
export function clauses(all: readonly Text[]): Text {
  return joined(all, text('between.clauses'));
}

/** A detail behind a word; nothing without one. */
export function inParentheses(detail: Text | null): Text {
  return detail === null ? '' : [' (', detail, ')'];
}
