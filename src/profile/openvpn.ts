import { blank, type FileSays, hostIn } from './file-says.ts';
import { copied, refusedFile } from './refused.ts';
import { pemBlocks, rootFromBase64 } from './root-certificate.ts';

const MAX_OVPN_BYTES = 1024 * 1024;
const MAX_REMOTES = 64;

/**
 * Reads the `remote` lines and the `<ca>` block of an OpenVPN profile. Its keys (`<tls-auth>`, `<key>`) are passed over.
 *
 * @throws P2sError `input` with file and line
 */
export function readOpenVpn(bytes: Uint8Array, file: string): FileSays[] {
  if (bytes.length > MAX_OVPN_BYTES)
    throw refusedFile(file, `it has ${bytes.length} bytes, and more than ${MAX_OVPN_BYTES} are not read`);
  const lines = textOf(bytes).split(/\r\n|\r|\n/);
  const remotes: { text: string; line: number }[] = [];
  const authority: string[] = [];
  let block: string | null = null;
  for (const [index, raw] of lines.entries()) {
    const text = raw.trim();
    const [, slash, tag] = /^<(\/?)([a-z0-9-]{1,40})>$/i.exec(text) ?? [];
    if (tag !== undefined) block = slash === '/' ? null : tag.toLowerCase();
    else if (block === 'ca') authority.push(text);
    else if (block === null) {
      const [word, host, port] = text.split(/\s+/);
      if (word !== 'remote' || host === undefined) continue;
      if (remotes.length === MAX_REMOTES)
        throw refusedFile(file, `it names more than ${MAX_REMOTES} servers`, { place: `line ${index + 1}` });
      const bracketed = host.includes(':') ? `[${host}]` : host;
      const name = port !== undefined && /^\d+$/.test(port) ? `${bracketed}:${port}` : bracketed;
      remotes.push({ text: name, line: index + 1 });
    }
  }
  if (remotes.length === 0)
    throw refusedFile(file, 'it has no line "remote HOST PORT"', {
      next: 'Give the .ovpn file of the package.',
    });
  const roots = pemBlocks(authority.join('\n')).flatMap((base64) => rootFromBase64(base64) ?? []);
  return remotes.map((remote) => {
    const { host, port } = hostIn(remote.text, remote, file);
    return { ...blank('openvpn', file), host: copied(host), port, types: ['OpenVPN'], roots };
  });
}

function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] !== 0 && bytes[1] === 0);
  return (wide ? buffer.toString('utf16le') : buffer.toString('utf8')).replace(/^\ufeff/, '');
}
