import { createHash } from 'node:crypto';
import repairScript from 'p2s-scripts/Repair-P2SRegistry.ps1';
import pathScript from 'p2s-scripts/Test-P2SPath.ps1';
import { type Answer, answersTo, type Question } from './answer.ts';
import { pagePorts } from './ports.ts';
import type { Kind, PageFile } from './runs.ts';
import { type Sample, sampleFile } from './samples.ts';

/** Messages from the page; every reply has the same number. */
export type ToWorker = { id: number } & (
  | { type: 'question'; question: Question }
  | { type: 'sample'; sample: Sample }
  | { type: 'script' }
);

export type FromWorker = { id: number } & (
  | { type: 'progress'; done: number; of: number }
  | { type: 'answers'; answers: readonly Answer[] }
  | { type: 'kinds'; kinds: readonly Kind[] }
  | { type: 'sample'; file: PageFile }
  | { type: 'script'; name: string; bytes: Uint8Array; sha256: string }
  | { type: 'failed'; reason: string }
);

const send = (message: FromWorker) => self.postMessage(message);
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function reply(message: ToWorker): Promise<FromWorker> {
  const { id } = message;
  switch (message.type) {
    case 'sample':
      return { id, type: 'sample', file: sampleFile(message.sample) };
    case 'script': {
      const bytes = bytesOf(pathScript);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { id, type: 'script', name: 'Test-P2SPath.ps1', bytes, sha256 };
    }
    case 'question': {
      const { question } = message;
      const onKinds = (kinds: readonly Kind[]) => send({ id, type: 'kinds', kinds });
      const onRun = (done: number, of: number) => send({ id, type: 'progress', done, of });
      const scripts = { '/scripts/Repair-P2SRegistry.ps1': bytesOf(repairScript) };
      const answers = await answersTo(question, pagePorts(question.language), { onKinds, onRun, scripts });
      return { id, type: 'answers', answers };
    }
  }
}

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  try {
    send(await reply(data));
  } catch (error) {
    send({ id: data.id, type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
};
