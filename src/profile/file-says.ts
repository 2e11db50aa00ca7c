import { P2sError } from '../core/model/errors.ts';
import { parseGatewayName } from '../core/model/gateway-name.ts';
import { neutralise, withoutPassword } from '../core/model/neutralise.ts';
import type { GatewayProfile, ProfileFormat } from '../core/path/gateway-profile.ts';
import { copied, shownPath } from './refused.ts';

/** The facts of one file, before its package is known. */
export type FileSays = Omit<GatewayProfile, 'package'>;

/** Formats of the connections that Windows itself dials. */
const OF_A_MACHINE: readonly ProfileFormat[] = ['phonebook', 'connection-manager', 'vpn-connection'];

/** The defaults for a gateway of a file. */
export function blank(format: ProfileFormat, file: string): Omit<FileSays, 'host' | 'port'> {
  const source = OF_A_MACHINE.includes(format) ? 'phonebook' : 'profile';
  const common = { source, format, file: shownPath(file) } as const;
  return { ...common, types: null, roots: [], vnetId: null, entry: null, strategy: null };
}

/** @throws P2sError `input` with the file and the line */
export function hostIn(
  text: string,
  { line }: { line: number },
  file: string,
): { host: string; port: number } {
  const { host, port } = parseGatewayName(text, `${shownPath(file)}, line ${line}`);
  return { host, port };
}

/** A server that is not a host name, as stored and with any scheme, for display. */
export function unreadableServer(text: string | null): { server: string } {
  const [, scheme = '', rest = ''] = /^(https?:\/\/)?(.*)$/is.exec(text ?? '') ?? [];
  return { server: copied(neutralise(scheme + withoutPassword(rest), 120)) };
}

/** `null` when it is not a host name. */
export function hostOrNull(text: string): { host: string; port: number } | null {
  try {
    const { host, port } = parseGatewayName(text, '');
    return { host, port };
  } catch (error) {
    if (error instanceof P2sError) return null;
    throw error;
  }
}
