import type { WriteStep } from '../port.ts';
import { toWireValue } from '../wire/value.ts';

interface CaptureKey {
  path: string;
  visibility: string;
  values: { name: string }[];
}

/**
 * A valid capture after these steps. Keeps unknown fields, order, indentation, line endings, escapes of non-ASCII
 * characters, and white space around the document.
 */
export function editCaptureText(text: string, steps: readonly WriteStep[]): string {
  const document = JSON.parse(text) as { keys: CaptureKey[] };
  for (const step of steps) editKeys(document.keys, step);
  const indent = /^\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '';
  const lead = /^\s*/.exec(text)?.[0] ?? '';
  const tail = /\s*$/.exec(text)?.[0] ?? '';
  let json = JSON.stringify(document, null, indent);
  if (text.includes('\r\n')) json = json.replaceAll('\n', '\r\n');
  if (!/[^\t\r\n -~]/.test(text)) json = json.replace(/[^\t\r\n -~]/g, escapeUnit);
  return lead + json + tail;
}

function editKeys(keys: CaptureKey[], { write, removeKeyIfEmpty }: WriteStep): void {
  let key = keys.find(({ path }) => same(path, write.key));
  if (key === undefined) {
    if (write.next === null) return;
    key = { path: write.key, visibility: 'present', values: [] };
    keys.push(key);
  }
  const at = key.values.findIndex(({ name }) => same(name, write.name));
  if (write.next !== null) {
    key.visibility = 'present';
    const value = { name: key.values[at]?.name ?? write.name, ...toWireValue(write.next) };
    key.values.splice(at === -1 ? key.values.length : at, at === -1 ? 0 : 1, value);
    return;
  }
  if (at !== -1) key.values.splice(at, 1);
  if (removeKeyIfEmpty === true && key.values.length === 0) key.visibility = 'absent';
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
