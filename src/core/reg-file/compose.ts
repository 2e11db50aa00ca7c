import type { RegistryWrite } from '../model/registry.ts';
import { formatDeletion, formatEntry, formatSectionLine } from './format.ts';
import { sameKey } from './key-path.ts';
import type { RegFile } from './model.ts';

/** The format that `reg import` accepts in every language, as `reg export` writes it: UTF-16LE with a BOM. */
const EMPTY: RegFile = {
  text: '',
  encoding: 'utf-16le',
  bom: true,
  version: 5,
  eol: '\r\n',
  counts: () => true,
  sections: [],
};

/**
 * A `.reg` file that makes these writes when it is imported; `expected` is ignored, as `reg import` has no such
 * check. Keys in `gone` are deleted.
 *
 * @throws P2sError `refused` for a name that does not fit on one line
 */
export function composeRegFile(writes: readonly RegistryWrite[], gone: readonly string[] = []): Uint8Array {
  const isGone = (key: string) => gone.some((one) => sameKey(one, key));
  const sections = new Map<string, string>();
  for (const { key, name, next } of writes) {
    if (isGone(key)) continue;
    const line = next === null ? formatDeletion(name, EMPTY) : formatEntry(name, next, EMPTY);
    sections.set(key, (sections.get(key) ?? formatSectionLine(key, EMPTY)) + line);
  }
  const parts = [
    'Windows Registry Editor Version 5.00\r\n',
    ...sections.values(),
    ...gone.map((key) => formatSectionLine(`-${key}`, EMPTY)),
  ];
  return new Uint8Array(Buffer.from(`\ufeff${parts.join('\r\n')}\r\n`, 'utf16le'));
}
