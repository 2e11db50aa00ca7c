import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { P2sError } from '../core/model/errors.ts';
import { neutralise } from '../core/model/neutralise.ts';
import { type Message, say } from '../core/model/say.ts';
import { refusedFile } from './refused.ts';

const MAX_ENTRIES = 2000;
const MAX_MEMBER_BYTES = 32 * 1024 * 1024;
const UNPACK = say('Unpack it, check its content, and give the folder instead.');
type Refuse = (problem: Message) => P2sError;

/** How many bytes may still be unpacked, for all archives of a run. */
export interface UnpackBudget {
  bytes: number;
}

export interface ZipMember {
  /** With `/` as separator. */
  name: string;
  bytes: Uint8Array;
}

/**
 * Unpacks the selected members of an archive, in memory: their names are only shown.
 *
 * @throws P2sError `input` with the archive and the member, for one that is damaged, too large or encrypted
 */
export async function readZip(
  bytes: Uint8Array,
  file: string,
  isRead: (name: string) => boolean,
  budget: UnpackBudget,
): Promise<ZipMember[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const members: ZipMember[] = [];
  try {
    const zip = await fromBufferPromise(buffer, {
      decodeStrings: false,
      autoClose: false,
    });
    if (zip.entryCount > MAX_ENTRIES)
      throw refusedFile(file, say('it has more than {limit} entries', { limit: MAX_ENTRIES }), {
        next: UNPACK,
      });
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
      const refuse: Refuse = (problem) =>
        refusedFile(file, problem, { place: `entry ${neutralise(name, 120)}`, next: UNPACK });
      if (name.endsWith('/') || !isRead(name)) continue;
      if (entry.isEncrypted()) throw refuse(say('an entry is encrypted'));
      members.push({ name, bytes: await unpacked(zip, entry, refuse, budget) });
    }
    zip.close();
  } catch (error) {
    if (error instanceof P2sError) throw error;
    throw damaged(error, file);
  }
  return members;
}

/** yauzl and zlib report problems only as text; the cause is always a bad file. */
function damaged(error: unknown, file: string): P2sError {
  if (!(error instanceof Error)) throw error;
  return refusedFile(
    file,
    say('it is a damaged zip archive ({message})', { message: neutralise(error.message, 120) }),
  );
}

async function unpacked(
  zip: ZipFile,
  entry: Entry,
  refuse: Refuse,
  budget: UnpackBudget,
): Promise<Uint8Array> {
  const { uncompressedSize } = entry;
  if (uncompressedSize > MAX_MEMBER_BYTES)
    throw refuse(
      say('an entry has {uncompressedSize} bytes, and more than {limit} are not unpacked', {
        uncompressedSize,
        limit: MAX_MEMBER_BYTES,
      }),
    );
  budget.bytes -= uncompressedSize;
  if (budget.bytes < 0) throw refuse(say('its total size exceeds the limit'));
  const stream = await zip.openReadStreamPromise(entry);
  const parts: Buffer[] = [];
  // The stream fails as soon as the data exceeds the size of the entry.
  for await (const part of stream) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  if (crc32(bytes) !== entry.crc32) throw refuse(say('the checksum of an entry is wrong'));
  return bytes;
}
