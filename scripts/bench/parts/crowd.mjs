// Two hundred gateways, of which fifty do not reply: this takes one deadline and a bounded number of sockets. Then
// a thousand rounds with a few gateways, to measure leaks.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summary, timeProcess } from '../measure.mjs';

const CHILD = fileURLToPath(new URL('crowd-child.mjs', import.meta.url));
const AIM = 1.2;
const [GATEWAYS, MUTE, DEADLINE_MS] = [200, 50, 5000];
const [ROUNDS, ROUND_DEADLINE_MS] = [1000, 100];
/** Each run takes a deadline. */
const MOST_RUNS = 5;

/**
 * @param {{ cli: string, support: any, runs: number }} options
 * @returns {Promise<import('../results/result.mjs').Part>}
 */
export async function benchCrowd({ cli, support, runs }) {
  const closing = [];
  const keep = (started) => {
    closing.push(started);
    return started;
  };
  try {
    const hosts = support.manyAddresses(GATEWAYS);
    const ca = await support.createCa();
    const lists = keep(
      await support.startCrlServer({ resources: { '/ca.crl': { body: await ca.crl('root') } } }),
    );
    const crlUrls = [`http://${lists.host}:${lists.port}/ca.crl`];
    const leaf = await ca.issue({ names: ['gateway.contoso.example'], ips: hosts, issuer: 'root', crlUrls });
    const gateway = keep(await support.startGateway({ key: leaf.key, cert: leaf.cert, host: '0.0.0.0' }));
    const mute = keep(await support.startCrowd());
    const at = ({ port }, some) => some.map((host) => ({ host, port, source: 'option' }));
    const child = async (plan) => {
      const args = ['--expose-gc', CHILD, join(dirname(cli), 'index.js')];
      const input = JSON.stringify({ ...plan, ca: ca.root.pem });
      const { stdout } = await timeProcess({ file: process.execPath, args, input, deadlineMs: 900_000 });
      return JSON.parse(stdout);
    };

    const many = [...at(mute, hosts.slice(0, MUTE)), ...at(gateway, hosts.slice(MUTE))];
    const once = await child({
      gateways: many,
      deadlineMs: DEADLINE_MS,
      rounds: Math.min(runs, MOST_RUNS),
    });
    const sockets = mute.mostOpen;
    const few = [...at(mute, hosts.slice(0, 2)), ...at(gateway, hosts.slice(2, 7))];
    few.push({ host: '127.0.0.1', port: await support.freePort(), source: 'option' });
    const rounds = await child({ gateways: few, deadlineMs: ROUND_DEADLINE_MS, rounds: ROUNDS });
    const half = ROUNDS / 2;
    return {
      title: `${GATEWAYS} gateways of which ${MUTE} do not reply, and ${ROUNDS} rounds with ${few.length}`,
      baseline: 'one deadline; for the rounds the first half of them',
      rows: [
        {
          name: `${GATEWAYS} gateways, --deadline ${DEADLINE_MS / 1000}`,
          ...summary(once.times),
          baseline: DEADLINE_MS,
          aim: AIM,
        },
        {
          name: `a round with ${few.length} gateways, second half`,
          ...summary(rounds.times.slice(half)),
          baseline: summary(rounds.times.slice(0, half)).median,
          aim: AIM,
        },
      ],
      besides: [],
      notes: [
        `verdicts on the ${GATEWAYS}: ${counted(once.verdicts)}; on the rounds: ${counted(rounds.verdicts)}`,
        lateness(rounds.stood, 5),
        `open connections to gateways without a reply: ${sockets}; after the last round: ${once.open} and ${rounds.open} sockets`,
        `heap after collection: ${rounds.heap.map(heapText).join(', ')}`,
        `resident at most: ${kib(once.rssPeak)} with ${GATEWAYS}, ${kib(rounds.rssPeak)} over the rounds`,
      ],
      memory: { heap: rounds.heap, rssPeak: { many: once.rssPeak, rounds: rounds.rssPeak } },
    };
  } finally {
    for (const one of closing.reverse()) await one.close();
  }
}

/** The rounds that missed a working gateway, and how long the process was blocked in them and in the others. */
function lateness(stood, working) {
  const late = stood.filter(({ reached }) => reached < working);
  const missed = late.reduce((sum, { reached }) => sum + working - reached, 0);
  const all = `${stood.length * working} answers of gateways that work`;
  const pauses = (some) => some.map(({ pauseMs }) => pauseMs).sort((a, b) => a - b);
  const others = pauses(stood.filter((one) => !late.includes(one)));
  const usual = `${others[Math.floor(others.length / 2)]} ms in half of the other rounds`;
  if (missed === 0)
    return `none of ${all} came after the ${ROUND_DEADLINE_MS} ms of a round; longest pause: ${usual}`;
  return (
    `${missed} of ${all} came after the ${ROUND_DEADLINE_MS} ms of a round, in ${late.length} rounds in which the checking ` +
    `process stood still for up to ${pauses(late).at(-1)} ms at once (at most ${usual}): it and the gateways share this machine`
  );
}

const heapText = ({ after, bytes, code }) => `${kib(bytes)} after ${after}, ${kib(code)} of it machine code`;
const counted = (verdicts) =>
  Object.entries(verdicts)
    .map(([verdict, times]) => `${times} x ${verdict}`)
    .join(', ');
const kib = (bytes) => `${Math.round(bytes / 1024)} KiB`;
