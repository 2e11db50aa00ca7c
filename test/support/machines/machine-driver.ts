import { connect } from 'node:net';
import { argv, exit } from 'node:process';
import { createInterface } from 'node:readline';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { StepOutcome, WriteStep } from '../../../src/machine/port.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { openThisWindows } from '../../../src/machine/this-machine.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import {
  fromNull,
  type MachineAnswer,
  type MachineCall,
  toNull,
  type WireOutcome,
  type WireStep,
} from './machine-wire.ts';

/** `PORT SCRIPTS`: this Windows answers the calls from a socket, one JSON line each. */
const [, , port = '', scriptsDir = ''] = argv;
serve(Number(port));

function serve(to: number): void {
  const { machine } = openThisWindows({ ...systemPorts(scriptsDir), executable: null });
  const socket = connect(to, '127.0.0.1');
  const say = (answer: MachineAnswer) => socket.write(`${JSON.stringify(answer)}\n`);

  async function answer({ id, call, steps = [], notify = false }: MachineCall): Promise<unknown> {
    switch (call) {
      case 'identity':
        return machine.identity();
      case 'observe':
        return serializeCapture(await machine.observe({ deadlineMs: 60_000 }));
      case 'effective':
        return machine.effective();
      case 'close':
        return machine.close();
      case 'write': {
        const onStep = (step: { id: string; status: StepOutcome['status'] }) =>
          say({ id, type: 'step', step });
        const report = await machine.write(steps.map(stepFromWire), { notify, onStep });
        return { ...report, outcomes: report.outcomes.map(outcomeToWire) };
      }
    }
  }

  createInterface({ input: socket }).on('line', async (line) => {
    const call = JSON.parse(line) as MachineCall;
    try {
      say({ id: call.id, type: 'result', result: (await answer(call)) ?? null });
    } catch (error) {
      const code = error instanceof P2sError ? error.code : 'internal';
      say({ id: call.id, type: 'error', code, message: String(error) });
    }
    if (call.call === 'close') socket.end(() => exit(0));
  });
}

function stepFromWire({ write, ...rest }: WireStep): WriteStep {
  return { ...rest, write: { ...write, expected: fromNull(write.expected), next: fromNull(write.next) } };
}

function outcomeToWire({ found, now, ...rest }: StepOutcome): WireOutcome {
  return { ...rest, found: toNull(found), now: toNull(now) };
}
