// The results of a run as docs/benchmarks.md.
import { cpus, totalmem } from 'node:os';
import { judged } from './result.mjs';

const ABOUT = `# Benchmarks

\`npm run bench\` measures; \`npm run bench -- --page docs/benchmarks.md\` writes this page. Compared programs run
alternately in the same run. Times are medians in milliseconds, with quartiles in parentheses. Aims are reported as met
or not met and never asserted, so a busy computer does not break a build. On Linux, \`chrt -f 10 npm run bench\` (root)
gives it priority.
`;

/**
 * @param {readonly import('./result.mjs').Part[]} parts
 * @param {string} command that this is the result of
 * @returns {string} Markdown
 */
export function page(parts, command) {
  const [cpu] = cpus();
  const machine = [
    `Node ${process.versions.node}`,
    `${process.platform} ${process.arch}`,
    `${cpus().length} x ${cpu?.model.trim() ?? 'processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
  ].join(', ');
  const head = `This page: \`${command}\` on ${new Date().toISOString().slice(0, 10)}; ${machine}.\n`;
  return [ABOUT, head, ...parts.map(section)].join('\n');
}

function section(part) {
  const lines = [`## ${part.title}`, ''];
  if (part.skipped !== undefined) return [...lines, `Left out: ${part.skipped}.`, ''].join('\n');
  if (part.baseline !== null) lines.push(`Baseline: ${part.baseline}.`, '');
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
