import { createHash } from 'node:crypto';
import repairScript from 'p2s-scripts/Repair-P2SRegistry.ps1';
import pathScript from 'p2s-scripts/Test-P2SPath.ps1';
import { type Answer, answersTo, type Question } from './answer.ts';
import { pagePorts } from './ports.ts';
import { type Kind, kindOf, type PageFile } from './recognise.ts';
import { sampleFile } from './samples.ts';
import type { Sample } from './samples-names.ts';

/** From the page; the number comes back with whatever is told of it. */
export type ToWorker = { id: number } & (
  | { type: 'question'; question: Question }
  | { type: 'kinds'; files: readonly PageFile[] }
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

const tell = (message: FromWorker) => self.postMessage(message);
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function reply(message: ToWorker): Promise<FromWorker> {
  const { id } = message;
  switch (message.type) {
    case 'kinds':
      return { id, type: 'kinds', kinds: message.files.map(kindOf) };
    case 'sample':
      return { id, type: 'sample', file: sampleFile(message.sample) };
    case 'script': {
      const bytes = bytesOf(pathScript);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { id, type: 'script', name: 'Test-P2SPath.ps1', bytes, sha256 };
    }
    case 'question': {
      const { question } = message;
      const onRun = (done: number, of: number) => tell({ id, type: 'progress', done, of });
      const scripts = { '/scripts/Repair-P2SRegistry.ps1': bytesOf(repairScript) };
      const answers = await answersTo(question, pagePorts(question.language), { onRun, scripts });
      return { id, type: 'answers', answers };
    }
  }
}

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  try {
    tell(await reply(data));
  } catch (error) {
    tell({ id: data.id, type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
};
