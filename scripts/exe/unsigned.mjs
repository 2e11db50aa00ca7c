// Removes the signature of a Windows executable: added data breaks the signature, and signtool requires its
// removal before it signs the whole file.

const PE_OFFSET = 0x3c;
const OPTIONAL_HEADER = 24;
const CHECKSUM = OPTIONAL_HEADER + 64;
/** The certificate table is the fifth data directory; they begin at byte 112 of the header of a 64-bit file. */
const CERTIFICATES = OPTIONAL_HEADER + 112 + 4 * 8;
const PE32_PLUS = 0x20b;

/**
 * @param {Buffer} executable a 64-bit one; left as it is
 * @returns {Buffer} the same without its signature
 * @throws {Error} for anything else, and if there is data after the signature
 */
export function withoutSignature(executable) {
  const pe = executable.readUInt32LE(PE_OFFSET);
  if (executable.toString('latin1', pe, pe + 4) !== 'PE\0\0') throw new Error('not a Windows executable');
  if (executable.readUInt16LE(pe + OPTIONAL_HEADER) !== PE32_PLUS) throw new Error('not a 64-bit executable');
  // Unlike in the other directories, this address is an offset in the file.
  const at = executable.readUInt32LE(pe + CERTIFICATES);
  const size = executable.readUInt32LE(pe + CERTIFICATES + 4);
  if (at !== 0 && at + size !== executable.length)
    throw new Error('the signature is not the end of the executable');
  const unsigned = Buffer.from(executable.subarray(0, at === 0 ? executable.length : at));
  unsigned.writeUInt32LE(0, pe + CHECKSUM);
  unsigned.fill(0, pe + CERTIFICATES, pe + CERTIFICATES + 8);
  return unsigned;
}

/**
 * Whether an executable is another one and a signature, which begins at a multiple of eight bytes.
 *
 * @param {Buffer} signed
 * @param {Buffer} executable without a signature
 */
export function isSigned(signed, executable) {
  const bare = withoutSignature(signed);
  const padding = Buffer.alloc(-executable.length & 7);
  return bare.length < signed.length && bare.equals(Buffer.concat([withoutSignature(executable), padding]));
}
