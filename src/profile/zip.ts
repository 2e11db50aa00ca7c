import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { P2sError } from '../core/model/errors.ts';
import { neutralise } from '../core/model/neutralise.ts';
import { type Message, say } from '../core/model/say.ts';
import { refusedFile } from './refused.ts';

const MAX_ENTRIES = 2000;
const MAX_NAME = 1000;
const MAX_MEMBER_BYTES = 32 * 1024 * 1024;
/** Below this size a high ratio is harmless: a profile of a thousand equal lines has one. */
const RATIO_FROM_BYTES = 1024 * 1024;
const MAX_RATIO = 100;
const UNPACK = say`Unpack it, check its content, and give the folder instead.`;
/** End of central directory, its ZIP64 locator, and the ZIP64 extra field (APPNOTE.TXT 4.3, 4.5). */
const END = Buffer.from('504b0506', 'hex');
const ZIP64_LOCATOR = Buffer.from('504b0607', 'hex');
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_EXTRA = 1;
const IS_ZIP64 = say`it is in the 64-bit form of zip, which no package needs`;

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
 * Unpacks the selected members of an archive.
 *
 * @throws P2sError `input` with the archive and the member, for one that is damaged, too large, encrypted, ZIP64,
 * duplicate, or outside the folder
 */
export async function readZip(
  bytes: Uint8Array,
  file: string,
  isRead: (name: string) => boolean,
  budget: UnpackBudget,
): Promise<ZipMember[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  refuseZip64(buffer, file);
  const seen = new Set<string>();
  const members: ZipMember[] = [];
  try {
    const zip = await fromBufferPromise(buffer, {
      decodeStrings: false,
      autoClose: false,
    });
    if (zip.entryCount > MAX_ENTRIES)
      throw refusedFile(file, say`it has more than ${MAX_ENTRIES} entries`, { next: UNPACK });
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
      const refuse: Refuse = (problem) =>
        refusedFile(file, problem, { place: `entry ${neutralise(name, 120)}`, next: UNPACK });
      checkEntry(name, entry, refuse, seen);
      if (name.endsWith('/') || !isRead(name)) continue;
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
  return refusedFile(file, say`it is a damaged zip archive (${neutralise(error.message, 120)})`);
}

function refuseZip64(buffer: Buffer, file: string): void {
  const end = buffer.lastIndexOf(END);
  const at = end - ZIP64_LOCATOR_BYTES;
  if (at >= 0 && buffer.subarray(at, at + ZIP64_LOCATOR.length).equals(ZIP64_LOCATOR))
    throw refusedFile(file, IS_ZIP64, { next: UNPACK });
}

function checkEntry(name: string, entry: Entry, refuse: Refuse, seen: Set<string>): void {
  if (name.length > MAX_NAME) throw refuse(say`the name of an entry has more than ${MAX_NAME} characters`);
  if (leavesFolder(name)) throw refuse(say`the name of an entry points outside the archive`);
  if (entry.isEncrypted()) throw refuse(say`an entry is encrypted`);
  if (entry.extraFields.some(({ id }) => id === ZIP64_EXTRA)) throw refuse(IS_ZIP64);
  // Windows file names ignore case.
  const key = name.toLowerCase();
  if (seen.has(key)) throw refuse(say`an entry occurs twice`);
  seen.add(key);
}

/** Windows treats a backslash as a separator. */
function leavesFolder(name: string): boolean {
  return /^[a-z]:|^[/\\]/i.test(name) || name.split(/[/\\]/).includes('..') || name.includes('\0');
}

async function unpacked(
  zip: ZipFile,
  entry: Entry,
  refuse: Refuse,
  budget: UnpackBudget,
): Promise<Uint8Array> {
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > MAX_MEMBER_BYTES)
    throw refuse(
      say`an entry has ${uncompressedSize} bytes, and more than ${MAX_MEMBER_BYTES} are not unpacked`,
    );
  if (uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > compressedSize * MAX_RATIO)
    throw refuse(say`an entry is packed more than ${MAX_RATIO} to 1`);
  budget.bytes -= uncompressedSize;
  if (budget.bytes < 0) throw refuse(say`its total size exceeds the limit`);
  const stream = await zip.openReadStreamPromise(entry);
  const parts: Buffer[] = [];
  // The stream fails as soon as the data exceeds the size of the entry.
  for await (const part of stream) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  if (crc32(bytes) !== entry.crc32) throw refuse(say`the checksum of an entry is wrong`);
  return bytes;
}
