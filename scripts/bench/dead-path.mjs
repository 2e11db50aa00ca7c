// Seconds to the right verdict where the path is dead. Nothing to compare with: what counts is how long a user waits.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurns, timeProcess } from './measure.mjs';

const UNREACHABLE = 7;
const DEADLINE_SECONDS = 3;
/** They take seconds. */
const MOST_RUNS = 5;

/**
 * @param {{ cli: string, support: any, runs: number }} options
 * @returns {Promise<import('./result.mjs').Part>}
 */
export async function benchDeadPath({ cli, support, runs }) {
  const folder = await mkdtemp(join(tmpdir(), 'p2s-bench-'));
  const ca = await support.createCa();
  const stranger = await ca.issue({ names: ['another.contoso.example'] });
  const gateway = await support.startGateway({ key: stranger.key, cert: stranger.cert });
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  try {
    await once(silent, 'listening');
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, ca.root.pem);
    const refused = `127.0.0.1:${await support.freePort()}`;
    const hung = `127.0.0.1:${silent.address().port}`;
    const cases = [
      { name: 'refused', args: [refused], verdict: 'gateway-unreachable' },
      {
        name: `silent, --deadline ${DEADLINE_SECONDS}`,
        args: [hung, '--deadline', String(DEADLINE_SECONDS)],
        verdict: 'timeout',
      },
      { name: 'name that nobody knows', args: ['gateway.invalid'], verdict: 'dns-failed' },
      {
        name: 'certificate of another name',
        args: [`127.0.0.1:${gateway.port}`, '--ca', caFile],
        verdict: 'certificate-invalid',
      },
    ];
    const verdicts = {};
    const subjects = cases.map(({ name, args }) => [
      name,
      async () => {
        const all = [cli, 'verify', ...args, '--json'];
        const { ms, stdout } = await timeProcess({
          file: process.execPath,
          args: all,
          exitCodes: [UNREACHABLE],
        });
        verdicts[name] = JSON.parse(stdout).verdicts[0]?.verdict;
        return ms;
      },
    ]);
    const times = await inTurns(Math.min(runs, MOST_RUNS), Object.fromEntries(subjects));
    const besides = cases.map(({ name, verdict: right }) => {
      const verdict = verdicts[name];
      const shown = verdict === right ? verdict : `${verdict}, WRONG: should be ${right}`;
      return { name: `${name}: ${shown}`, ...times[name], verdict, right };
    });
    return { title: 'To the verdict on a dead path', baseline: null, rows: [], besides };
  } finally {
    silent.close();
    await gateway.close();
    await rm(folder, { recursive: true, force: true });
  }
}
