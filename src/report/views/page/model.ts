import type { SourceId } from '../../../core/explain/sources.ts';
import type { Severity } from '../../../core/model/finding.ts';
import type { PathState } from '../../facts/paths.ts';
import type { StoreTable } from '../../facts/store-table.ts';
import type { PictureText } from '../../text/picture-text.ts';

/** The state of something; never shown by color alone. */
export type Mark = 'pass' | 'fail' | 'warn' | 'skip';

/** A name and its value, both plain text. */
export type Fact = readonly [label: string, value: string];

/** A part of a report, always plain text: each renderer adds its own markup. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'facts'; facts: readonly Fact[] }
  | { kind: 'list'; items: readonly { mark: Mark; text: string }[] }
  | { kind: 'stores'; title: string; table: StoreTable }
  /** The first column has the row names; each cell is a word with an explanation. */
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
  /** Computers of a fleet; the first cell of a row has the name. */
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
  /** The actions of one owner. */
  | { kind: 'owner'; name: string; blocks: readonly Block[] }
  /** A command to copy; `label` is its purpose, if that is not clear. */
  | { kind: 'command'; label: string | null; text: string }
  /** Text to copy exactly; may have several lines. `bare`: its section has the same title. */
  | { kind: 'copy'; title: string; text: string; form: 'bare' | 'titled' | 'folded' }
  /** Only pages of our own table: untrusted text never becomes a link. */
  | { kind: 'links'; title: string; sources: readonly SourceId[] }
  /** Reference information. */
  | { kind: 'details'; title: string; facts: readonly Fact[] };

/** A cause with its number of computers. */
export interface Bar {
  mark: Mark;
  code: string;
  count: string;
  /** Share of all computers: 0 to 1. */
  share: number;
  text: string | null;
  owner: string | null;
  notes: readonly string[];
  blocks: readonly Block[];
}

export interface Section {
  /** Our own word, unique in the page. */
  id: string;
  title: string;
  blocks: readonly Block[];
  /** Folded, because only some readers need it. */
  folded?: boolean;
}

/** A report of one run. */
export interface Page {
  title: string;
  facts: readonly Fact[];
  /** The outcome of the run, then cause and changes. */
  conclusion: { mark: Mark; label: string; text: string; lines: readonly Fact[] };
  /** The picture of both routes, if any of their facts are known. */
  picture: PictureText | null;
  sections: readonly Section[];
  footer: string;
}
