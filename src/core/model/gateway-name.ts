import { domainToASCII } from 'node:url';
import { type Gateway, SERVICE_ROUTES } from './check.ts';
import { P2sError } from './errors.ts';
import { ipVersion } from './ip-version.ts';
import { neutralise, withoutPassword } from './neutralise.ts';
import { parseUrl } from './parse-url.ts';
import { option, say } from './say.ts';

/** A user's phonebook may contain a name of a million characters; a DNS name has at most 253. */
const MAX_TEXT = 1024;
const NAME = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)|((?=[^:]*:[^:]*:)[0-9a-fA-F:.]+))(?::(\d{1,5}))?$/;

/**
 * `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT` as typed; names become ASCII and lower case, IPv6 addresses
 * become the form of RFC 5952.
 *
 * @throws P2sError `input`
 */
export function parseGatewayName(text: string, where: string): Gateway {
  const match = text.length > MAX_TEXT ? null : NAME.exec(text);
  const host = match?.[1] ?? match?.[2] ?? match?.[3] ?? '';
  const port = match?.[4] === undefined ? 443 : Number(match[4]);
  const bracketed = match?.[1] !== undefined;
  const version = ipVersion(host);
  const ascii = version === 6 ? shortAddress(host) : version === 4 ? host : bracketed ? '' : dnsName(host);
  if (ascii === '' || /[^a-zA-Z0-9._:-]/.test(ascii) || /[\s@/\\]/.test(host) || ascii.length > 253) {
    throw new P2sError(
      'input',
      say('Not a gateway name: "{text}".', { text: neutralise(withoutPassword(text)) }),
      {
        where,
        next: text.includes('/')
          ? say('Give HOST or HOST:PORT for a gateway; a URL of a service is https://HOST/, with {option}.', {
              option: option('url'),
            })
          : say('Give HOST or HOST:PORT, e.g. azuregateway-….vpn.azure.com.'),
      },
    );
  }
  if (port < 1 || port > 65535) {
    throw new P2sError(
      'input',
      say('Not a port: {port} in "{text}".', { port, text: neutralise(withoutPassword(text)) }),
      {
        where,
        next: say('Give a port from 1 to 65535, or none for 443.'),
      },
    );
  }
  return { host: ascii.toLowerCase(), port, source: 'option' };
}

/** Whether a word is meant as the URL of a service, and not as the name of a gateway. */
export function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/**
 * The two routes of a service by its URL. A fragment is not sent, and is left out.
 *
 * @throws P2sError `input`, also for a URL with a sign-in
 */
export function parseServiceUrl(text: string, where: string): Gateway[] {
  const url = text.length <= MAX_TEXT && isWebUrl(text) ? parseUrl(text) : null;
  const { username = '', password = '', hostname = '', port = '', protocol = '' } = url ?? {};
  if (url === null || username !== '' || password !== '')
    throw new P2sError('input', say('Not a URL: "{text}".', { text: neutralise(withoutPassword(text)) }), {
      where,
      next: say(
        'Give https://HOST/ or http://HOST:PORT/PATH without a sign-in; a VPN gateway goes with {option}.',
        {
          option: option('gateway'),
        },
      ),
    });
  url.hash = '';
  const given = `${hostname}${port === '' ? (protocol === 'https:' ? '' : ':80') : `:${port}`}`;
  const gateway = parseGatewayName(given, where);
  return SERVICE_ROUTES.map((as) => ({ ...gateway, url: url.href, as }));
}

/** One IPv6 address has many notations; the URL standard's host serializer writes that of RFC 5952. */
function shortAddress(host: string): string {
  return new URL(`http://[${host}]`).hostname.slice(1, -1);
}

/**
 * A name as DNS uses it; `''` for text that only a URL parser accepts as a host: numbers, percent signs, and labels
 * that are empty or longer than 63 characters (RFC 1035 2.3.4).
 */
function dnsName(host: string): string {
  const ascii = domainToASCII(host);
  if (/^\.|\.\.|[^.]{64}/.test(ascii)) return '';
  const plain = /^[ -~]*$/.test(host);
  return plain && ascii !== host.toLowerCase() ? '' : ascii;
}
