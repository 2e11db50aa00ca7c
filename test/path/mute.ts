import net from 'node:net';
import { ownAddress, waitFor } from '../support/ports.ts';
import { startProcess } from '../support/programs/process.ts';

export interface MutePort {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** A stopped listener with a full queue: the kernel does not answer further SYNs (Linux). */
export async function startMutePort(port = 0, host = ownAddress()): Promise<MutePort> {
  const script = `const s = require('net').createServer().listen({ host: '${host}', port: ${port}, backlog: 1 },
    () => { console.log('port ' + s.address().port); process.kill(process.pid, 'SIGSTOP'); });`;
  const child = startProcess({ file: process.execPath, args: ['-e', script], stopSignal: 'SIGKILL' });
  const bound = await waitFor('the listener', () => /port (\d+)/.exec(child.output())?.[1]);
  const fillers: net.Socket[] = [];
  const fill = () => {
    const socket = net.connect({ host, port: Number(bound) });
    socket.on('error', () => undefined);
    fillers.push(socket);
  };
  for (let i = 0; i < 4; i += 1) fill();
  await waitFor('a full queue', () =>
    fillers.filter(({ connecting }) => !connecting).length >= 2 ? true : undefined,
  );
  return {
    host,
    port: Number(bound),
    async close() {
      for (const socket of fillers) socket.destroy();
      await child.stop();
    },
  };
}
