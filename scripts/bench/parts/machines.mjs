// Ten thousand recorded machines, audited one after the other by one process, like a fleet's exports: time and
// memory.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summary, timeProcess } from '../measure.mjs';

const MACHINES = 10_000;
/** A single audit takes a few milliseconds, so a hundred are timed together. */
const BLOCK = 100;
const SEED = 20_261_125;
const AIM = 1.2;
const CHILD = fileURLToPath(new URL('machines-child.mjs', import.meta.url));

/**
 * @param {{ cli: string, support: any }} options
 * @returns {Promise<import('../results/result.mjs').Part>}
 */
export async function benchMachines({ cli, support }) {
  const folder = await mkdtemp(join(tmpdir(), 'p2s-bench-'));
  try {
    const random = new support.Random(SEED);
    let bytes = 0;
    for (let i = 0; i < MACHINES; i += 1) {
      const content = support.randomMachine(random);
      bytes += content.length;
      await writeFile(join(folder, `${i}`), content);
    }
    const index = join(dirname(cli), 'index.js');
    const args = ['--expose-gc', CHILD, index, folder, String(MACHINES), String(BLOCK)];
    const { stdout } = await timeProcess({ file: process.execPath, args, deadlineMs: 900_000 });
    const { blocks, heap, rssPeak, exitCodes } = JSON.parse(stdout);
    const half = blocks.length / 2;
    const first = summary(blocks.slice(0, half));
    const second = summary(blocks.slice(half));
    const early = summary(blocks.slice(0, 1000 / BLOCK));
    const seconds = sum(blocks) / 1000;
    const growth = heap.at(-1).bytes - heap[0].bytes;
    const outcomes = Object.entries(exitCodes).map(([code, times]) => `${times} x ${code}`);
    return {
      title: `${MACHINES} recorded computers, audited from one process (${kib(bytes / MACHINES)} each)`,
      baseline: 'the first half, and the first 1000, of the same run',
      rows: [
        { name: `${BLOCK} computers, second half`, ...second, baseline: first.median, aim: AIM },
        { name: `${BLOCK} computers, all ${MACHINES}`, ...summary(blocks), baseline: early.median, aim: AIM },
      ],
      besides: [{ name: `${BLOCK} computers, first half`, ...first }],
      notes: [
        `${seconds.toFixed(1)} s in all, ${((seconds * 1000) / MACHINES).toFixed(2)} ms per computer; exit codes: ${outcomes.join(', ')}`,
        `heap after collection: ${heap.map(({ after, bytes: used }) => `${kib(used)} after ${after}`).join(', ')}`,
        `that is ${(growth / (MACHINES - heap[0].after)).toFixed(1)} bytes per computer; at most ${kib(rssPeak)} resident`,
      ],
      memory: { heap, rssPeak },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const kib = (bytes) => `${Math.round(bytes / 1024)} KiB`;
