// What was measured over time: the ratios of rows with an aim, as data and as plots.
import { judged } from './result.mjs';

/**
 * @typedef {object} Entry
 * @property {string} date YYYY-MM-DD
 * @property {string} machine Node and computer, in words
 * @property {Record<string, { ratio: number, aim: number }>} rows by the title of the part and the name
 */

/**
 * @param {readonly Entry[]} before
 * @param {readonly import('./result.mjs').Part[]} parts
 * @param {{ date: string, machine: string }} where
 * @returns {Entry[]} with the rows of these parts as the newest entry; none of a part that was left out
 */
export function withEntry(before, parts, { date, machine }) {
  const rows = {};
  for (const { title, rows: measured } of parts)
    for (const { name, runs, ratio, aim } of measured.map(judged))
      if (runs > 0 && ratio !== undefined && aim !== undefined)
        rows[`${title}: ${name}`] = { ratio: Number(ratio.toFixed(2)), aim };
  return Object.keys(rows).length === 0 ? [...before] : [...before, { date, machine, rows }];
}

/**
 * @param {readonly Entry[]} history oldest first
 * @returns {string} for each row that was measured at least twice, a plot in Mermaid's notation of its ratio and its
 *   newest aim; '' for none
 */
export function plots(history) {
  const names = new Set(history.flatMap(({ rows }) => Object.keys(rows)));
  const drawn = [...names].map((name) => plot(name, history)).filter((text) => text !== '');
  return drawn.join('\n');
}

function plot(name, history) {
  const points = history.filter(({ rows }) => Object.hasOwn(rows, name));
  if (points.length < 2) return '';
  const ratios = points.map(({ rows }) => rows[name].ratio);
  const { aim } = points.at(-1).rows[name];
  const top = Math.ceil(Math.max(aim, ...ratios) * 1.1 * 10) / 10;
  return [
    `${name}. Ratio to its baseline, and the aim (${aim}).`,
    '',
    '```mermaid',
    'xychart-beta',
    `  x-axis [${points.map(({ date }) => `"${date}"`).join(', ')}]`,
    `  y-axis "ratio" 0 --> ${top}`,
    `  line [${ratios.join(', ')}]`,
    `  line [${ratios.map(() => aim).join(', ')}]`,
    '```',
    '',
  ].join('\n');
}
