import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { acceptance, response } from '../../path/ike/answers.ts';

/** Accepts every request on both ports of IKEv2, which only root may open. */
export async function startIkeResponder(host: string): Promise<{ close: () => void }> {
  const start = async (port: number, marker: Buffer) => {
    const socket = createSocket('udp4');
    socket.on('message', (packet, { address, port: from }) => {
      const spi = packet.subarray(marker.length, marker.length + 8);
      socket.send(Buffer.concat([marker, response(spi, acceptance(spi))]), from, address);
    });
    socket.bind(port, host);
    await once(socket, 'listening');
    return socket;
  };
  const sockets = [await start(500, Buffer.alloc(0)), await start(4500, Buffer.alloc(4))];
  return {
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}
