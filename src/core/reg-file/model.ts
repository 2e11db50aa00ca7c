import type { RegistryValue } from '../model/registry.ts';
import type { EncodedText } from './encoding.ts';

/**
 * A `.reg` file: its text, untouched, and where its keys and values stand in it (offsets into `text`, ends
 * exclusive). Everything that is not a section or value is carried by the text alone.
 */
export interface RegFile extends EncodedText {
  /** 5: `Windows Registry Editor Version 5.00`. 4: `REGEDIT4`, whose hex strings hold single-byte characters. */
  version: 4 | 5;
  /** What new lines end with: the ending of the first line. */
  eol: '\r\n' | '\n';
  /** Whether a key is of interest; sections of others are carried by the text alone. */
  counts: (path: string) => boolean;
  /** In the order of the file; a key may have several. */
  sections: readonly RegSection[];
}

export interface RegSection {
  /** With the long hive name, the rest as spelt in the file. */
  path: string;
  /** `[-…]`: the key and everything below it is deleted; entries that follow it have no effect. */
  deleted: boolean;
  /** Start of the line of `[…]`. */
  start: number;
  /** After the line of `[…]`, its line end included. */
  headEnd: number;
  /** Where the next section starts, or the text ends. */
  end: number;
  entries: readonly RegEntry[];
}

export interface RegEntry {
  /** Unescaped; `''` for `@`. */
  name: string;
  /** `null` for a deleted value (`"x"=-`). */
  value: RegistryValue | null;
  lineStart: number;
  /** What stands after `=`, without blanks and comment around it. */
  dataStart: number;
  dataEnd: number;
  /** Line end included. */
  lineEnd: number;
}
