// The results of a run as sections of contributing/benchmarks.md; sections of other measurements stay as they are.
import { cpus, totalmem } from 'node:os';
import { plots } from './history.mjs';
import { judged } from './result.mjs';

const ABOUT = `# Benchmarks

\`npm run bench\` measures; \`npm run bench -- --page contributing/benchmarks.md\` writes the results into this page, and their
ratios into \`scripts/bench/results/history.json\`; what was measured more than once is plotted at the end. Compared
programs run alternately in the same run. Times are medians in milliseconds, with quartiles in parentheses. Aims are
reported as met or not met and never asserted, so a busy computer does not break a build. On Linux,
\`chrt -f 10 npm run bench\` (root) gives it priority.
`;

const HISTORY = 'History';

/**
 * @param {readonly import('./result.mjs').Part[]} parts
 * @param {{ command: string, date: string, before: string, history: readonly import('./history.mjs').Entry[] }} options
 *   `command`: what was run; `date`: YYYY-MM-DD; `before`: the page as it was, or ''
 * @returns {string} Markdown: each part replaces the section with its title, or comes last
 */
export function page(parts, { command, date, before, history }) {
  const sections = sectionsOf(before);
  sections.delete(HISTORY);
  for (const part of parts)
    sections.set(part.title, section(part, `\`${command}\` on ${date}; ${machine()}.`));
  const drawn = plots(history);
  if (drawn !== '') sections.set(HISTORY, `## ${HISTORY}\n\n${drawn}`);
  return [ABOUT, ...sections.values()].join('\n');
}

/** The sections of a page by title, in order. */
function sectionsOf(text) {
  const [, ...found] = text.split(/^## /m);
  return new Map(found.map((one) => [one.slice(0, one.indexOf('\n')), `## ${one.trimEnd()}\n`]));
}

/** This computer in a few words. */
export function machine() {
  const [cpu] = cpus();
  return [
    `Node ${process.versions.node}`,
    `${process.platform} ${process.arch}`,
    `${cpus().length} x ${cpu?.model.trim() ?? 'processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
  ].join(', ');
}

function section(part, measured) {
  const lines = [`## ${part.title}`, ''];
  if (part.skipped !== undefined) return [...lines, `Left out: ${part.skipped}.`, ''].join('\n');
  if (part.baseline !== null) lines.push(`Baseline: ${part.baseline}.`);
  lines.push(measured, '');
  lines.push('| what | runs | ms | baseline | ratio | aim |', '| --- | --- | --- | --- | --- | --- |');
  for (const row of [...part.rows, ...part.besides].map(judged)) lines.push(line(row));
  if ((part.notes ?? []).length > 0) lines.push('', ...part.notes.map((note) => `* ${note}`));
  return [...lines, ''].join('\n');
}

function line({ name, runs, median, q1, q3, baseline, ratio, aim, met }) {
  const what = name.trim().replaceAll('|', '\\|');
  const cells =
    runs === 0
      ? ['0', 'did not succeed once', '', '', '']
      : [
          String(runs),
          `${Math.round(median)} (${Math.round(q1)}-${Math.round(q3)})`,
          baseline === undefined ? '' : String(Math.round(baseline)),
          ratio === undefined ? '' : ratio.toFixed(2),
          aim === undefined ? '' : `${aim}: ${met ? 'met' : '**not met**'}`,
        ];
  return `| ${[what, ...cells].join(' | ')} |`.replaceAll(/ {2,}/g, ' ');
}
