import { crc32, deflateRawSync } from 'node:zlib';

/** A member of an archive, and its possible errors. */
export interface ZipEntry {
  name: string;
  content: Uint8Array | string;
  /** Default 8: deflated. */
  method?: number;
  /** General purpose bits; 1 is "encrypted". */
  flags?: number;
  /** Wrong values in the directory. */
  says?: { size?: number; packed?: number; crc?: number };
}

/** A zip archive built by hand (APPNOTE.TXT 4.3), so that each part of it can be wrong. */
export function makeZip(entries: readonly ZipEntry[], { comment = '' } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method = 8, flags = 0x800, says = {} } of entries) {
    const bytes = Buffer.from(content as Uint8Array);
    const packed = method === 8 ? deflateRawSync(bytes, { level: 9 }) : bytes;
    const nameBytes = Buffer.from(name, 'utf8');
    const sizes = [says.crc ?? crc32(bytes), says.packed ?? packed.length, says.size ?? bytes.length];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    for (const [index, value] of sizes.entries()) common.writeUInt32LE(value, 10 + 4 * index);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([hex('504b0304'), common, nameBytes, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([hex('504b0102'), hex('1400'), common, tail, nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  end.writeUInt16LE(Buffer.byteLength(comment), 16);
  return Buffer.concat([...parts, central, hex('504b0506'), end, Buffer.from(comment)]);
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
