import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireProgram, runProgram } from '../programs/process.ts';

export const TSHARK = '/usr/bin/tshark';

/** One packet of a conversation: from one of our ports to one of the peer, with its payload. */
export interface CapturedPacket {
  transport: 'udp' | 'tcp';
  from: number;
  to: number;
  payload: Uint8Array;
}

/**
 * Decodes packets by tshark (Debian package tshark): the whole tree as text, one string for each packet. All
 * packets go from 192.0.2.1 to 198.51.100.1 in a temporary file.
 */
export async function decodeByTshark(
  packets: readonly CapturedPacket[],
  preferences: readonly string[] = [],
): Promise<string[]> {
  requireProgram(TSHARK, 'tshark');
  const folder = await mkdtemp(join(tmpdir(), 'p2s-tshark-'));
  try {
    const file = join(folder, 'packets.pcap');
    await writeFile(file, pcap(packets));
    const options = preferences.flatMap((one) => ['-o', one]);
    const { code, stdout, stderr } = await runProgram(TSHARK, ['-n', '-V', '-r', file, ...options], {
      timeoutMs: 60_000,
    });
    if (code !== 0) throw new Error(`tshark ended with code ${code}: ${stderr}`);
    return stdout.split(/^(?=Frame \d+:)/m).filter((text) => text !== '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The classic format of libpcap, link type 101: raw IP. */
function pcap(packets: readonly CapturedPacket[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(101, 20);
  const records = packets.map((packet, index) => {
    const bytes = ipPacket(packet);
    const record = Buffer.alloc(16);
    record.writeUInt32LE(index, 0);
    record.writeUInt32LE(bytes.length, 8);
    record.writeUInt32LE(bytes.length, 12);
    return Buffer.concat([record, bytes]);
  });
  return Buffer.concat([head, ...records]);
}

/** Without checksums: tshark does not check them by default. */
function ipPacket({ transport, from, to, payload }: CapturedPacket): Buffer {
  const ports = Buffer.alloc(transport === 'udp' ? 8 : 20);
  ports.writeUInt16BE(from, 0);
  ports.writeUInt16BE(to, 2);
  if (transport === 'udp') ports.writeUInt16BE(8 + payload.length, 4);
  else ports.writeUInt16BE(0x5018, 12);
  const ip = Buffer.from('4500000000000000400000000000000000000000', 'hex');
  ip.writeUInt16BE(20 + ports.length + payload.length, 2);
  ip.writeUInt8(transport === 'udp' ? 17 : 6, 9);
  ip.set([192, 0, 2, 1, 198, 51, 100, 1], 12);
  return Buffer.concat([ip, ports, payload]);
}
