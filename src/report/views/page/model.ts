import type { SourceId } from '../../../core/explain/sources.ts';
import type { Severity } from '../../../core/model/finding.ts';
import type { PathState } from '../../facts/paths.ts';
import type { StoreTable } from '../../facts/store-table.ts';
import type { PictureText } from '../../text/picture-text.ts';

/** How something stands; never told by colour alone. */
export type Mark = 'pass' | 'fail' | 'warn' | 'skip';

/** A name and its value, both plain text. */
export type Fact = readonly [label: string, value: string];

/** A part of a report, in plain text throughout: what is text and what is markup is for each renderer to say. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'facts'; facts: readonly Fact[] }
  | { kind: 'list'; items: readonly { mark: Mark; text: string }[] }
  | { kind: 'stores'; title: string; table: StoreTable }
  /** The first column names the rows; each cell is a word and what is to be said of it. */
  | {
      kind: 'table';
      title: string;
      columns: readonly string[];
      rows: readonly {
        name: string;
        cells: readonly { mark: Mark; text: string; notes: readonly string[] }[];
      }[];
    }
  /** Causes of a fleet, the largest first. */
  | { kind: 'bars'; bars: readonly Bar[] }
  /** Computers of a fleet; the first cell of a row names it. */
  | {
      kind: 'machines';
      title: string;
      columns: readonly string[];
      rows: readonly { cells: readonly string[]; facts: readonly Fact[] }[];
    }
  | { kind: 'path'; path: PathState; title: string; mark: Mark; verdict: string | null; next: string | null }
  | {
      kind: 'finding';
      severity: Severity;
      code: string;
      message: string;
      remedy: string | null;
      source: SourceId | null;
    }
  | { kind: 'diff'; title: string; removed: readonly string[]; added: readonly string[] }
  /** What one owner has to do. */
  | { kind: 'owner'; name: string; blocks: readonly Block[] }
  /** A command to copy; `label` says what it is for, where that is not clear. */
  | { kind: 'command'; label: string | null; text: string }
  /** To be copied as it stands; may have several lines. `bare`: its section has the same title. */
  | { kind: 'copy'; title: string; text: string; form: 'bare' | 'titled' | 'folded' }
  /** Only pages of our own table: no text from outside becomes a link. */
  | { kind: 'links'; title: string; sources: readonly SourceId[] }
  /** What is looked up rather than read. */
  | { kind: 'details'; title: string; facts: readonly Fact[] };

/** A cause with how many computers have it. */
export interface Bar {
  mark: Mark;
  code: string;
  count: string;
  /** Of all computers: 0 to 1. */
  share: number;
  text: string | null;
  owner: string | null;
  notes: readonly string[];
  blocks: readonly Block[];
}

export interface Section {
  /** A word of ours that is unique in the page. */
  id: string;
  title: string;
  blocks: readonly Block[];
  /** What only some readers open. */
  folded?: boolean;
}

/** A report of one run. */
export interface Page {
  title: string;
  facts: readonly Fact[];
  /** How the run came out, then why and what changes. */
  conclusion: { mark: Mark; label: string; text: string; lines: readonly Fact[] };
  /** Of the two routes, where anything of them is known. */
  picture: PictureText | null;
  sections: readonly Section[];
  footer: string;
}
