import { startPlain } from './gateways.ts';

export interface ScriptedProxy {
  host: string;
  port: number;
  /** What each connection sent, Latin-1. */
  received: readonly string[];
  close(): Promise<void>;
}

/** Answers the nth connection with the nth text once a head has come; the last text serves the rest. */
export async function startScriptedProxy(...answers: string[]): Promise<ScriptedProxy> {
  const received: string[] = [];
  const { host, port, close } = await startPlain((socket) => {
    const index = received.push('') - 1;
    socket.on('data', (chunk) => {
      received[index] += chunk.toString('latin1');
      if (!received[index]?.endsWith('\r\n\r\n')) return;
      socket.write(answers[index] ?? answers.at(-1) ?? '', 'latin1');
    });
  });
  return { host, port, received, close };
}
