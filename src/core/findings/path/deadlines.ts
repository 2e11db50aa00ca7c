import type { SourceId } from '../../explain/sources.ts';
import { P2sError } from '../../model/errors.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { say } from '../../model/say.ts';

export type DeadlineId = 'sstp-retirement' | 'gateway-root-migration';

/** A day on which Azure changes a feature of its gateways. */
export interface Deadline {
  /** Also the code of the finding. */
  id: DeadlineId;
  /** YYYY-MM-DD: takes effect at the beginning of this day (UTC). */
  date: string;
  /** The page that documents it; `caller` for a date that the caller gave. */
  source: SourceId | 'caller';
  /** It concerns only the gateways that a notification of Microsoft names: who gives its date has one. */
  byNotification?: true;
}

/** SSTP cannot be enabled on a gateway from this day on ("Migrating from SSTP to IKEv2 or OpenVPN", azure-docs). */
export const SSTP_CLOSED = '2026-03-31';

/** Dates that replace those of the table, e.g. from a customer notice or another cloud; `null`: not applicable. */
export type DeadlineChoice = Readonly<Partial<Record<DeadlineId, string | null>>>;

const DEADLINES: readonly Deadline[] = [
  // "the migration deadline end of January'2027"
  { id: 'gateway-root-migration', date: '2027-01-31', source: 'azure-root-migration', byNotification: true },
  // "support for SSTP Protocol will be retired on March 31, 2027"
  { id: 'sstp-retirement', date: '2027-03-31', source: 'azure-update-499923' },
];

export const DEADLINE_IDS: readonly DeadlineId[] = DEADLINES.map(({ id }) => id);

/** Days before a deadline at which its finding becomes a warning. */
const WARN_DAYS = 180;
const DAY_MS = 86_400_000;

/**
 * The table with the caller's dates.
 *
 * @throws P2sError `input` for an invalid date
 */
export function deadlinesWith(choice: DeadlineChoice = {}): readonly Deadline[] {
  return DEADLINES.flatMap((usual): Deadline[] => {
    const date = choice[usual.id];
    if (date === null) return [];
    if (date === undefined) return [usual];
    if (!isDate(date)) {
      throw new P2sError('input', say('This is not a date.'), {
        where: `options.deadlines.${usual.id}`,
        next: say('Give it as YYYY-MM-DD, or null to leave this deadline out.'),
      });
    }
    return [{ id: usual.id, date, source: 'caller' }];
  });
}

/**
 * A finding for each deadline: info at first, a warning from 180 days before, an error from the day itself. Without the
 * date of a notification, nobody knows whether it concerns the gateway: info.
 */
export function deadlineFindings(deadlines: readonly Deadline[], today: Date): Finding[] {
  return deadlines.map(({ id, date, source, byNotification }) => {
    const left = Date.parse(date) - today.getTime();
    const evidence = { date, daysLeft: Math.ceil(left / DAY_MS), source };
    const severity = byNotification === true ? 'info' : severityOf(left);
    return { code: id, severity, store: null, evidence };
  });
}

function severityOf(left: number): Severity {
  if (left <= 0) return 'error';
  return left <= WARN_DAYS * DAY_MS ? 'warning' : 'info';
}

/** Date.parse alone accepts 30 February as 2 March. */
function isDate(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
