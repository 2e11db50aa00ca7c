import type { HttpAccess, Step } from '../../../core/causes/rule.ts';
import type { CheckedSettings } from '../../../core/model/check.ts';
import { neutralise } from '../../../core/model/neutralise.ts';
import { parseUrl } from '../../../core/model/parse-url.ts';
import { say } from '../../../core/model/say.ts';
import type { LetterFacts } from '../../requests/letters.ts';
import { listed, sentences } from '../parts.ts';
import { joined, sentence, type Text, text } from '../text.ts';

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

/**
 * A letter to one team, ready to paste: the cause, what the team has to do and to allow, and what was observed.
 * `stores`: the settings that were checked; `null` if the run named the route, which then follows its command.
 */
export function letter(facts: LetterFacts, stores: CheckedSettings | null): Text {
  const { to, trace, cause, steps, evidence, check, at } = facts;
  const target = neutralise(trace.target, 260);
  const access = accessLines(facts);
  const lines: Text[] = [
    text(`request.to.${to}`, { target }),
    '',
    text('request.problem', { target, problem: cause.says }),
    '',
    text('ask.please'),
    ...steps.map((step): Text => ['- ', askText(step)]),
    ...(access.length === 0 ? [] : [text('ask.allow'), ...access]),
    ...(facts.isShared ? [text('ask.not-yours')] : []),
    '',
    text(facts.fromThisComputer ? 'request.observed-from-another' : 'request.observed', { at }),
    ...evidence.map((line) => `- ${line}`),
    '',
    say('To check it without p2s-fix (in PowerShell, type curl.exe):'),
    ...check.commands.map((command) => `  ${command}`),
    ...check.shows.map((line): Text => ['- ', line]),
    text('request.check-afterwards', {
      command: `p2s-fix verify ${trace.gateway}${checkedAlong(facts, stores)}`,
    }),
  ];
  return joined(lines, '\n');
}

/** An item of a letter: what its reader has to do. */
export function askText({ action, note }: Step): Text {
  return sentences(text('ask.step', { action: sentence(action) }), note ?? null);
}

/** What has to be let through, and how: by the kind of access, not by the cause. */
function accessLines({ access, trace, cause }: LetterFacts): Text[] {
  if (access === undefined) return [];
  const target = neutralise(trace.target, 260);
  if (access === 'tcp')
    return [text('ask.tcp', { target }), text('ask.without-inspection'), text('ask.without-cut')];
  if (access !== 'connect') return serverLines(access);
  // The certificate, which names them, was not received.
  const needsLists = trace.isAzure && cause.stage === 'connect';
  return [
    text('ask.connect', { target, through: through(trace.proxy) }),
    text('ask.connect.without-page'),
    text('ask.connect.without-authentication'),
    text('ask.without-inspection'),
    text('ask.without-cut'),
    ...(needsLists ? [text('ask.connect.lists', { hosts: listed(LISTS_OF_AZURE) })] : []),
  ];
}

/** HTTP to the servers of certificates: for their revocation, or for a missing issuer. */
function serverLines({ urls, proxy, isPost }: HttpAccess): Text[] {
  const get = isPost ? 'ask.servers.get-and-post' : 'ask.servers.get';
  const servers = new Set(urls.flatMap((url) => serverOf(url) ?? []));
  return [
    ...[...servers].sort().map((server) => text(get, { server, through: through(proxy) })),
    text('ask.servers.without-authentication'),
    text('ask.servers.without-page'),
  ];
}

/** `HOST:PORT`, as a firewall rule needs it. */
function serverOf(url: string): string | null {
  const parsed = parseUrl(url);
  if (parsed === null) return null;
  return neutralise(parsed.port === '' ? `${parsed.host}:80` : parsed.host, 260);
}

function through(proxy: string | null): Text {
  return proxy === null ? '' : text('ask.through', { proxy });
}

/** The option of the check afterwards: a proxy for revocation alone must not get the tunnel. */
function checkedAlong({ access, trace: { proxy } }: LetterFacts, stores: CheckedSettings | null): string {
  if (stores === null) return '';
  const asked = typeof access === 'object' ? access.proxy : proxy;
  if (asked !== proxy) return '';
  // Where a proxy is set now, the check must not use it.
  return proxy !== null ? ` --proxy ${proxy}` : stores === 'proposed' ? ' --direct' : '';
}
