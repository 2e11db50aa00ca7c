import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** The answer for a name: IPv4 addresses, a refusal (RFC 1035 4.1.1), or no reply. */
export type NameAnswer = readonly string[] | 'unknown' | 'failure' | 'silence';

export interface NameServer {
  /** `HOST:PORT`. */
  address: string;
  /** The names asked for, in turn; each is asked for IPv4 and IPv6. */
  asked: readonly string[];
  close(): Promise<void>;
}

const CODES = { unknown: 3, failure: 2 } as const;
const TYPE_A = 1;

/** A name server on loopback over UDP. */
export async function startNameServer(
  say: (name: string) => NameAnswer,
  host = '127.0.0.1',
  port = 0,
): Promise<NameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, from) => {
    const { name, end } = questionOf(query);
    asked.push(name);
    const answer = say(name);
    if (answer === 'silence') return;
    const code = typeof answer === 'string' ? CODES[answer] : 0;
    const isV4 = query.readUInt16BE(end - 4) === TYPE_A;
    const addresses = typeof answer === 'string' || !isV4 ? [] : answer;
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180 | code, 2);
    head.writeUInt16BE(addresses.length, 6);
    head.fill(0, 8);
    const records = addresses.map((address) =>
      Buffer.from([0xc0, 0x0c, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]),
    );
    socket.send(Buffer.concat([head, query.subarray(12, end), ...records]), from.port, from.address);
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  return {
    address: `${host}:${socket.address().port}`,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function questionOf(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
}
