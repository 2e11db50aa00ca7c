/** An OpenVPN profile taken apart. */
export interface OvpnText {
  /** Lines outside blocks as their words; `line` from 1. */
  options: readonly { words: readonly string[]; line: number }[];
  /** Lines of the blocks that are wanted, by name. */
  blocks: ReadonlyMap<string, readonly string[]>;
}

/** Takes a profile apart: UTF-8 or UTF-16, any line ends. What stands in other blocks than the wanted ones is not kept. */
export function readOvpnText(bytes: Uint8Array, wanted: readonly string[]): OvpnText {
  const options: { words: string[]; line: number }[] = [];
  const blocks = new Map<string, string[]>();
  let block: string | null = null;
  for (const [index, raw] of textOf(bytes)
    .split(/\r\n|\r|\n/)
    .entries()) {
    const text = raw.trim();
    const [, slash, tag] = /^<(\/?)([a-z0-9-]{1,40})>$/i.exec(text) ?? [];
    if (tag !== undefined) {
      block = slash === '/' ? null : tag.toLowerCase();
      if (block !== null && wanted.includes(block)) blocks.set(block, blocks.get(block) ?? []);
    } else if (block !== null) blocks.get(block)?.push(text);
    else if (text !== '' && !/^[#;]/.test(text)) options.push({ words: text.split(/\s+/), line: index + 1 });
  }
  return { options, blocks };
}

function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] !== 0 && bytes[1] === 0);
  return (wide ? buffer.toString('utf16le') : buffer.toString('utf8')).replace(/^\ufeff/, '');
}
