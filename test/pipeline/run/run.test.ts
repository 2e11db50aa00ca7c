import { expect, it } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { say } from '../../../src/core/model/say.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { type RunContext, runMode } from '../../../src/pipeline/run/run.ts';
import { NOT_ENDED } from '../../../src/report/model/document.ts';

const FILE = { type: 'file-written', file: 'kept.json' } as const;
/** An event that no document can be made from. */
const broken = (text: string): RunEvent => {
  const event = { type: 'stores' };
  Object.defineProperty(event, 'stores', {
    get: () => {
      throw new TypeError(text);
    },
  });
  return event as unknown as RunEvent;
};

async function ran(body: (context: RunContext) => Promise<void>) {
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void events.push(event);
  const document = await runMode('audit', systemPorts('/none/'), { onEvent }, body);
  return { document, types: events.map(({ type }) => type), last: events.at(-1) };
}

it('the events of a run come in order, and the document has what they report', async () => {
  const { document, types, last } = await ran(async ({ emit, outcome }) => {
    emit(FILE);
    outcome('drift');
  });
  expect(types).toEqual(['started', 'file-written', 'finished']);
  expect(document).toMatchObject({ mode: 'audit', files: ['kept.json'], exitCode: 2 });
  expect(last).toMatchObject({ exitCode: 2, durationMs: document.durationMs });
  expect(document.summary).not.toBe(NOT_ENDED);
});

it('an event that cannot be reported does not hide the others: one internal error, exit code 1', async () => {
  const { document, types, last } = await ran(async ({ emit }) => {
    emit(broken('the first'));
    emit(broken('the second'));
    emit(FILE);
  });
  expect(types).toEqual(['started', 'stores', 'stores', 'file-written', 'error', 'finished']);
  expect(document.files).toEqual(['kept.json']);
  expect([document.error?.code, document.exitCode]).toEqual(['internal', 1]);
  expect(document.error?.message).toContain('the first');
  expect(last).toMatchObject({ exitCode: 1 });
});

it('the error of the run itself stays the error of the document', async () => {
  const { document, types } = await ran(async ({ emit }) => {
    emit(broken('the first'));
    throw new P2sError('cancelled', say('Cancelled. Nothing was written.'));
  });
  expect(types).toEqual(['started', 'stores', 'error', 'error', 'finished']);
  expect(document.error?.code).toBe('cancelled');
});

it('an end that cannot be reported: the document has the rest, and the code of an internal error', async () => {
  // Only the end of a run reads what is in its verdicts.
  const verdict = { type: 'verdict', verdict: null } as unknown as RunEvent;
  const { document, last } = await ran(async ({ emit }) => {
    emit(FILE);
    emit(verdict);
  });
  expect(document.files).toEqual(['kept.json']);
  expect([document.error?.code, document.exitCode]).toEqual(['internal', 1]);
  expect(last).toMatchObject({ type: 'finished', exitCode: 1 });
});

it('what a listener throws is an error of the run', async () => {
  let heard = 0;
  const onEvent = ({ type }: RunEvent) => {
    heard += 1;
    if (type === 'file-written') throw new Error('full');
  };
  const body = async ({ emit }: RunContext) => emit(FILE);
  const document = await runMode('audit', systemPorts('/none/'), { onEvent }, body);
  expect([heard, document.error?.code, document.exitCode]).toEqual([4, 'internal', 1]);
});
