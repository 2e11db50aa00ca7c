// The measurements, as a table for people and as JSON for programs. Times are milliseconds.

/**
 * @typedef {import('../measure.mjs').Sample & { name: string, baseline?: number, aim?: number }} Row
 * @typedef {object} Part
 * @property {string} title
 * @property {string | null} baseline what `baseline` of the rows is
 * @property {Row[]} rows with an aim
 * @property {Row[]} besides measured in the same run, without an aim
 * @property {string[]} [notes]
 * @property {object} [memory] in bytes
 * @property {string} [skipped] why nothing was measured
 */

/** @param {Part} part @returns {string} */
export function table(part) {
  const lines = [part.title];
  if (part.skipped !== undefined) return [...lines, `  left out: ${part.skipped}`, ''].join('\n');
  if (part.baseline !== null) lines.push(`  baseline: ${part.baseline}`);
  const rows = [...part.rows, ...part.besides];
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const row of rows) {
    const { name, runs, median, q1, q3, baseline, aim } = row;
    if (runs === 0) {
      lines.push(`  ${name.padEnd(width)}  did not succeed once`);
      continue;
    }
    const time = `${ms(median)}  (${Math.round(q1)}-${Math.round(q3)})`.padEnd(24);
    const compared = baseline === undefined ? '' : `baseline ${ms(baseline)}  ratio ${ratio(row).toFixed(2)}`;
    const judged = aim === undefined ? '' : `  aim ${aim}: ${met(row) ? 'met' : 'not met'}`;
    lines.push(
      `  ${name.padEnd(width)}  n ${String(runs).padStart(2)}  ${time}${compared}${judged}`.trimEnd(),
    );
  }
  for (const note of part.notes ?? []) lines.push(`  ${note}`);
  return [...lines, ''].join('\n');
}

/** @param {readonly Part[]} parts @returns {unknown} */
export function asJson(parts) {
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    unit: 'ms',
    parts: parts.map((part) => ({
      ...part,
      rows: part.rows.map(judged),
      besides: part.besides.map(judged),
    })),
  };
}

/** A row with its ratio to the baseline, and whether that meets the aim. */
export const judged = (row) => ({
  ...row,
  ...(row.baseline === undefined ? {} : { ratio: ratio(row) }),
  ...(row.aim === undefined ? {} : { met: met(row) }),
});

const ratio = ({ median, baseline }) => median / baseline;
const met = (row) => ratio(row) <= row.aim;
const ms = (value) => `${Math.round(value)} ms`.padStart(8);
