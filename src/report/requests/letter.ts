import type { HttpAccess, Step } from '../../core/causes/rule.ts';
import { isPlain } from '../../core/causes/service.ts';
import { namedTarget } from '../../core/causes/settings-route.ts';
import type { CheckedSettings } from '../../core/model/check.ts';
import { neutralise } from '../../core/model/neutralise.ts';
import { parseUrl } from '../../core/model/parse-url.ts';
import { capital, command, inARow, listed, type Phrase, say, sentences } from '../../core/model/say.ts';
import type { LetterFacts } from './letters.ts';

/**
 * The CRL and OCSP hosts of Azure gateways' certificates (Azure Certificate Authority details), for a proxy that
 * passed no certificate.
 */
const LISTS_OF_AZURE = [
  'crl3.digicert.com',
  'crl4.digicert.com',
  'ocsp.digicert.com',
  'www.microsoft.com',
  'oneocsp.microsoft.com',
];

const HEADINGS = {
  'proxy-team': (target: string) => say('To the proxy team: VPN gateway {target}', { target }),
  'network-team': (target: string) => say('To the network team: VPN gateway {target}', { target }),
  'vpn-team': (target: string) => say('To the VPN team: VPN gateway {target}', { target }),
} as const;

const OF_SERVICE = {
  ...HEADINGS,
  'proxy-team': (target: string) => say('To the proxy team: {target}', { target }),
  'network-team': (target: string) => say('To the network team: {target}', { target }),
} as const;

const INSPECTION = {
  gateway: say("- without TLS inspection: SSTP is bound to the gateway's own certificate"),
  service: say('- without TLS inspection: a service accepts only roots that its computer trusts'),
};

/**
 * A letter to one team, ready to paste: the cause, what the team has to do and to allow, and what was observed.
 * `stores`: the settings that were checked; `null` if the run named the route, which then follows its command.
 */
export function letter(facts: LetterFacts, stores: CheckedSettings | null): Phrase {
  const { to, trace, cause, steps, evidence, check, at } = facts;
  const target = neutralise(trace.target, 260);
  const access = accessLines(facts);
  const lines: Phrase[] = [
    (trace.service === null ? HEADINGS : OF_SERVICE)[to](target),
    '',
    trace.service === null
      ? say('Our Windows VPN (SSTP) to {target} does not connect. {problem}', { target, problem: cause.says })
      : say('Windows services of ours do not reach {url}. {problem}', {
          url: trace.gateway,
          problem: cause.says,
        }),
    '',
    say('Please:'),
    ...steps.map((step): Phrase => inARow('- ', askText(step))),
    ...(access.length === 0 ? [] : [say('To allow:'), ...access]),
    ...(facts.isShared
      ? [say('If the cause is not yours, please let us know: another team may then have to act.')]
      : []),
    '',
    facts.fromThisComputer
      ? say('Observed ({at} UTC, from a different computer than that of the user):', { at })
      : say('Observed ({at} UTC):', { at }),
    ...evidence.map((line) => `- ${line}`),
    '',
    say('To check it without p2s-fix (in PowerShell, type curl.exe):'),
    ...check.commands.map((command) => `  ${command}`),
    ...check.shows.map((line): Phrase => inARow('- ', line)),
    say('To check afterwards: {command}', {
      command: command('verify', { ...namedTarget(trace), ...checkedAlong(facts, stores) }),
    }),
  ];
  return inLines(lines);
}

/** The lines of a letter. */
export function inLines(lines: readonly Phrase[]): Phrase {
  return inARow(...lines.flatMap((line, at) => (at === 0 ? [line] : ['\n', line])));
}

/** An item of a letter: what its reader has to do. */
export function askText({ action, note }: Step): Phrase {
  return sentences(say('{action}.', { action: capital(action) }), note ?? null);
}

/** What has to be let through, and how: by the kind of access, not by the cause. */
function accessLines({ access, trace, cause }: LetterFacts): Phrase[] {
  if (access === undefined) return [];
  const target = neutralise(trace.target, 260);
  const inspection = trace.service === null ? INSPECTION.gateway : INSPECTION.service;
  if (access === 'tcp')
    return [
      say('- outbound TCP to {target}', { target }),
      inspection,
      say('- without a reset or a block for the server name (SNI), its category or the application'),
    ];
  if (access !== 'connect') return serverLines(access);
  // The certificate, which names them, was not received.
  const needsLists = trace.isAzure && cause.stage === 'connect';
  if (trace.service !== null)
    return [
      isPlain(trace)
        ? say('- HTTP to {target}{through}', { target, through: through(trace.proxy) })
        : say('- CONNECT {target}{through}', { target, through: through(trace.proxy) }),
      say('- without a sign-in page or a block page'),
      say('- without proxy authentication: the account of a service (SYSTEM) has no password for the proxy'),
      inspection,
    ];
  return [
    say('- CONNECT {target}{through}, also with the request header "SSTPVERSION: 1.0"', {
      target,
      through: through(trace.proxy),
    }),
    say('- without a sign-in page or a block page'),
    say('- without proxy authentication: SSTP cannot authenticate to a proxy'),
    inspection,
    say('- without a reset or a block for the server name (SNI), its category or the application'),
    ...(needsLists
      ? [
          say(
            '- HTTP to {hosts}, without authentication: Windows checks the revocation of the certificate there',
            { hosts: listed(LISTS_OF_AZURE) },
          ),
        ]
      : []),
  ];
}

/** HTTP to the servers of certificates: for their revocation, or for a missing issuer. */
function serverLines({ urls, proxy, isPost }: HttpAccess): Phrase[] {
  const servers = new Set(urls.flatMap((url) => serverOf(url) ?? []));
  return [
    ...[...servers].sort().map((server) => {
      const values = { server, through: through(proxy) };
      return isPost
        ? say('- HTTP (GET and POST) to {server}{through}', values)
        : say('- HTTP (GET) to {server}{through}', values);
    }),
    say(
      '- without authentication, and without a block page or a sign-in page instead of the answer: the check is made by a Windows service (User-Agent: Microsoft-CryptoAPI/10.0)',
    ),
  ];
}

/** `HOST:PORT`, as a firewall rule needs it. */
function serverOf(url: string): string | null {
  const parsed = parseUrl(url);
  if (parsed === null) return null;
  return neutralise(parsed.port === '' ? `${parsed.host}:80` : parsed.host, 260);
}

function through(proxy: string | null): Phrase {
  return proxy === null ? '' : say(' through {proxy}', { proxy });
}

/** The route of the check afterwards: a proxy for revocation alone must not get the tunnel. */
function checkedAlong({ access, trace: { proxy } }: LetterFacts, stores: CheckedSettings | null) {
  const asked = typeof access === 'object' ? access.proxy : proxy;
  if (stores === null || asked !== proxy) return {};
  if (proxy !== null) return { proxy };
  // Where a proxy is set now, the check must not use it.
  return stores === 'proposed' ? { direct: true } : {};
}
