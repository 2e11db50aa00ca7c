// Seconds to the right verdict when the path is dead, beside the commands that an administrator would type
// instead. There is no baseline: what counts is the waiting time and the information at its end.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurns, timeProcess } from '../measure.mjs';
import { toolsByHand } from './by-hand.mjs';

const UNREACHABLE = 7;
const DEADLINE_SECONDS = 3;
/** Each run takes seconds. */
const MOST_RUNS = 5;
const UNKNOWN = 'gateway.invalid';

/**
 * @param {{ cli: string, support: any, runs: number }} options
 * @returns {Promise<import('../results/result.mjs').Part>}
 */
export async function benchDeadPath({ cli, support, runs }) {
  const closing = [];
  try {
    const cases = await setScene(support, closing);
    const { tools, notes } = await toolsByHand();
    const verdicts = {};
    const subjects = {};
    for (const { name, target, proxy, ca } of cases) {
      const options = [
        ...(proxy === undefined ? [] : ['--proxy', proxy]),
        ...(ca === undefined ? [] : ['--ca', ca]),
      ];
      subjects[name] = async () => {
        const args = [cli, 'verify', target, ...options, '--deadline', String(DEADLINE_SECONDS), '--json'];
        const { ms, stdout } = await timeProcess({ file: process.execPath, args, exitCodes: [UNREACHABLE] });
        const { verdict, stage } = JSON.parse(stdout).verdicts[0];
        verdicts[name] = `${verdict} (${stage})`;
        return ms;
      };
    }
    const times = await inTurns(Math.min(runs, MOST_RUNS), subjects);
    const besides = [];
    for (const { name, right, ...path } of cases) {
      const verdict = verdicts[name];
      const shown = verdict === right ? verdict : `${verdict}, WRONG: should be ${right}`;
      besides.push({ name: `${name}: p2s-fix: ${shown}`, ...times[name], verdict, right });
      for (const tool of tools) {
        const row = await tool(path);
        if (row !== null) besides.push({ ...row, name: `    ${row.name}` });
      }
    }
    const title = `Time to the verdict on a dead path (--deadline ${DEADLINE_SECONDS}), compared with curl`;
    return { title, baseline: null, rows: [], besides, notes };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** Every kind of dead path. Adds a closer for each server that it starts. */
async function setScene(support, closing) {
  const folder = await mkdtemp(join(tmpdir(), 'p2s-bench-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const ca = await support.createCa();
  const stranger = await ca.issue({ names: ['another.contoso.example'] });
  const gateway = await support.startGateway({ key: stranger.key, cert: stranger.cert });
  closing.push(() => gateway.close());
  const mute = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  closing.push(async () => mute.close());
  const blackHole = await support.startMutePort();
  closing.push(() => blackHole.close());
  await writeFile(join(folder, 'ca.pem'), ca.root.pem);
  const cases = [
    {
      name: 'refused',
      target: `127.0.0.1:${await support.freePort()}`,
      right: 'gateway-unreachable (tcp)',
    },
    { name: 'black hole', target: `${blackHole.host}:${blackHole.port}`, right: 'timeout (tcp)' },
    { name: 'TLS without a reply', target: `127.0.0.1:${mute.address().port}`, right: 'timeout (tls)' },
    { name: 'unknown name', target: `${UNKNOWN}:443`, right: 'dns-failed (dns)' },
    {
      name: 'certificate of another name',
      target: `127.0.0.1:${gateway.port}`,
      right: 'certificate-invalid (certificate)',
      ca: join(folder, 'ca.pem'),
    },
  ];
  const proxy = await support.startProxy({ hosts: {} });
  closing.push(() => proxy.close());
  cases.push({
    name: 'proxy that cannot resolve',
    target: `${UNKNOWN}:443`,
    proxy: `${proxy.host}:${proxy.port}`,
    right: 'gateway-unreachable (connect)',
  });
  return cases;
}
