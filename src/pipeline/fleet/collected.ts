import * as z from 'zod';
import { OWNERS } from '../../core/causes/rule.ts';
import { isOutOfReach, isReachable } from '../../core/causes/verdicts.ts';
import { PACKAGES } from '../../core/export/intune-script.ts';
import { DEADLINE_IDS } from '../../core/findings/path/deadlines.ts';
import { type IntuneLine, machineOfIntuneLine } from '../../core/fleet/intune-line.ts';
import { failedMachine } from '../../core/fleet/judge.ts';
import { type Collected, MOVE_PART } from '../../core/fleet/last-words.ts';
import { type FleetCause, type FleetMachine, REPORTED_WITH_EVIDENCE } from '../../core/fleet/result.ts';
import { farthest } from '../../core/migration/answer.ts';
import { P2sError } from '../../core/model/errors.ts';
import { byGravity, type FindingCode, SEVERITIES } from '../../core/model/finding.ts';
import { withoutControls } from '../../core/model/neutralise.ts';
import { command, type Message, say } from '../../core/model/say.ts';
import { fleetMachine } from '../../core/schema/fleet.ts';
import { migration } from '../../core/schema/migration.ts';

const text = z.string().max(1000);
/** A package of `export intune`; any other text would appear in a sentence of the report. */
const pack = z.enum(PACKAGES);

const intuneLine = z.looseObject({
  p2sFix: z.literal(1).optional(),
  tool: z.literal('p2s-fix'),
  package: pack.nullable().default(null),
  packages: z.array(pack).max(2).default(['user', 'system']),
  machine: text.nullable().default(null),
  mode: text.nullable().default(null),
  state: text.nullable().default(null),
  verdict: text.nullable().default(null),
  why: text.nullable().default(null),
  changed: z.array(text).max(1000).default([]),
  stores: z
    .array(z.looseObject({ id: text, state: text }))
    .max(1000)
    .default([]),
});

const steps = z.array(z.looseObject({ owner: z.enum(OWNERS) })).max(100);

const document = z.looseObject({
  // A later major version may mean something else by a member.
  schemaVersion: z.string().regex(/^1\.\d+$/),
  tool: z.looseObject({ name: z.literal('p2s-fix') }),
  mode: text,
  durationMs: z.number(),
  machine: z
    .looseObject({
      name: text.nullable(),
      os: z.looseObject({ version: text.nullable(), build: z.int().nullable() }),
      vpnUser: z.looseObject({ name: text.nullable(), sid: text.nullable() }).nullable(),
    })
    .nullable(),
  findings: z
    .array(
      z.looseObject({
        code: text,
        severity: z.enum(SEVERITIES),
        store: text.nullable(),
        evidence: z.record(z.string(), z.unknown()).optional().catch(undefined),
      }),
    )
    .max(10_000),
  verdicts: z
    .array(z.looseObject({ stores: text, verdict: text, cause: text.default(''), steps: steps.catch([]) }))
    .max(100_000),
  plan: z
    .looseObject({ changes: z.array(z.looseObject({ store: text, action: text })).max(10_000) })
    .nullable(),
  result: z
    .looseObject({ changed: z.array(text), backup: text.nullable(), rolledBack: z.boolean() })
    .nullable(),
  error: z
    .looseObject({ code: text, message: text, where: text.nullable(), next: text.nullable() })
    .optional(),
  migration: z.array(migration).max(10_000).default([]),
  schedule: z.looseObject({ action: text }).optional(),
  fleet: z.looseObject({ machines: z.array(fleetMachine).max(1_000_000) }).optional(),
  exitCode: z.int(),
});

/** The members by which a document of any version can be recognized. */
const laterDocument = z.looseObject({
  schemaVersion: z.string().regex(/^\d{1,9}\.\d{1,9}$/),
  tool: z.looseObject({ name: z.literal('p2s-fix') }),
  machine: z
    .looseObject({ name: text.nullable().catch(null) })
    .nullable()
    .catch(null),
});

const machineEvent = z.looseObject({ type: z.literal('fleet-machine'), machine: fleetMachine });

/**
 * Computers from one JSON value: a document of `--json` (one computer or a fleet), a line of `--ndjson`, or the
 * output line of an Intune script. `null` for anything else. Text from outside is neutralised.
 */
export function machinesOfJson(value: unknown, computer: string): Collected[] | null {
  const line = wordOfLine(value, computer);
  if (line !== null) return [line];
  const whole = document.safeParse(value);
  if (whole.success) {
    const { fleet } = whole.data;
    if (fleet !== undefined) return wholly(fleet.machines.map(cleaned));
    return [wordOfDocument(whole.data, computer)];
  }
  const later = laterDocument.safeParse(value);
  if (later.success && Number.parseInt(later.data.schemaVersion, 10) > 1)
    return [ofLaterVersion(later.data, computer)];
  const event = machineEvent.safeParse(value);
  return event.success ? wholly([cleaned(event.data.machine)]) : null;
}

/** Its result is unknown here, which is no all-clear. */
function ofLaterVersion(
  { schemaVersion, machine }: z.infer<typeof laterDocument>,
  computer: string,
): Collected {
  const message = say('The result is of a later version of p2s-fix (schema {schemaVersion}).', {
    schemaVersion,
  });
  return refused(machine?.name ?? null, computer, message, say('Update p2s-fix on this computer.'));
}

function refused(given: string | null, computer: string, message: Message, next: Message): Collected {
  const name = given === null ? null : withoutControls(given, 1000);
  const error = new P2sError('input', message, { where: name ?? computer, next });
  const label = { computer: name ?? computer, transport: 'file' as const, durationMs: 0 };
  return { machine: failedMachine(label, error), part: null, of: [], unnamed: name === null };
}

/** The commands that judge the whole computer. */
const JUDGING = ['audit', 'plan', 'apply'];
const DATES: readonly string[] = DEADLINE_IDS;

/** The causes of a document without an error or a problem. */
const NO_PROBLEM: readonly string[] = ['aligned', 'changed', 'drift'];

/**
 * `verify` and `migrate` judge the path only, so their results stay beside that of an audit. A document that judges
 * neither, such as that of `capture` or `rollback`, counts only by its problem, and replaces no other.
 */
function wordOfDocument(whole: z.infer<typeof document>, computer: string): Collected {
  const { mode, schedule, verdicts } = whole;
  const machine = machineOfDocument(whole, computer);
  const word = { machine, part: null, of: [], unnamed: machine.name === null };
  if (JUDGING.includes(mode) || (mode === 'schedule' && schedule?.action === 'run')) return word;
  if (mode === 'migrate') return { ...word, part: MOVE_PART };
  const current = verdicts.filter(({ stores }) => stores === 'current');
  if (mode === 'verify' && current.length > 0) {
    const works = machine.cause === 'aligned' && current.every(isReachable);
    if (works) return { ...word, machine: { ...machine, cause: 'reachable' }, part: mode };
    if (!NO_PROBLEM.includes(machine.cause)) return { ...word, part: mode };
  }
  if (!NO_PROBLEM.includes(machine.cause)) return { ...word, judges: false };
  const message = say(
    'The result of p2s-fix {mode} does not show whether the proxy settings are as desired.',
    { mode: withoutControls(mode, 40) },
  );
  const next = say('Add the result of {audit}, or the file that {capture} wrote.', {
    audit: command('audit'),
    capture: command('capture'),
  });
  return { ...refused(whole.machine?.name ?? null, computer, message, next), judges: false };
}

/** A line without a package name is kept beside the known packages and replaces none of them. */
const NO_PACKAGE = 'line';

/** The output line of an Intune script; `null` for anything else. Its user may have written it. */
export function wordOfLine(value: unknown, computer: string): Collected | null {
  const line = intuneLine.safeParse(value);
  if (!line.success) return null;
  const checked = bounded(line.data, MAX_DEPTH) as typeof line.data;
  const machine = machineOfIntuneLine(checked as IntuneLine, computer);
  const { package: part, packages } = checked;
  const unnamed = machine.name === null;
  return part === null
    ? { machine, part: NO_PACKAGE, of: [], unnamed }
    : { machine, part, of: packages, unnamed };
}

/** Of `fleet rollback` and `fleet confirm`: these say nothing about the settings. */
const JUDGES_NOTHING: readonly string[] = ['unchanged', 'confirmed'];

function wholly(machines: readonly FleetMachine[]): Collected[] {
  return machines.map((machine) => {
    const word = { machine, part: machine.migrations.length > 0 ? MOVE_PART : null, of: [] };
    return JUDGES_NOTHING.includes(machine.cause) ? { ...word, judges: false } : word;
  });
}

/**
 * Computers from lines of JSON. The last document of a fleet run repeats the results of the lines before it, so
 * each name counts once: the caller keeps the last.
 */
export function machinesOfLines(content: string, computer: string): Collected[] {
  return content.split('\n').flatMap((line) => {
    const value = line.trimStart().startsWith('{') ? parsed(line) : undefined;
    return value === undefined ? [] : (machinesOfJson(value, computer) ?? []);
  });
}

function machineOfDocument(
  {
    mode,
    machine,
    findings,
    verdicts,
    plan,
    result,
    error,
    exitCode,
    durationMs,
    migration: moves,
  }: z.infer<typeof document>,
  computer: string,
): FleetMachine {
  const name = machine?.name ?? null;
  const failing = verdicts.find((verdict) => verdict.stores === 'current' && isOutOfReach(verdict));
  const found = findings
    .map(({ code, severity, store, evidence }) => {
      // As in fleetFinding: keeps evidence that the code does not include.
      const isReported = REPORTED_WITH_EVIDENCE.includes(code) && evidence !== undefined;
      return { code: code as FindingCode, severity, store, ...(isReported ? { evidence } : {}) };
    })
    .sort(byGravity);
  // A date of Azure does not explain what is wrong now.
  const wrong = exitCode === 0 ? undefined : found.find(({ code }) => !DATES.includes(code));
  const worst = wrong ?? found[0];
  const isWrong = exitCode !== 0 || (worst !== undefined && worst.severity !== 'info');
  const isUnseen = found.some(({ code, severity }) => code === 'store-unseen' && severity === 'error');
  const changed = result !== null && result.changed.length > 0 && exitCode === 0;
  const cause =
    (isUnseen ? 'not-judged' : null) ??
    error?.code ??
    (mode === 'migrate' ? farthest(moves.map(({ answer }) => answer)) : null) ??
    (changed ? 'changed' : isWrong ? (failing?.verdict ?? worst?.code ?? 'drift') : 'aligned');
  return cleaned({
    computer: name ?? computer,
    transport: 'file',
    // Also a word of another version.
    cause: cause as FleetCause,
    exitCode,
    name,
    os: machine === null ? null : { version: machine.os.version, build: machine.os.build },
    user: machine?.vpnUser ?? null,
    proxy: null,
    findings: found,
    migrations: moves,
    ...(failing !== undefined && failing.steps.length > 0 && cause === failing.verdict
      ? { path: { code: failing.cause, owners: [...new Set(failing.steps.map(({ owner }) => owner))] } }
      : {}),
    changes: plan?.changes.map(({ store, action }) => ({ store, action })) ?? [],
    ...followedIn(findings),
    result,
    error: error ?? null,
    again: false,
    durationMs,
  });
}

/** The user's setting that a document's plan follows. */
function followedIn(findings: z.infer<typeof document>['findings']): { follows?: string[] } {
  const wide = findings.find(({ code }) => code === 'user-setting-machine-wide');
  const servers = z.array(z.string()).safeParse(wide?.evidence?.servers);
  return servers.success ? { follows: servers.data } : {};
}

/** No result of p2s-fix is deeper. Deeper parts, from a later version or a hostile file, are dropped. */
const MAX_DEPTH = 32;

/**
 * A computer that was read from a file: texts without terminal control characters. The schema has dropped the sentences
 * of its error, because the file's author controls those templates; the report uses the plain message.
 */
function cleaned(machine: z.infer<typeof fleetMachine>): FleetMachine {
  return bounded(machine, MAX_DEPTH) as FleetMachine;
}

function bounded(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return withoutControls(value, 1000);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((one) => bounded(one, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [withoutControls(name, 1000), bounded(one, depth - 1)]),
  );
}

/** `undefined`: not JSON. */
export function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
