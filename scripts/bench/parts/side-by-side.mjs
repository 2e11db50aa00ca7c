// A whole verify costs what its slowest check costs, not the sum: gateways over routes with different delays, and
// revocation lists from a slow server.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurns, timeProcess } from '../measure.mjs';

const AIM = 1.2;
const ROUND_TRIPS_MS = [20, 40, 60, 80, 100];
/** Of the revocation server. */
const LIST_ROUND_TRIP_MS = 150;

/**
 * @param {{ cli: string, support: any, runs: number }} options
 * @returns {Promise<import('../results/result.mjs').Part>}
 */
export async function benchSideBySide({ cli, support, runs }) {
  const closing = [];
  const keep = async (promise) => {
    const started = await promise;
    closing.push(() => started.close());
    return started;
  };
  const folder = await mkdtemp(join(tmpdir(), 'p2s-bench-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  try {
    const ca = await support.createCa();
    const bodies = { '/1.crl': ca.crl('root'), '/2.crl': ca.crl('root'), '/3.crl': ca.crl('root') };
    const resources = {};
    for (const [path, body] of Object.entries(bodies)) resources[path] = { body: await body };
    const lists = await keep(support.startCrlServer({ resources }));
    const far = await keep(support.startRelay({ target: lists, delayMs: LIST_ROUND_TRIP_MS / 2 }));
    const crlUrls = Object.keys(resources).map((path) => `http://${far.host}:${far.port}${path}`);
    const leaf = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'], issuer: 'root', crlUrls });
    const gateway = await keep(support.startGateway({ key: leaf.key, cert: leaf.cert }));
    const relays = [];
    for (const ms of ROUND_TRIPS_MS)
      relays.push(await keep(support.startRelay({ target: gateway, delayMs: ms / 2 })));
    await writeFile(join(folder, 'ca.pem'), ca.root.pem);
    const verify = async (some) => {
      const gateways = some.map(({ host, port }) => `${host}:${port}`);
      const args = [cli, 'verify', ...gateways, '--ca', join(folder, 'ca.pem'), '--json'];
      return (await timeProcess({ file: process.execPath, args })).ms;
    };
    const slowest = relays.slice(-1);
    const times = await inTurns(runs, { all: () => verify(relays), one: () => verify(slowest) });
    const count = ROUND_TRIPS_MS.length;
    return {
      title: `verify of ${count} gateways over ${ROUND_TRIPS_MS.join(', ')} ms, each with ${crlUrls.length} lists over ${LIST_ROUND_TRIP_MS} ms`,
      baseline: `verify of the gateway over ${ROUND_TRIPS_MS.at(-1)} ms alone`,
      rows: [
        { name: `p2s-fix verify, ${count} gateways`, ...times.all, baseline: times.one.median, aim: AIM },
      ],
      besides: [{ name: 'p2s-fix verify, the slowest alone', ...times.one }],
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
