import { runCommand } from '../cli/run-command.ts';
import type { RunEvent } from '../core/model/events.ts';
import { Pseudonyms } from '../core/redact/pseudonyms.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import type { ReportDocument } from '../report/model/document.ts';
import { redactEvents } from '../report/model/redact-events.ts';
import { EMPTY_RECORD, foldRecord } from '../report/model/run-record.ts';
import type { Language } from '../report/text/language.ts';
import { textsIn } from '../report/text/texts.ts';
import { reportHtml } from '../report/views/page/html.ts';
import { reportMarkdown } from '../report/views/page/markdown.ts';
import { memoryFiles } from './memory-files.ts';
import type { PageFile } from './recognise.ts';
import {
  argvOf,
  followUpsOf,
  invocationOf,
  type PageOptions,
  type PageRun,
  placed,
  runsFor,
} from './runs.ts';

export interface Question {
  files: readonly PageFile[];
  /** Pasted. */
  text: string;
  options: PageOptions;
  language: Language;
  /** Names are replaced by pseudonyms in what is shown and can be saved. */
  redact: boolean;
}

/** A file to save. */
export interface Download {
  name: string;
  bytes: Uint8Array;
}

/** What one run found. */
export interface Answer {
  argv: readonly string[];
  document: ReportDocument;
  html: string;
  downloads: readonly Download[];
}

export interface Circumstances {
  /** Told before each run. */
  onRun: (done: number, of: number) => void;
  /** PowerShell scripts by their paths, as the ports name them. */
  scripts: Readonly<Record<string, Uint8Array>>;
}

const REPAIR = '/p2s-fix-repair';

/**
 * What p2s-fix says of these files. One that it cannot take is told in the answer of its run; a computer in several files
 * that contradict each other is several computers.
 */
export async function answersTo(
  question: Question,
  ports: Ports,
  { onRun, scripts }: Circumstances,
): Promise<Answer[]> {
  memoryFiles.clear();
  for (const [path, bytes] of Object.entries(scripts)) memoryFiles.put(path, bytes, new Date(0));
  const files = placed(question.files);
  for (const { path, bytes, modifiedAt } of files) memoryFiles.put(path, bytes, new Date(modifiedAt));
  const runs = runsFor(files, question.text, question.options);
  const answers: Answer[] = [];
  for (const [at, run] of runs.entries()) {
    onRun(at, runs.length);
    answers.push(await answerOf(run, question, ports));
  }
  return answers;
}

async function answerOf(run: PageRun, question: Question, ports: Ports): Promise<Answer> {
  const events: RunEvent[] = [];
  const document = await carriedOut(run, ports, (event) => events.push(event));
  const { language, redact } = question;
  const told = redact ? redactEvents(events, new Pseudonyms(ports.random(32))) : events;
  const record = told.reduce(foldRecord, { ...EMPTY_RECORD, redacted: redact });
  const texts = await textsIn(language);
  const html = reportHtml(record, texts);
  const encoded = (text: string) => new TextEncoder().encode(text);
  return {
    argv: argvOf(run),
    document: redact ? record.document : document,
    html,
    downloads: [
      { name: 'p2s-fix-report.html', bytes: encoded(html) },
      { name: 'p2s-fix-report.md', bytes: encoded(reportMarkdown(record, texts)) },
      ...(run.words[0] === 'audit' ? await repairOf(run, document, ports) : []),
    ],
  };
}

/** The files that carry the plan out on the computer itself, where there is one. */
async function repairOf(run: PageRun, document: ReportDocument, ports: Ports): Promise<Download[]> {
  if ((document.plan?.changes.length ?? 0) === 0) return [];
  for (const { name } of memoryFiles.below(REPAIR)) await memoryFiles.remove(`${REPAIR}/${name}`);
  const options = [...run.options, ['out', REPAIR] as const];
  await carriedOut({ ...run, words: ['export', 'repair'], options }, ports, () => undefined);
  return memoryFiles.below(REPAIR);
}

async function carriedOut(
  run: PageRun,
  ports: Ports,
  onEvent: (event: RunEvent) => void,
): Promise<ReportDocument> {
  return runCommand(invocationOf(run), ports, { onEvent, followUps: followUpsOf(run) }, null);
}
