import { startPlain } from '../../gateways.ts';

export interface ScriptedProxy {
  host: string;
  port: number;
  /** The data that each connection sent, Latin-1. */
  received: readonly string[];
  close(): Promise<void>;
}

/** At the end of an answer: the connection is closed, or reset, after the preceding text. */
export const CLOSE = '<close>';
export const RESET = '<reset>';

/** Answers the nth connection with the nth text when a head has arrived; the last text serves the rest. */
export async function startScriptedProxy(...answers: string[]): Promise<ScriptedProxy> {
  const received: string[] = [];
  const { host, port, close } = await startPlain((socket) => {
    const index = received.push('') - 1;
    socket.on('data', (chunk) => {
      received[index] += chunk.toString('latin1');
      if (!received[index]?.endsWith('\r\n\r\n')) return;
      const answer = answers[index] ?? answers.at(-1) ?? '';
      if (answer.endsWith(CLOSE)) socket.end(answer.slice(0, -CLOSE.length), 'latin1');
      else if (answer.endsWith(RESET)) socket.resetAndDestroy();
      else socket.write(answer, 'latin1');
    });
  });
  return { host, port, received, close };
}
