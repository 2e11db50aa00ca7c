/**
 * Moves the sections of a Windows program or library to pages of its file. Wine maps such a section; any other it
 * copies into memory, at each start: for node.exe that is 70 MB and a third of its start.
 * The format: https://learn.microsoft.com/windows/win32/debug/pe-format
 */

const PAGE = 4096;
/** Offsets from the PE signature. */
const SECTIONS = 6;
const OPTIONAL_SIZE = 20;
const OPTIONAL = 24;
/** Offsets in the optional header. */
const FILE_ALIGNMENT = 36;
const SECTION_ALIGNMENT = 32;
const HEADERS_SIZE = 60;
/** Of a program for 64 bits; one for 32 bits is not moved. */
const PE32_PLUS = 0x20b;
const DIRECTORIES = 112;
/** Positions in the list of directories, whose entries have 8 bytes. */
const CERTIFICATES = 4;
const DEBUG = 6;
/** Section headers and debug entries, with the offset of the place in the file of each. */
const SECTION = { size: 40, rva: 12, rawSize: 16, rawStart: 20 };
const DEBUG_ENTRY = { size: 28, rawStart: 24 };

const up = (/** @type {number} */ n) => Math.ceil(n / PAGE) * PAGE;

/**
 * The same program with sections that begin on pages, without its signature and what else follows the sections.
 * @param {Buffer} image
 * @returns {Buffer} the image itself if nothing is to be moved, or if its sections are smaller than pages in memory
 */
export function pageAligned(image) {
  const pe = image.readUInt32LE(0x3c);
  if (image.toString('latin1', pe, pe + 4) !== 'PE\0\0') return image;
  const optional = pe + OPTIONAL;
  if (image.readUInt16LE(optional) !== PE32_PLUS) return image;
  const directories = optional + DIRECTORIES;
  const table = optional + image.readUInt16LE(pe + OPTIONAL_SIZE);
  const headersSize = image.readUInt32LE(optional + HEADERS_SIZE);
  let end = up(headersSize);
  const moved = Array.from({ length: image.readUInt16LE(pe + SECTIONS) }, (_, i) => {
    const at = table + i * SECTION.size;
    const size = image.readUInt32LE(at + SECTION.rawSize);
    const from = image.readUInt32LE(at + SECTION.rawStart);
    const to = end;
    end += up(size);
    return { at, size, from, to, rva: image.readUInt32LE(at + SECTION.rva) };
  }).filter(({ size }) => size > 0);
  const isFine = moved.every(({ from }) => from % PAGE === 0);
  if (isFine || image.readUInt32LE(optional + SECTION_ALIGNMENT) < PAGE) return image;

  const out = Buffer.alloc(end);
  image.copy(out, 0, 0, headersSize);
  out.writeUInt32LE(PAGE, optional + FILE_ALIGNMENT);
  out.writeUInt32LE(up(headersSize), optional + HEADERS_SIZE);
  out.fill(0, directories + CERTIFICATES * 8, directories + CERTIFICATES * 8 + 8);
  for (const { at, size, from, to } of moved) {
    image.copy(out, to, from, from + size);
    out.writeUInt32LE(up(size), at + SECTION.rawSize);
    out.writeUInt32LE(to, at + SECTION.rawStart);
  }
  // The debug directory has places in the file, and is itself in a section.
  const debug = out.readUInt32LE(directories + DEBUG * 8);
  const debugSize = out.readUInt32LE(directories + DEBUG * 8 + 4);
  const home = moved.find(({ rva, size }) => debug >= rva && debug < rva + size);
  if (home === undefined) return out;
  const first = home.to + debug - home.rva;
  for (let at = first; at + DEBUG_ENTRY.size <= first + debugSize; at += DEBUG_ENTRY.size) {
    const place = out.readUInt32LE(at + DEBUG_ENTRY.rawStart);
    const section = moved.find(({ from, size }) => place >= from && place < from + size);
    if (section !== undefined)
      out.writeUInt32LE(place - section.from + section.to, at + DEBUG_ENTRY.rawStart);
  }
  return out;
}
