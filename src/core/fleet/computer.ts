import { P2sError } from '../model/errors.ts';
import { ipVersion } from '../model/ip-version.ts';
import { neutralise } from '../model/neutralise.ts';
import { type Message, say } from '../model/say.ts';

export type FleetTransport = 'winrm' | 'ssh';

/** A computer of a fleet and its connection. For `null`, WinRM, ssh and the ssh configuration decide. */
export interface FleetComputer {
  /** As the user typed it; unique in a fleet. */
  name: string;
  transport: FleetTransport;
  /** The host to connect to. */
  host: string;
  port: number | null;
  /** ssh only. */
  user: string | null;
  /** ssh only: the file with the private key. */
  key: string | null;
  /** ssh only: the subsystem that starts PowerShell on the target; `null`: `powershell`. */
  subsystem: string | null;
  /** WinRM only: over HTTPS. */
  ssl: boolean;
  /** WinRM only: the session configuration. */
  configuration: string | null;
  /** SID of the VPN user on that computer; `null`: detected on it. */
  vpnUser: string | null;
}

/** Defaults for every computer without its own values. */
export type FleetDefaults = Pick<FleetComputer, 'transport' | 'user' | 'key' | 'subsystem' | 'configuration'>;

/** Limit for one run: Invoke-Command keeps a job for each computer. */
export const MAX_COMPUTERS = 20_000;

/** No leading hyphen: ssh would read it as an option. */
export const HOST_NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_])?\.?$/;
/** It is shown, and written to the list of computers to run again. */
const NAME = /^[^\p{Cc}]{1,256}$/u;
const USER = /^[A-Za-z0-9_][A-Za-z0-9_.\\@+ -]{0,255}$/;
const WORD = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const YES_OR_NO = /^(?:true|yes|1|false|no|0)$/i;
const SID = /^S-1-\d+(?:-\d+)+$/i;

/** The fields of a computer as text, by CSV column name. */
export type ComputerFields = Partial<
  Record<
    | 'computer'
    | 'host'
    | 'transport'
    | 'port'
    | 'user'
    | 'key'
    | 'subsystem'
    | 'ssl'
    | 'configuration'
    | 'vpnuser',
    string
  >
>;

/**
 * `[ssh://|winrm://|winrms://][USER@]HOST[:PORT]`. `where` names the line in errors.
 *
 * @throws P2sError `input`
 */
export function parseComputer(text: string, defaults: FleetDefaults, where = 'computer'): FleetComputer {
  const match = /^(?:(ssh|winrm|winrms):\/\/)?(?:(.+)@)?([^@:]+)(?::(\d{1,5}))?$/i.exec(text.trim());
  if (match === null) throw notA(say('a computer ([ssh://][USER@]HOST[:PORT])'), text, where);
  const [, scheme, user, host = '', port] = match;
  const [transport, ssl] = scheme === undefined ? [] : [scheme.slice(0, 5).toLowerCase(), /s$/i.test(scheme)];
  const fields: ComputerFields = {
    computer: text.trim(),
    host,
    ...(transport === undefined ? {} : { transport, ssl: transport === 'winrm' && ssl ? 'true' : 'false' }),
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port }),
  };
  return computerFrom(fields, defaults, where);
}

/**
 * A computer from the fields of one line. `where` names the line in errors.
 *
 * @throws P2sError `input`
 */
export function computerFrom(fields: ComputerFields, defaults: FleetDefaults, where: string): FleetComputer {
  const field = (name: keyof ComputerFields) => {
    const text = fields[name]?.trim() ?? '';
    return text === '' ? null : text;
  };
  const checked = (name: keyof ComputerFields, pattern: RegExp, what: Message) => {
    const text = field(name);
    if (text !== null && !pattern.test(text)) throw notA(what, text, `${where}, ${name}`);
    return text;
  };
  const name = checked('computer', NAME, say('the name of a computer')) ?? field('host');
  if (name === null) throw notA(say('the name of a computer'), '', where);
  const host =
    checked('host', HOST_NAME, say('a host name')) ??
    checked('computer', HOST_NAME, say('a host name')) ??
    name;
  const transport = (checked('transport', /^(?:winrm|ssh)$/i, say('winrm or ssh'))?.toLowerCase() ??
    defaults.transport) as FleetTransport;
  const portText = checked('port', /^\d{1,5}$/, say('a port'));
  const port = portText === null ? null : Number(portText);
  if (port !== null && (port < 1 || port > 65_535)) throw notA(say('a port'), String(port), `${where}, port`);
  return {
    name,
    transport,
    host,
    port,
    user: checked('user', USER, say('a user name')) ?? defaults.user,
    key: checked('key', /^[^-"\p{Cc}][^"\p{Cc}]*$/u, say('the name of a file')) ?? defaults.key,
    subsystem: checked('subsystem', WORD, say('a subsystem')) ?? defaults.subsystem,
    ssl: /^(?:true|yes|1)$/i.test(checked('ssl', YES_OR_NO, say('true or false')) ?? ''),
    configuration: checked('configuration', WORD, say('a session configuration')) ?? defaults.configuration,
    vpnUser: checked('vpnuser', SID, say('a SID'))?.toUpperCase() ?? null,
  };
}

/** The address in `[ssh://][USER@]ADDRESS[:PORT]`, with or without brackets and a zone. */
const IPV6 = /^(?:\w+:\/\/)?(?:.*@)?\[?([\da-f:.]+)(?:%[^\]]*)?\]?(?::\d{1,5})?$/i;

function notA(what: Message, text: string, where: string): P2sError {
  if (ipVersion(IPV6.exec(text.trim())?.[1] ?? '') === 6)
    return new P2sError(
      'input',
      say('A computer cannot be named by its IPv6 address: {text}', { text: neutralise(text) }),
      {
        where,
        next: say(
          'Use its host name, or for SSH a Host of the ssh configuration with this address as its HostName.',
        ),
      },
    );
  return new P2sError('input', say('This is not {what}: "{text}"', { what, text: neutralise(text) }), {
    where,
    next: say('docs/fleet.md describes how computers are named.'),
  });
}
