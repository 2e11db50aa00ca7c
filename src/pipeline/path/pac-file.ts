import { P2sError } from '../../core/model/errors.ts';
import { option, say } from '../../core/model/say.ts';
import { parsePacAnswer } from '../../core/proxy/auto-answer.ts';
import { errnoOf, errnoReason } from '../../files/errno.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { decodePac, evaluatePac, MAX_PAC_SIZE } from '../../pac/evaluate.ts';
import type { RunContext } from '../run/run.ts';
import type { AskAutomatic } from './answers.ts';

/**
 * Answers from a PAC file, evaluated in a sandbox. It replaces the file that the recorded machine would have used:
 * the PAC file at its URL, or the one from auto-detection.
 *
 * @throws P2sError `input` if the file cannot be read or is not a PAC file
 */
export async function pacAsker(file: string, { ports }: RunContext): Promise<AskAutomatic> {
  const text = decodePac(await readFile(file));
  return async (_, urls) => {
    const given = await evaluatePac(text, urls, { now: ports.wallClock() });
    return {
      answers: given.map(({ url, answer }) => ({ url, hops: parsePacAnswer(answer) })),
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
    const message = say('The PAC file cannot be read: {reason}.', { reason: errnoReason(error) });
    throw new P2sError('input', message, {
      where: file,
      next: say('Check {option}.', { option: option('pac-file') }),
      cause: error,
    });
  }
}
