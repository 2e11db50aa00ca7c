// Command lines that read nothing of a computer, compared with a bare Node that does nothing.
import { inTurns, timeProcess } from '../measure.mjs';

const COMMANDS = [
  { args: ['--version'], aim: 1.5 },
  { args: ['--help'], aim: 1.8 },
  { args: ['explain', '0x80092013'], aim: 1.5 },
];

/** @param {{ cli: string, runs: number }} options @returns {Promise<import('../results/result.mjs').Part>} */
export async function benchStartUp({ cli, runs }) {
  const node = (...args) => timeProcess({ file: process.execPath, args }).then(({ ms }) => ms);
  const nameOf = ({ args }) => `p2s-fix ${args.join(' ')}`;
  const { bare, ...times } = await inTurns(runs, {
    bare: () => node('-e', '0'),
    ...Object.fromEntries(COMMANDS.map((command) => [nameOf(command), () => node(cli, ...command.args)])),
  });
  return {
    title: 'Start of the program',
    baseline: 'node -e 0',
    rows: COMMANDS.map((command) => {
      const name = nameOf(command);
      return { name, ...times[name], baseline: bare.median, aim: command.aim };
    }),
    besides: [{ name: 'node -e 0', ...bare }],
  };
}
