import { zipSync } from 'fflate';
import { gatewayFindings } from '../core/findings/path/gateway.ts';
import { MAX_FILE_BYTES } from '../core/fleet/file-limit.ts';
import { P2sError } from '../core/model/errors.ts';
import type { Emit, RunEvent } from '../core/model/events.ts';
import { parseGatewayName } from '../core/model/gateway-name.ts';
import { clauses, command, say, withTexts } from '../core/model/say.ts';
import { commandLine } from '../core/options/command-line.ts';
import { followUpOptions } from '../core/options/follow-ups.ts';
import type { Call } from '../core/options/table.ts';
import { Pseudonyms } from '../core/redact/pseudonyms.ts';
import { runCall } from '../pipeline/calls/run-call.ts';
import { gatewaysOf, reportedGateways, verdictsUnprobed } from '../pipeline/inputs/gateways.ts';
import { knownFindings } from '../pipeline/inputs/known-findings.ts';
import { readProfiles } from '../pipeline/inputs/profile-files.ts';
import { parseTranscript } from '../pipeline/path/transcript-file.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { runMode } from '../pipeline/run/run.ts';
import type { ReportDocument } from '../report/model/document.ts';
import { documentOf } from '../report/model/document.ts';
import { EMPTY_RECORD, fold, recordOf } from '../report/model/record.ts';
import { redactEvents } from '../report/model/redact-events.ts';
import { gatewayLines } from '../report/text/gateways.ts';
import type { Language } from '../report/text/language.ts';
import { textsIn } from '../report/text/texts.ts';
import { reportHtml } from '../report/views/page/html/html.ts';
import { reportMarkdown } from '../report/views/page/markdown.ts';
import { memoryFiles } from './memory-files.ts';
import { pageShell } from './ports.ts';
import {
  asNamed,
  filesOf,
  type Kind,
  type PageFile,
  type PageOptions,
  type PageRun,
  type PlacedFile,
  placed,
  runsFor,
  withoutFile,
} from './runs.ts';

export interface Question {
  files: readonly PageFile[];
  /** Pasted text. */
  text: string;
  options: PageOptions;
  language: Language;
  /** Replaces names by pseudonyms in the reports and downloads. */
  redact: boolean;
}

/** A file to save. */
export interface Download {
  name: string;
  bytes: Uint8Array;
}

/** The result of one run. */
export interface Answer {
  argv: readonly string[];
  document: ReportDocument;
  html: string;
  reports: readonly Download[];
  /** What repairs the computer when run on it, first all of it in one archive; empty when nothing has to change. */
  repair: readonly Download[];
}

export interface Circumstances {
  /** Called once, before the first run, with the kind of each file. */
  onKinds: (kinds: readonly Kind[]) => void;
  /** Called before each run. */
  onRun: (done: number, of: number) => void;
  /** PowerShell scripts by their paths in the ports. */
  scripts: Readonly<Record<string, Uint8Array>>;
}

const REPAIR = '/p2s-fix-repair';

/** Runs p2s-fix on these files and this text. A file that cannot be read gets its own answer. */
export async function answersTo(
  question: Question,
  ports: Ports,
  { onKinds, onRun, scripts }: Circumstances,
): Promise<Answer[]> {
  memoryFiles.clear();
  for (const [path, bytes] of Object.entries(scripts)) memoryFiles.put(path, bytes, new Date(0));
  const files = placed(question.files);
  for (const { path, bytes, modifiedAt } of files) memoryFiles.put(path, bytes, new Date(modifiedAt));
  onKinds(files.map(({ kind }) => kind));
  const runs = runsFor(files, question.text, question.options);
  const answers: Answer[] = [];
  const refused = new Set<string>();
  for (const [at, run] of runs.entries()) {
    onRun(at, runs.length);
    const readable = [...refused].reduce((rest, path) => withoutFile(rest, path) ?? rest, run);
    answers.push(...(await answersOf(readable, files, refused, question, ports)));
  }
  return answers;
}

/** If a file cannot be read, repeats the run without it; its error comes last. Adds such files to `refused`. */
async function answersOf(
  run: PageRun,
  files: readonly PlacedFile[],
  refused: Set<string>,
  question: Question,
  ports: Ports,
): Promise<Answer[]> {
  const { answer, where } = await answerOf(run, question, ports);
  const bad = files.find(
    ({ path }) => where === path || where?.startsWith(`${path},`) || where?.startsWith(`${path}/`),
  );
  if (bad !== undefined) refused.add(bad.path);
  const rest = bad === undefined ? null : withoutFile(run, bad.path);
  return rest === null ? [answer] : [...(await answersOf(rest, files, refused, question, ports)), answer];
}

/** The answer, and the file of its error by its own name; `null` when there is no error. */
async function answerOf(
  run: PageRun,
  question: Question,
  ports: Ports,
): Promise<{ answer: Answer; where: string | null }> {
  const events: RunEvent[] = [];
  const document = await carriedOut(run, ports, (event) => events.push(event));
  const { language, redact } = question;
  const repair = await repairOf(run, document, language, ports);
  const others = repair.files.length === 0 ? events : events.filter(({ type }) => !STEPS.includes(type));
  const names = new Pseudonyms(ports.randomBytes(32));
  const reported = (all: readonly RunEvent[]) => (redact ? redactEvents(all, names, filesOf(run)) : all);
  const record = recordOf(reported([...others, ...repair.events]), redact);
  const texts = await textsIn(language);
  const html = reportHtml(record, texts);
  const shown = redact ? await documentOf(reported(events).reduce(fold, EMPTY_RECORD)) : document;
  const encoded = (text: string) => new TextEncoder().encode(text);
  const answer = {
    argv: argvOf(run),
    document: shown,
    html,
    reports: [
      { name: 'p2s-fix-report.html', bytes: encoded(html) },
      { name: 'p2s-fix-report.md', bytes: encoded(reportMarkdown(record, texts)) },
      { name: 'p2s-fix.json', bytes: encoded(`${JSON.stringify(shown, null, 2)}\n`) },
    ],
    repair: repair.files,
  };
  return { answer, where: document.error?.where ?? null };
}

/** What an apply does; a repair has its own. */
const STEPS: readonly RunEvent['type'][] = ['finding', 'needs'];

/** The files that carry out the plan on the computer, and the events with its steps; none without a plan. */
async function repairOf(run: PageRun, document: ReportDocument, language: Language, ports: Ports) {
  const { use, options } = run.call;
  const events: RunEvent[] = [];
  if (use !== 'audit' || (document.plan?.changes.length ?? 0) === 0) return { files: [], events };
  for (const { name } of memoryFiles.below(REPAIR)) await memoryFiles.remove(`${REPAIR}/${name}`);
  const call: Call = { use: 'export repair', options: { ...options, out: REPAIR, lang: language } };
  await runCall(call, ports, { onEvent: (event) => events.push(event) }, null);
  const files = memoryFiles.below(REPAIR);
  if (files.length === 0) return { files, events: [] };
  const packed = zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, Uint8Array.from(bytes)])));
  return {
    files: [{ name: 'repair.zip', bytes: packed }, ...files],
    events: events.filter(({ type }) => STEPS.includes(type)),
  };
}

/** The words of a run, with the user's own file names. */
function argvOf(run: PageRun): string[] {
  const call = asNamed(run);
  return [...(call.use === 'audit' ? ['audit'] : []), ...commandLine(call)];
}

function runOptions(run: PageRun, onEvent: (event: RunEvent) => void) {
  return { onEvent, followUps: followUpOptions(asNamed(run), pageShell()) };
}

/** Node's TLS judges the certificates of a gateway, so the page leaves a transcript with them to the command. */
async function ofTranscript(
  run: PageRun,
  ports: Ports,
  onEvent: (event: RunEvent) => void,
): Promise<ReportDocument> {
  const file = run.call.options.transcript ?? '';
  if (!(await hasCertificates(file))) return runCall(run.call, ports, runOptions(run, onEvent), null);
  const next = say('Run {command}.', { command: command('verify', { transcript: 'FILE' }) });
  const error = new P2sError('usage', say('This page does not judge the certificates of a gateway.'), {
    where: file,
    next,
  });
  return runMode('verify', ports, { onEvent }, () => Promise.reject(error));
}

/** `false` for a file that cannot be read: its run says why. */
async function hasCertificates(file: string): Promise<boolean> {
  try {
    const { gateways } = parseTranscript(await memoryFiles.read(file, MAX_FILE_BYTES), file);
    const connections = gateways.flatMap(({ tunnel }) => [tunnel, ...tunnel.further]);
    return connections.some(({ tls }) => (tls?.certificates.length ?? 0) > 0);
  } catch (error) {
    if (error instanceof P2sError) return false;
    throw error;
  }
}

async function carriedOut(
  run: PageRun,
  ports: Ports,
  onEvent: (event: RunEvent) => void,
): Promise<ReportDocument> {
  if (run.about === 'transcript') return ofTranscript(run, ports, onEvent);
  if (run.about === 'profile') {
    const { profile = [], gateway = [] } = run.call.options;
    return profilesAlone(profile, gateway, ports, onEvent);
  }
  return runCall(run.call, ports, runOptions(run, onEvent), null);
}

/** The gateways of profiles when no computer is known. Nothing is tested, so there is no verdict. */
function profilesAlone(
  files: readonly string[],
  named: readonly string[],
  ports: Ports,
  onEvent: Emit,
): Promise<ReportDocument> {
  return runMode('verify', ports, { onEvent }, async ({ emit, deadlines }) => {
    const gateways = named.map((name) => parseGatewayName(name, '--gateway'));
    const profiles = await readProfiles(files);
    const path = { gateways, profiles, deadlineMs: 0, extraRoots: [], probe: false };
    const known = await gatewaysOf(path, null, null);
    const reported = reportedGateways(known);
    emit({ type: 'gateways', gateways: reported });
    const verdicts = verdictsUnprobed(known);
    const today = ports.wallClock();
    const findings = [
      ...gatewayFindings(known.reported, today, deadlines, verdicts),
      ...knownFindings(known, verdicts, today, deadlines),
    ];
    for (const finding of findings) emit({ type: 'finding', finding });
    for (const verdict of verdicts) emit({ type: 'verdict', verdict });
    const says = withTexts(clauses(gatewayLines(reported)), (text) => text.replace(/^ \(\//, ' ('));
    throw new P2sError('not-judged', say('The profile alone: {says}. No route was tested.', { says }), {
      where: files.join(', '),
      next: say('Add the registry export of a computer, or paste its settings.'),
    });
  });
}
