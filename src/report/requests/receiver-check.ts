import type { HttpAccess } from '../../core/causes/rule.ts';
import { isPlain } from '../../core/causes/service.ts';
import type { Trace } from '../../core/causes/trace.ts';
import { commandText } from '../../core/model/command-text.ts';
import { parseUrl } from '../../core/model/parse-url.ts';
import { type Phrase, say } from '../../core/model/say.ts';

/** What a letter is about: the tunnel through a proxy or without, the gateway itself, a published list, or servers. */
export type Access = 'connect' | 'tcp' | 'gateway' | { readonly list: string } | HttpAccess;

/** How the receiver of a letter checks it without p2s-fix: commands of one line, and what they show. */
export interface ReceiverCheck {
  readonly commands: readonly string[];
  readonly shows: readonly Phrase[];
}

const CURL = ['curl', '-vk', '-m', '10'];
const DIRECT = ['--noproxy', '*'];

/** The check for one kind of access. `target` and `proxy`: `HOST:PORT`; `null`: direct. */
export function receiverCheck(
  access: Access,
  target: string,
  { proxy, service }: Pick<Trace, 'proxy' | 'service'>,
): ReceiverCheck {
  if (service !== null && typeof access !== 'object') {
    const [url] = service.urls;
    if (isPlain({ service })) return plainCheck(url, proxy);
    const [at = target] = target.split(', ');
    return proxy === null ? tcpCheck(at, url) : connectCheck(at, proxy, url);
  }
  if (access === 'gateway') return gatewayCheck(target);
  if (typeof access === 'object') return 'list' in access ? listCheck(access.list) : serverCheck(access);
  return access === 'connect' && proxy !== null ? connectCheck(target, proxy) : tcpCheck(target);
}

/** CONNECT, for a gateway with the header of SSTP, and the certificate that comes through it. */
function connectCheck(target: string, proxy: string, url: string | null = null): ReceiverCheck {
  const through = ['--proxy', urlOf(proxy, 'http')];
  const header = url === null ? ['--proxy-header', 'SSTPVERSION: 1.0'] : [];
  return {
    commands: [
      inAnyShell(...CURL, ...through, ...header, url === null ? urlOf(target, 'https') : typed(url)),
    ],
    shows: [
      say(
        'expected: 200 in reply to CONNECT, then a certificate whose "issuer:" (shown by curl with OpenSSL) is not the proxy itself',
      ),
      say(
        'log of the proxy: TCP_TUNNEL/200 with CONNECT {target} (squid, at the end of the connection), Established connection to host "{host}" (tinyproxy); not TCP_DENIED/403 or TCP_DENIED/407',
        { target, host: hostOf(target) },
      ),
    ],
  };
}

/** A request that a proxy gets itself. */
function plainCheck(url: string, proxy: string | null): ReceiverCheck {
  const route = proxy === null ? DIRECT : ['--proxy', urlOf(proxy, 'http')];
  return {
    commands: [inAnyShell(...CURL, ...route, typed(url))],
    shows: [
      say('expected: an HTTP status of the server, not 403, 407 or a page of a proxy or firewall'),
      say('log of the proxy or the firewall: the request for {url} is allowed', { url: typed(url) }),
    ],
  };
}

function tcpCheck(target: string, url: string | null = null): ReceiverCheck {
  return {
    commands: [inAnyShell(...CURL, ...DIRECT, url === null ? urlOf(target, 'https') : typed(url))],
    shows: [
      say(
        'expected: an HTTP status of any kind, and a certificate whose "issuer:" (shown by curl with OpenSSL) is not a firewall',
      ),
      say('log of the firewall: {target} is allowed, and the connection is not reset', { target }),
    ],
  };
}

/** The SSTP request (MS-SSTP 4.1). Its answer has no end, so curl stops at its time limit. */
function gatewayCheck(target: string): ReceiverCheck {
  const request = ['-X', 'SSTP_DUPLEX_POST', '-H', 'Content-Length: 18446744073709551615'];
  const url = `${urlOf(target, 'https')}sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/`;
  return {
    commands: [inAnyShell(...CURL, '-g', '--http1.1', ...request, url)],
    shows: [
      say(
        'expected: "HTTP/1.1 200" and nothing more for 10 seconds, under the certificate of the gateway ("subject:" and "issuer:", shown by curl with OpenSSL)',
      ),
    ],
  };
}

function listCheck(url: string): ReceiverCheck {
  return {
    commands: [
      inAnyShell('curl', '-g', '-m', '10', '-o', 'list.crl', typed(url)),
      'openssl crl -inform DER -in list.crl -noout -nextupdate',
    ],
    shows: [say('expected: "nextUpdate=" with a date in the future')],
  };
}

/** HTTP to one address of each server. Windows PowerShell cannot go without the proxy of its user. */
function serverCheck({ urls, proxy }: HttpAccess): ReceiverCheck {
  const hosts = new Set<string>();
  const asked = urls.toSorted().flatMap((url) => {
    const host = parseUrl(url)?.host;
    if (host === undefined || hosts.has(host)) return [];
    hosts.add(host);
    return [typed(url)];
  });
  const client = ['curl', '-gI', '-m', '10', '-A', 'Microsoft-CryptoAPI/10.0'];
  const expected = say(
    'expected: HTTP 200 (an OCSP server may send another status), not 403, 407 or "Content-Type: text/html"',
  );
  if (proxy === null) return { commands: [inAnyShell(...client, ...DIRECT, ...asked)], shows: [expected] };
  const [first = ''] = asked;
  const at = urlOf(proxy, 'http');
  return {
    commands: [
      inAnyShell(...client, '--proxy', at, ...asked),
      inAnyShell('Invoke-WebRequest', '-UseBasicParsing', '-Method', 'Head', '-Proxy', at, first),
    ],
    shows: [
      expected,
      say(
        'log of the proxy: TCP_MISS/200 with HEAD {url} (squid), Established connection to host "{host}" (tinyproxy); not TCP_DENIED/403 or TCP_DENIED/407',
        { url: first, host: parseUrl(first)?.hostname ?? '' },
      ),
    ],
  };
}

function hostOf(target: string): string {
  return target.replace(/:\d+$/, '');
}

function urlOf(target: string, scheme: 'http' | 'https'): string {
  const at = scheme === 'https' ? target.replace(/:443$/, '') : target;
  return typed(`${scheme}://${at}/`);
}

/**
 * An address from outside, for any shell: a `%` that escapes nothing, and what ends a string in sh, PowerShell or
 * cmd.exe, are percent-encoded (RFC 3986 2.1).
 */
function typed(url: string): string {
  const ascii = parseUrl(url)?.href ?? '';
  return ascii.replaceAll(/%(?![\da-f]{2})|[^\w.:/=?&%#;()*[\]{}~+-]/gi, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return `%${code.padStart(2, '0')}`;
  });
}

/** The letter goes to a computer that is not known; the words are such that the shells quote them alike. */
function inAnyShell(...words: readonly string[]): string {
  return commandText(words, 'sh');
}
