/** Lets Node 24 for Windows start under Wine 8. */

const FUNCTION = Buffer.from('VirtualAlloc2\0', 'latin1');

/**
 * The same program without the name by which V8 looks for `VirtualAlloc2`. Wine 8 has the function, but without
 * placeholders (`MEM_RESERVE_PLACEHOLDER`), in which V8 of Node 24 reserves its tables: it ends with "out of memory".
 * Where Windows lacks the function, V8 reserves the tables in another way.
 * @param {Buffer} image left as it is
 * @returns {Buffer}
 * @throws {Error} when the name is not there exactly once
 */
export function withoutSubspaces(image) {
  const at = image.indexOf(FUNCTION);
  if (at < 0 || image.includes(FUNCTION, at + 1))
    throw new Error('node.exe names VirtualAlloc2 in another way');
  const changed = Buffer.from(image);
  changed.write('-', at, 'latin1');
  return changed;
}
