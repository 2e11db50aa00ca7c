// From the start of the process to the Call Connect Ack, over a relay with the delay of a route to a data centre.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOf, inTurns, summary, timeProcess } from '../measure.mjs';

/** The highest ratio to the floor, by milliseconds of a round trip. */
const AIMS = { 50: 1.15, 100: 1.08 };
/** The sequential round trips of TLS 1.3, HTTP and SSTP; TLS 1.2 and a proxy need one more each. */
const FLOOR = { 'direct, TLS 1.3': 3, 'direct, TLS 1.2': 4, 'squid, TLS 1.3': 4 };
const DEADLINE_MS = 20_000;
const HOST = 'gateway.contoso.example';
/**
 * A relay in user space cannot delay its client's TCP handshake, so only the delayed round trips count.
 * @param {{ cli: string, support: any, runs: number }} options
 * @returns {Promise<import('../results/result.mjs').Part[]>} one for each round-trip time
 */
export async function benchTunnel(options) {
  const parts = [];
  for (const roundTripMs of Object.keys(AIMS).map(Number)) parts.push(await tunnelOver(roundTripMs, options));
  return parts;
}

async function tunnelOver(roundTripMs, { cli, support, runs }) {
  const closing = [];
  const notes = [];
  try {
    const { routes, caFile, caPem } = await setScene(support, roundTripMs, closing, notes);
    const roundTrips = Object.fromEntries(routes.map(({ name }) => [name, []]));
    const subjects = {
      bare: () => timeProcess({ file: process.execPath, args: ['-e', '0'] }).then(({ ms }) => ms),
    };
    for (const { name, args, relay, sstpc } of routes) {
      subjects[name] = async () => {
        const ack = await timeToAck(cli, [...args, '--ca', caFile], relay);
        roundTrips[name].push(ack.roundTrips);
        return ack.ms;
      };
      if (sstpc === null) continue;
      // It crashes now and then: such a round does not count.
      subjects[`sstpc ${name}`] = async () =>
        (await support.runSstpc({ caPem, ...sstpc })).ackMs ?? Number.NaN;
    }
    const times = await inTurns(runs, subjects);
    const rows = routes.map(({ name }) => {
      const trips = summary(roundTrips[name]).median;
      const baseline = times.bare.median + trips * roundTripMs;
      return {
        name: `p2s-fix verify, ${name}, ${trips} round trips (floor ${FLOOR[name]}: ${trips <= FLOOR[name] ? 'met' : 'not met'})`,
        ...times[name],
        baseline,
        aim: AIMS[roundTripMs],
        trips,
      };
    });
    const besides = routes.flatMap(({ name, sstpc }, at) =>
      sstpc === null
        ? []
        : [{ name: `sstpc, ${name}`, ...times[`sstpc ${name}`], baseline: rows[at].baseline }],
    );
    besides.push({ name: 'node -e 0', ...times.bare });
    return {
      title: `Process start to Call Connect Ack, ${roundTripMs} ms round-trip time`,
      baseline: `node -e 0 + the round trips that the relay delayed x ${roundTripMs} ms (the TCP handshake is not delayed)`,
      rows,
      besides,
      notes,
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** The authority, the gateways, squid and a relay for each route. Adds a closer for each server that it starts. */
async function setScene(support, roundTripMs, closing, notes) {
  const keep = async (promise) => {
    const started = await promise;
    closing.push(() => started.close());
    return started;
  };
  const folder = await mkdtemp(join(tmpdir(), 'p2s-bench-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  // sstpc connects to port 443 only, so each server has its own address.
  const [relayAddress, gatewayAddress] = [support.ownAddress(), support.ownAddress()];
  const privileged = await support.mayListen(443, relayAddress);
  const port = privileged ? 443 : 0;
  const withSstpc = privileged && support.hasProgram(support.SSTPC);
  if (!withSstpc) notes.push('sstpc is left out: it is not installed, or port 443 may not be used');

  const ca = await support.createCa();
  const { key, cert } = await ca.issue({ names: [HOST], ips: [relayAddress, gatewayAddress, '127.0.0.1'] });
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, ca.root.pem);
  const gateway = await keep(support.startGateway({ key, cert, host: gatewayAddress, port }));
  const older = await keep(support.startGateway({ key, cert, maxVersion: 'TLSv1.2' }));
  const delayMs = roundTripMs / 2;
  const direct = async (name, target, listen) => {
    const relay = await keep(support.startRelay({ target, delayMs, listen }));
    const sstpc = withSstpc && listen.port === 443 ? { server: listen.host } : null;
    return { name, relay, args: [`${relay.host}:${relay.port}`], sstpc };
  };
  const routes = [
    await direct('direct, TLS 1.3', gateway, { host: relayAddress, port }),
    await direct('direct, TLS 1.2', older, { host: '127.0.0.1', port: 0 }),
  ];
  if (support.hasProgram(support.SQUID)) {
    const squid = await keep(support.startSquid({ hosts: { [HOST]: gatewayAddress } }));
    const relay = await keep(support.startRelay({ target: squid, delayMs }));
    const proxy = { host: relay.host, port: relay.port };
    const args = [`${HOST}:${gateway.port}`, '--proxy', `${proxy.host}:${proxy.port}`];
    routes.push({ name: 'squid, TLS 1.3', relay, args, sstpc: withSstpc ? { server: HOST, proxy } : null });
  } else notes.push('the route through squid is omitted: squid-openssl is not installed');
  return { routes, caFile, caPem: ca.root.pem };
}

/** The time until the `check` event of the Ack; what the process does afterwards does not count. */
async function timeToAck(cli, args, relay) {
  const started = performance.now();
  const child = spawn(process.execPath, [cli, 'verify', ...args, '--ndjson'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: DEADLINE_MS,
    killSignal: 'SIGKILL',
  });
  let text = '';
  let found = null;
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
    if (found !== null || !/"stage":"sstp"/.test(text)) return;
    const ms = performance.now() - started;
    const checks = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    const ack = checks.find(({ type, check }) => type === 'check' && check.stage === 'sstp');
    if (ack?.check.status === 'pass') found = { ms, roundTrips: relay.connections.at(-1).roundTrips };
  });
  await exitOf(child);
  if (found === null) throw new Error(`no Call Connect Ack: ${text.slice(-2000)}`);
  return found;
}
