import type { Duplex } from 'node:stream';
import type { AnyFields } from '../../core/path/stage-evidence.ts';
import { countingBytes, StageFailure } from '../transport/failure.ts';
import type { Lifetime } from '../transport/lifetime.ts';
import type { ByteReader } from '../transport/reader.ts';
import {
  CALL_ABORT,
  CALL_CONNECT_REQUEST,
  type CallConnectAck,
  createPacketReader,
  ECHO_RESPONSE,
  MESSAGE,
  otherVersion,
  readAck,
  readStatus,
  type SstpPacket,
} from './sstp-packet.ts';

/**
 * Before the Ack a server may send PPP frames and Echo Requests; a server that sends more than this is not SSTP.
 */
const MAX_PACKETS = 64;
const FAREWELL_MS = 3_000;

/**
 * Sends the Call Connect Request and waits for the Ack (MS-SSTP 3.2.4.1). Skips data packets and answers Echo
 * Requests. Rejects with a StageFailure in all other cases, which counts the packets that it skipped.
 */
export async function awaitAck(
  socket: Duplex,
  reader: ByteReader,
  lifetime: Lifetime,
  evidence: AnyFields,
): Promise<void> {
  socket.write(CALL_CONNECT_REQUEST);
  const skipped = { echoRequests: 0, dataPackets: 0 };
  try {
    Object.assign(evidence, await readToAck(socket, reader, lifetime, skipped));
  } catch (error) {
    const isSkipped = skipped.echoRequests + skipped.dataPackets > 0;
    if (!(error instanceof StageFailure) || !isSkipped) throw error;
    throw new StageFailure(error.reason, { ...error.evidence, ...skipped });
  }
}

/** The Ack in hex, and its hash bits. */
async function readToAck(
  socket: Duplex,
  reader: ByteReader,
  lifetime: Lifetime,
  skipped: { echoRequests: number; dataPackets: number },
): Promise<{ ack: string; hashBits: number }> {
  const packets = createPacketReader();
  let received = 0;
  for (;;) {
    const chunk = await countingBytes(lifetime.race(reader.next()), () => received);
    received += chunk?.length ?? 0;
    if (chunk === null) throw new StageFailure('closed');
    const came = packets.push(chunk);
    if (came === null) {
      const began = chunk.subarray(0, 16).toString('hex');
      const version = otherVersion(chunk);
      throw version === null
        ? new StageFailure('not-a-packet', { began })
        : new StageFailure('other-version', { began, version });
    }
    for (const packet of came) {
      const ack = answer(socket, packet);
      if (ack !== null) return { ack: packet.bytes.toString('hex'), hashBits: ack.hashBits };
      skipped[packet.kind === 'data' ? 'dataPackets' : 'echoRequests'] += 1;
      if (skipped.dataPackets + skipped.echoRequests > MAX_PACKETS)
        throw new StageFailure('too-many-packets');
    }
  }
}

/** The Ack, or `null` for a packet that may precede it. Throws StageFailure for all others. */
function answer(socket: Duplex, packet: SstpPacket): CallConnectAck | null {
  if (packet.kind === 'data') return null;
  const packetHex = packet.bytes.subarray(0, 64).toString('hex');
  switch (packet.type) {
    case MESSAGE.callConnectAck: {
      const ack = readAck(packet.bytes);
      if ('flaw' in ack) throw new StageFailure('malformed-ack', { ...ack, packet: packetHex });
      return ack;
    }
    case MESSAGE.callConnectNak:
      throw new StageFailure('nak', { ...readStatus(packet.bytes), packet: packetHex });
    case MESSAGE.callAbort:
      throw new StageFailure('abort', { ...readStatus(packet.bytes), packet: packetHex });
    case MESSAGE.callDisconnect:
      throw new StageFailure('disconnect', { ...readStatus(packet.bytes), packet: packetHex });
    case MESSAGE.echoRequest:
      socket.write(ECHO_RESPONSE);
      return null;
    default:
      throw new StageFailure('unexpected-message', { messageType: packet.type, packet: packetHex });
  }
}

/**
 * Ends a call cleanly: Call Abort, then up to three seconds for the server's own Abort or close (usually 1 s), so
 * that it frees the port at once. Never rejects; a cancelled signal shortens the wait.
 */
export async function farewell(socket: Duplex, reader: ByteReader, signal?: AbortSignal): Promise<void> {
  const packets = createPacketReader();
  const hurry = () => socket.destroy();
  const timer = setTimeout(hurry, FAREWELL_MS);
  signal?.addEventListener('abort', hurry);
  if (signal?.aborted) hurry();
  socket.write(CALL_ABORT);
  try {
    for (let chunk = await reader.next(); chunk !== null; chunk = await reader.next()) {
      const came = packets.push(chunk);
      if (came === null || came.some(isAbort)) break;
    }
  } catch {
    // A reset also counts as a close.
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', hurry);
  }
}

function isAbort(packet: SstpPacket): boolean {
  return packet.kind === 'control' && packet.type === MESSAGE.callAbort;
}
