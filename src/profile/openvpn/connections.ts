import { say } from '../../core/model/say.ts';
import { refusedFile } from '../refused.ts';
import type { OvpnOption } from './text.ts';

/** A server of an OpenVPN profile, with its options as written. */
export interface OvpnConnection {
  host: string;
  /** A number or a service name. */
  port: string;
  proto: string;
  keys: OvpnKeys;
  /** Line of its `remote`, from 1. */
  line: number;
}

/** The keys of the control channel. */
export interface OvpnKeys {
  auth: OvpnKey | null;
  crypt: OvpnKey | null;
  cryptV2: OvpnKey | null;
  /** `0`, `1`, or any other value for both directions. */
  direction: string | null;
}

/** The lines of a block, or `file` when the key is in a separate file. */
export type OvpnKey = readonly string[] | 'file';

/** The defaults of openvpn(8), `--port` and `--proto`: UDP on 1194. */
const DEFAULTS = { port: '1194', proto: 'udp' };
/** Replaces a file name when the block of the same name has the content. */
const INLINE = '[inline]';

/**
 * The servers in the order that OpenVPN tries them (openvpn(8), `--remote`, "CONNECTION PROFILES"). A top-level
 * `remote` uses all options of the profile. A `<connection>` uses its own, and the `port`, `rport` and `proto`
 * before it. If there are such blocks, OpenVPN 2.6 ignores a top-level `remote`; a block with its own key takes
 * the key direction only from inside the block.
 *
 * @throws P2sError `input` for a `<connection>` without exactly one `remote`
 */
export function connectionsOf(options: readonly OvpnOption[], file: string): OvpnConnection[] {
  let common = { ...DEFAULTS };
  const blocks: OvpnConnection[] = [];
  const keys = keysIn(options, false);
  for (const option of options) {
    if (option.options !== undefined) {
      const connections = serversIn(option.options, common, keys);
      if (connections.length !== 1)
        throw refusedFile(
          file,
          say('its <connection> has not one line "remote", but {count}', { count: connections.length }),
          {
            place: `line ${option.line}`,
          },
        );
      blocks.push(...connections);
    } else if (option.name !== 'remote') common = withOption(common, option);
  }
  if (blocks.length > 0) return blocks;
  return options.flatMap((option) => serversIn([option], common, keys));
}

/** The servers among options of the same block. */
function serversIn(
  options: readonly OvpnOption[],
  common: typeof DEFAULTS,
  commonKeys: OvpnKeys,
): OvpnConnection[] {
  const own = keysIn(options, true);
  const hasOwn = own.auth !== null || own.crypt !== null || own.cryptV2 !== null;
  const settings = options.reduce(withOption, common);
  return options.flatMap(({ name, words: [host], line }) =>
    name === 'remote' && host !== undefined
      ? [{ host, ...settings, keys: hasOwn ? own : commonKeys, line }]
      : [],
  );
}

/** The last option wins. */
function withOption(settings: typeof DEFAULTS, { name, words }: OvpnOption): typeof DEFAULTS {
  const [first, port, proto] = words;
  switch (name) {
    case 'port':
    case 'rport':
      return { ...settings, port: first ?? settings.port };
    case 'proto':
      return { ...settings, proto: first ?? settings.proto };
    case 'remote':
      return { port: port ?? settings.port, proto: proto ?? settings.proto };
    default:
      return settings;
  }
}

function keysIn(options: readonly OvpnOption[], ofConnection: boolean): OvpnKeys {
  const keys: OvpnKeys = { auth: null, crypt: null, cryptV2: null, direction: null };
  for (const option of options) {
    const [first, second] = option.words;
    switch (option.name) {
      case 'key-direction':
        keys.direction = first ?? null;
        break;
      case 'tls-auth':
        keys.auth = keyOf(option, keys.auth);
        keys.direction = second ?? (ofConnection ? null : keys.direction);
        break;
      case 'tls-crypt':
        keys.crypt = keyOf(option, keys.crypt);
        break;
      case 'tls-crypt-v2':
        keys.cryptV2 = keyOf(option, keys.cryptV2);
        break;
    }
  }
  return keys;
}

function keyOf({ lines, words: [file] }: OvpnOption, before: OvpnKey | null): OvpnKey {
  return lines ?? (file === INLINE && before !== null ? before : 'file');
}
