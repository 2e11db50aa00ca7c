// `p2s-fix --version`, compared with a bare Node that does nothing.
import { inTurns, timeProcess } from '../measure.mjs';

const AIM = 1.5;

/** @param {{ cli: string, runs: number }} options @returns {Promise<import('../results/result.mjs').Part>} */
export async function benchStartUp({ cli, runs }) {
  const node = (...args) => timeProcess({ file: process.execPath, args }).then(({ ms }) => ms);
  const times = await inTurns(runs, {
    subject: () => node(cli, '--version'),
    bare: () => node('-e', '0'),
  });
  return {
    title: 'Start of the program',
    baseline: 'node -e 0',
    rows: [{ name: 'p2s-fix --version', ...times.subject, baseline: times.bare.median, aim: AIM }],
    besides: [{ name: 'node -e 0', ...times.bare }],
  };
}
