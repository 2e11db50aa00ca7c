import type { RegistryValue } from '../model/registry.ts';
import type { EncodedText } from './encoding.ts';

/**
 * A `.reg` file: its original text, and the positions of keys and values (offsets into `text`, ends exclusive).
 * Only the text contains everything else.
 */
export interface RegFile extends EncodedText {
  /** 5: `Windows Registry Editor Version 5.00`. 4: `REGEDIT4`, whose hex strings have single-byte characters. */
  version: 4 | 5;
  /** The line end of new lines: that of the first line. */
  eol: '\r\n' | '\n';
  /** Whether a key is relevant; other sections exist only in the text. */
  counts: (path: string) => boolean;
  /** In file order; a key may have several. */
  sections: readonly RegSection[];
}

export interface RegSection {
  /** With the long hive name, the rest as spelled in the file. */
  path: string;
  /** `[-…]`: the key and everything below it is deleted; its entries have no effect. */
  deleted: boolean;
  /** Start of the line of `[…]`. */
  start: number;
  /** After the line of `[…]` and its line end. */
  headEnd: number;
  /** Start of the next section, or end of the text. */
  end: number;
  entries: readonly RegEntry[];
}

export interface RegEntry {
  /** Unescaped; `''` for `@`. */
  name: string;
  /** `null` for a deleted value (`"x"=-`). */
  value: RegistryValue | null;
  lineStart: number;
  /** The data after `=`, without surrounding blanks and comments. */
  dataStart: number;
  dataEnd: number;
  /** Line end included. */
  lineEnd: number;
}
