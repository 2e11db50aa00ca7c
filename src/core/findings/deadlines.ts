import type { SourceId } from '../explain/sources.ts';
import { P2sError } from '../model/errors.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { say } from '../model/say.ts';

export type DeadlineId = 'sstp-retirement' | 'gateway-root-migration';

/** A day on which Azure changes what a gateway does for its clients. */
export interface Deadline {
  /** The code of the finding, too. */
  id: DeadlineId;
  /** YYYY-MM-DD: from the beginning of this day (UTC) on it has happened. */
  date: string;
  /** The page that names it; `caller` for a date that was given. */
  source: SourceId | 'caller';
}

/** Other dates than the table's, as a notice to a customer or another cloud may name them; `null`: does not concern us. */
export type DeadlineChoice = Readonly<Partial<Record<DeadlineId, string | null>>>;

const DEADLINES: readonly Deadline[] = [
  // "the migration deadline end of January'2027"
  { id: 'gateway-root-migration', date: '2027-01-31', source: 'azure-root-migration' },
  // "support for SSTP Protocol will be retired on March 31, 2027"
  { id: 'sstp-retirement', date: '2027-03-31', source: 'azure-update-499923' },
];

/** So long before a deadline its finding becomes a warning. */
const WARN_DAYS = 180;
const DAY_MS = 86_400_000;

/**
 * The table with the caller's dates in it.
 *
 * @throws P2sError `input` for a date that is none
 */
export function deadlinesWith(choice: DeadlineChoice = {}): readonly Deadline[] {
  return DEADLINES.flatMap((usual): Deadline[] => {
    const date = choice[usual.id];
    if (date === null) return [];
    if (date === undefined) return [usual];
    if (!isDate(date)) {
      throw new P2sError('input', say`This is not a date.`, {
        where: `deadlines.${usual.id}`,
        next: say`Give it as YYYY-MM-DD, or null to leave this deadline out.`,
      });
    }
    return [{ id: usual.id, date, source: 'caller' }];
  });
}

/** A finding for each deadline: info while it is far, a warning from 180 days before, an error from the day itself. */
export function deadlineFindings(deadlines: readonly Deadline[], today: Date): Finding[] {
  return deadlines.map(({ id, date, source }) => {
    const left = Date.parse(date) - today.getTime();
    const evidence = { date, daysLeft: Math.ceil(left / DAY_MS), source };
    return { code: id, severity: severityOf(left), store: null, evidence };
  });
}

function severityOf(left: number): Severity {
  if (left <= 0) return 'error';
  return left <= WARN_DAYS * DAY_MS ? 'warning' : 'info';
}

/** Date.parse alone takes 30 February for 2 March. */
function isDate(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
