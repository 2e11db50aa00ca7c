import { P2sError } from '../../core/model/errors.ts';
import { say } from '../../core/model/say.ts';
import { parsePacAnswer } from '../../core/proxy/auto-answer.ts';
import { errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { decodePac, evaluatePac, MAX_PAC_SIZE } from '../../pac/evaluate.ts';
import type { RunContext } from '../run/run.ts';
import type { Ask } from './answers.ts';

/**
 * Answers by a PAC file, evaluated here in a sandbox. It stands for whatever the recorded machine would have asked:
 * the PAC file at its address, or the one that auto-detect finds.
 *
 * @throws P2sError `input` when the file cannot be read or is no PAC file
 */
export async function pacAsker(file: string, { ports }: RunContext): Promise<Ask> {
  const text = decodePac(await readFile(file));
  return async (_, urls) => {
    const given = await evaluatePac(text, urls, { now: ports.wallClock() });
    return {
      answers: given.map(({ url, answer }) => ({ url, hops: parsePacAnswer(answer) })),
      networks: null,
      dependsOnNetwork: given.flatMap(({ dependsOnNetwork }) => dependsOnNetwork),
      variesWith: given.flatMap(({ variesWith }) => variesWith),
    };
  };
}

async function readFile(file: string): Promise<Uint8Array> {
  try {
    return await nodeFiles().read(file, MAX_PAC_SIZE);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    const message = say`The PAC file cannot be read: ${errnoReason(error)}.`;
    throw new P2sError('input', message, { where: file, next: say`Check --pac-file.`, cause: error });
  }
}
