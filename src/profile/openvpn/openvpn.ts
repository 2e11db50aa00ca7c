import { neutralise } from '../../core/model/neutralise.ts';
import { pemBlocks } from '../../core/model/pem.ts';
import { say } from '../../core/model/say.ts';
import { blank, type FileSays, hostIn } from '../file-says.ts';
import { copied, refusedFile } from '../refused.ts';
import { rootFromBase64 } from '../root-certificate.ts';
import { accessOf, KEY_BLOCKS } from './access.ts';
import { connectionsOf, type OvpnConnection } from './connections.ts';
import { MAX_OVPN_BYTES, readOvpnText } from './text.ts';

const MAX_REMOTES = 64;

/** Service names that a `remote` may use as its port (IANA). */
const SERVICES = new Map([
  ['openvpn', '1194'],
  ['https', '443'],
  ['http', '80'],
]);

/**
 * Reads the servers and the `<ca>` block of an OpenVPN profile. With `keys` it also reads the keys of the control
 * channel (`<tls-auth>`, `<tls-crypt>`). It never reads the private key for sign-in (`<key>`).
 *
 * @throws P2sError `input` with file and line
 */
export function readOpenVpn(bytes: Uint8Array, file: string, { keys }: { keys: boolean }): FileSays[] {
  if (bytes.length > MAX_OVPN_BYTES)
    throw refusedFile(
      file,
      say('it has {size} bytes, and more than {limit} are not read', {
        size: bytes.length,
        limit: MAX_OVPN_BYTES,
      }),
    );
  const options = readOvpnText(bytes, ['ca', ...(keys ? KEY_BLOCKS : [])], file);
  const servers = connectionsOf(options, file);
  const [tooMuch] = servers.slice(MAX_REMOTES);
  if (tooMuch !== undefined)
    throw refusedFile(file, say('it names more than {limit} servers', { limit: MAX_REMOTES }), {
      place: `line ${tooMuch.line}`,
    });
  if (servers.length === 0)
    throw refusedFile(file, say('it has no line "remote HOST PORT"'), {
      next: say('Give the .ovpn file of the package.'),
    });
  const authority = options.findLast(({ name }) => name === 'ca')?.lines ?? [];
  const roots = pemBlocks(authority.join('\n'), 'CERTIFICATE').flatMap(
    (base64) => rootFromBase64(base64) ?? [],
  );
  return servers.map((server): FileSays => {
    const { host, port } = hostIn(nameOf(server, file), server, file);
    const says = { ...blank('openvpn', file), host: copied(host), port, types: ['OpenVPN'] as const, roots };
    return keys ? { ...says, openVpn: accessOf(server, options, file) } : says;
  });
}

function nameOf({ host, port, line }: OvpnConnection, file: string): string {
  const number = SERVICES.get(port) ?? port;
  if (!/^\d+$/.test(number))
    throw refusedFile(file, say('its port "{port}" is not a number', { port: neutralise(port, 40) }), {
      place: `line ${line}`,
    });
  return `${host.includes(':') ? `[${host}]` : host}:${number}`;
}
