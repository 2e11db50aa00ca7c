import { P2sError } from '../../../src/core/model/errors.ts';

export async function refusal(work: () => unknown): Promise<P2sError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof P2sError) return error;
    throw error;
  }
  throw new Error('was accepted');
}
