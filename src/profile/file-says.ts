import { P2sError } from '../core/model/errors.ts';
import { parseGatewayName } from '../core/model/gateway-name.ts';
import { neutralise, withoutPassword } from '../core/model/neutralise.ts';
import type { GatewayProfile, ProfileFormat } from '../core/path/gateway-profile.ts';
import { copied, shownPath } from './refused.ts';

/** What one file says, before it is known what it belongs to. */
export type FileSays = Omit<GatewayProfile, 'package'>;

/** What Windows itself dials by. */
const OF_A_MACHINE: readonly ProfileFormat[] = ['phonebook', 'connection-manager', 'vpn-connection'];

/** What a file says of a gateway until more is known. */
export function blank(format: ProfileFormat, file: string): Omit<FileSays, 'host' | 'port'> {
  const source = OF_A_MACHINE.includes(format) ? 'phonebook' : 'profile';
  const common = { source, format, file: shownPath(file) } as const;
  return { ...common, types: null, roots: [], vnetId: null, entry: null, strategy: null };
}

/** @throws P2sError `input` that names the file and the line */
export function hostIn(
  text: string,
  { line }: { line: number },
  file: string,
): { host: string; port: number } {
  const { host, port } = parseGatewayName(text, `${shownPath(file)}, line ${line}`);
  return { host, port };
}

/** A server that is no host, as it is stored, with the scheme that does not belong there; for people. */
export function unreadableServer(text: string | null): { server: string } {
  const [, scheme = '', rest = ''] = /^(https?:\/\/)?(.*)$/is.exec(text ?? '') ?? [];
  return { server: copied(neutralise(scheme + withoutPassword(rest), 120)) };
}

/** `null` for what is no host. */
export function hostOrNull(text: string): { host: string; port: number } | null {
  try {
    const { host, port } = parseGatewayName(text, '');
    return { host, port };
  } catch (error) {
    if (error instanceof P2sError) return null;
    throw error;
  }
}
