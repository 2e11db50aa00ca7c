import { pemBlocks } from '../core/pem.ts';
import { say } from '../core/say.ts';
import { blank, type FileSays, hostIn } from './file-says.ts';
import { accessOf, KEY_BLOCKS } from './openvpn-access.ts';
import { type OvpnText, readOvpnText } from './ovpn-text.ts';
import { copied, refusedFile } from './refused.ts';
import { rootFromBase64 } from './root-certificate.ts';

const MAX_OVPN_BYTES = 1024 * 1024;
const MAX_REMOTES = 64;

/**
 * Reads the `remote` lines and the `<ca>` block of an OpenVPN profile. Its keys are passed over, but for that of the
 * control channel (`<tls-auth>`, `<tls-crypt>`) with `keys`; those that sign in (`<key>`) never are read.
 *
 * @throws P2sError `input` with file and line
 */
export function readOpenVpn(bytes: Uint8Array, file: string, { keys }: { keys: boolean }): FileSays[] {
  if (bytes.length > MAX_OVPN_BYTES)
    throw refusedFile(file, say`it has ${bytes.length} bytes, and more than ${MAX_OVPN_BYTES} are not read`);
  const text = readOvpnText(bytes, ['ca', ...(keys ? KEY_BLOCKS : [])]);
  const remotes = text.options.filter(({ words }) => words[0] === 'remote' && words[1] !== undefined);
  const [tooMuch] = remotes.slice(MAX_REMOTES);
  if (tooMuch !== undefined)
    throw refusedFile(file, say`it names more than ${MAX_REMOTES} servers`, {
      place: `line ${tooMuch.line}`,
    });
  if (remotes.length === 0)
    throw refusedFile(file, say`it has no line "remote HOST PORT"`, {
      next: say`Give the .ovpn file of the package.`,
    });
  const authority = text.blocks.get('ca') ?? [];
  const roots = pemBlocks(authority.join('\n'), 'CERTIFICATE').flatMap(
    (base64) => rootFromBase64(base64) ?? [],
  );
  return remotes.map((remote): FileSays => {
    const { host, port } = hostIn(nameOf(remote.words), remote, file);
    const says = { ...blank('openvpn', file), host: copied(host), port, types: ['OpenVPN'] as const, roots };
    return keys ? { ...says, openVpn: accessOf(text, remote.words, file) } : says;
  });
}

function nameOf([, host = '', port]: OvpnText['options'][number]['words']): string {
  const bracketed = host.includes(':') ? `[${host}]` : host;
  return port !== undefined && /^\d+$/.test(port) ? `${bracketed}:${port}` : bracketed;
}
