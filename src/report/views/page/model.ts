import type { SourceId } from '../../../core/explain/sources.ts';
import type { Severity } from '../../../core/model/finding.ts';
import type { StoreTable } from '../../facts/store-table.ts';
import type { HeadlineLine } from '../../model/headline.ts';
import type { Line, Mark } from '../../text/lines.ts';
import type { SideBySide } from '../../text/side-by-side.ts';
import type { PictureText } from '../picture-text.ts';

/**
 * Who reads a page: only its conclusion; a run in about 25 lines; the same on a terminal, with the
 * picture; all lines; a report file.
 */
export type Reader = 'summary' | 'brief' | 'terminal' | 'full' | 'file';

export const IN_TEXT: readonly Reader[] = ['brief', 'terminal', 'full'];
export const IN_ALL: readonly Reader[] = [...IN_TEXT, 'file'];

/** The state of something; never shown by color alone. */

/** A name and its value, both plain text. */
export type Fact = readonly [label: string, value: string];

/** A part of a page, always plain text: each renderer adds its own markup. `in`: fewer views than its section has. */
export type Block = { in?: readonly Reader[] } & (
  | { kind: 'text'; text: string }
  /** Laid out for text; a report file shows it to be copied. */
  | { kind: 'lines'; lines: readonly Line[] }
  | { kind: 'facts'; facts: readonly Fact[] }
  | { kind: 'list'; items: readonly { mark: Mark; text: string }[] }
  | { kind: 'stores'; table: StoreTable }
  | { kind: 'picture'; picture: PictureText }
  /** Gateways with the result of each protocol. */
  | { kind: 'side-by-side'; title: string; rows: readonly (SideBySide & { name: string })[] }
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
  /** Failed routes before the one that was taken, its stages, the fetches of the revocation check; what they prove. */
  | {
      kind: 'path';
      title: string;
      mark: Mark;
      skipped: readonly PathPart[];
      stages: readonly PathPart[];
      fetches: readonly PathPart[];
      notes: readonly string[];
    }
  | {
      kind: 'finding';
      severity: Severity;
      /** The severity as a word. */
      label: string;
      code: string;
      message: string;
      remedy: string | null;
      source: SourceId | null;
    }
  /** The actions of one owner. */
  | { kind: 'owner'; name: string; blocks: readonly Block[] }
  /** A command to copy; `label` is its purpose, if that is not clear. */
  | { kind: 'command'; label: string | null; text: string }
  /** Text to copy exactly; may have several lines. `bare`: its section has the same title. */
  | { kind: 'copy'; title: string; text: string; form: 'bare' | 'titled' | 'folded' }
  /** Only pages of our own table: untrusted text never becomes a link. */
  | { kind: 'links'; title: string; sources: readonly SourceId[] }
  /** Reference information. */
  | { kind: 'details'; title: string; facts: readonly Fact[] }
);

/** A check: its stage, or what was fetched on which route; with a leading blank its time, empty if it was skipped. */
export interface PathPart {
  mark: Mark;
  name: string;
  time: string;
  reason: string | null;
}

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
  in: readonly Reader[];
  blocks: readonly Block[];
  /** A report file closes it, because only some readers need it. */
  closed?: boolean;
  /** Its lines explain themselves: text has no title for it. */
  bare?: boolean;
}

/** What a run says, once. A renderer has a width and signs, and decides nothing. */
export interface Page {
  /** What text opens with: the run and its computer. */
  opening: readonly string[];
  title: string;
  facts: readonly Fact[];
  /** Outcome, cause, change, next steps. */
  conclusion: readonly HeadlineLine[];
  /** Text of the whole run; only its answer, which no conclusion opens; or only why it failed. */
  form: 'whole' | 'answer' | 'error';
  sections: readonly Section[];
  /** The last line of text: how long it took, the exit code and its meaning, where details are. */
  end: { took: string; text: string; more: string | null } | null;
  footer: string;
}

/** The sections of a view that are not empty. */
export function sectionsIn({ sections }: Pick<Page, 'sections'>, view: Reader): Section[] {
  return sections.flatMap((section) => {
    const blocks = section.blocks.filter((block) => (block.in ?? section.in).includes(view));
    return section.in.includes(view) && blocks.length > 0 ? [{ ...section, blocks }] : [];
  });
}
