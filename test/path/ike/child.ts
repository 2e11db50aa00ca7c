/** Probes IKE responders from inside another network: requests as JSON in, outcomes out, one after another. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type IkeRequest, probeIke } from '../../../src/path/ike/probe.ts';

type Request = Pick<IkeRequest, 'host' | 'port' | 'nonEspMarker'> & {
  /** Use a relay, which acts like an address translator. */
  translated?: boolean;
};

async function startRelay({ host, port }: Request) {
  const [front, back] = [createSocket('udp4'), createSocket('udp4')];
  front.on('message', (bytes, { address, port: from }) => {
    back.removeAllListeners('message');
    back.on('message', (answer) => front.send(answer, from, address));
    back.send(bytes, port, host);
  });
  front.bind(0, '127.0.0.9');
  await once(front, 'listening');
  return {
    host: '127.0.0.9',
    port: front.address().port,
    close: () => [front, back].map((socket) => socket.close()),
  };
}

const expected = JSON.parse(process.argv[2] ?? '[]') as Request[];
const outcomes = [];
for (const one of expected) {
  const relay = one.translated ? await startRelay(one) : null;
  const { host, port } = relay ?? one;
  const common = { deadlineMs: 5000, now: () => performance.now(), randomBytes };
  outcomes.push(await probeIke({ ...common, host, port, nonEspMarker: one.nonEspMarker }));
  relay?.close();
}
process.stdout.write(JSON.stringify(outcomes));
