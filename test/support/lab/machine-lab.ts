import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, P2sError } from '../../../src/core/model/errors.ts';
import { say } from '../../../src/core/model/say.ts';
import type {
  EffectiveProxy,
  Machine,
  MachineIdentity,
  WriteOptions,
  WriteReport,
} from '../../../src/machine/port.ts';
import { parseCapture } from '../../../src/machine/recorded/capture.ts';
import { tempFolder } from '../files.ts';
import {
  fromNull,
  type MachineAnswer,
  type MachineCall,
  toNull,
  type WireOutcome,
} from '../machines/machine-wire.ts';
import { bundleForNode } from '../programs/bundle.ts';
import type { Computer } from './lab.ts';

const SCRIPTS = fileURLToPath(new URL('../../../dist/ps1', import.meta.url));

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  onStep: WriteOptions['onStep'];
}

/**
 * The Windows of a lab computer as the program sees it: Node for Windows runs the local machine, and the calls go
 * over a socket. `close` ends it.
 */
export async function labMachine(computer: Computer): Promise<Machine> {
  const folder = await tempFolder();
  const driver = join(folder.path, 'driver.mjs');
  await bundleForNode(new URL('../machines/machine-driver.ts', import.meta.url), driver);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const ended = computer.node([computer.path(driver), String(port), computer.path(SCRIPTS)], {
    retry: false,
    deadlineMs: 170_000,
  });
  const [socket] = (await Promise.race([
    once(server, 'connection'),
    ended.then(({ exitCode, stderr }) => Promise.reject(new Error(`driver: ${exitCode} ${stderr}`))),
  ])) as [Socket];
  server.close();

  const waiting = new Map<number, Waiting>();
  createInterface({ input: socket }).on('line', (line) => {
    const answer = JSON.parse(line) as MachineAnswer;
    const call = waiting.get(answer.id);
    if (answer.type === 'step') call?.onStep?.(answer.step);
    else {
      waiting.delete(answer.id);
      if (answer.type === 'result') call?.resolve(answer.result);
      else
        call?.reject(new P2sError(answer.code as ErrorCode, say('{message}', { message: answer.message })));
    }
  });
  let count = 0;
  const ask = (call: Omit<MachineCall, 'id'>, onStep?: WriteOptions['onStep']) =>
    new Promise<unknown>((resolve, reject) => {
      const id = count++;
      waiting.set(id, { resolve, reject, onStep });
      socket.write(`${JSON.stringify({ ...call, id })}\n`);
    });

  return {
    kind: 'local',
    recording: null,
    folders: null,
    identity: async () => (await ask({ call: 'identity' })) as MachineIdentity,
    observe: async () => parseCapture(await ask({ call: 'observe' })),
    effective: async () => (await ask({ call: 'effective' })) as EffectiveProxy,
    fetchByWinHttp: () => Promise.reject(new Error('not over this wire')),
    checkChains: () => Promise.reject(new Error('not over this wire')),
    resolveProxies: () => Promise.reject(new Error('not over this wire')),
    listeners: () => Promise.reject(new Error('not over this wire')),
    evidence: () => Promise.reject(new Error('not over this wire')),
    async write(steps, { notify, onStep }) {
      const wire = steps.map((step) => {
        const { expected, next } = step.write;
        return { ...step, write: { ...step.write, expected: toNull(expected), next: toNull(next) } };
      });
      const report = (await ask({ call: 'write', steps: wire, notify }, onStep)) as {
        outcomes: WireOutcome[];
        notified: WriteReport['notified'];
      };
      const outcomes = report.outcomes.map((one) => ({
        ...one,
        found: fromNull(one.found),
        now: fromNull(one.now),
      }));
      return { ...report, outcomes };
    },
    async close() {
      await ask({ call: 'close' });
      await ended;
      await folder.remove();
    },
  };
}
