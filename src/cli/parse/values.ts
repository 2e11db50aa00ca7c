import { parseAllowedProxy } from '../../core/decide/allow-list.ts';
import { type DesiredSettings, desiredFor, typedState } from '../../core/decide/desired-settings.ts';
import type { Gateway } from '../../core/model/check.ts';
import { P2sError } from '../../core/model/errors.ts';
import { parseGatewayName } from '../../core/model/gateway-name.ts';
import { type Message, say } from '../../core/model/say.ts';
import { typedBypassList } from '../../core/proxy/typed.ts';
import type { Invocation } from '../invocation.ts';

export function parseGateway(text: string): Gateway {
  return parseGatewayName(text, 'command line');
}

/**
 * The desired settings from the options; a desired-state file is read elsewhere.
 *
 * @throws P2sError `input`, `refused` with the option
 */
export function desiredOf({
  proxy,
  bypass,
  pac,
  direct,
  source,
  allowProxies,
}: Pick<Invocation, 'proxy' | 'bypass' | 'pac' | 'direct' | 'source' | 'allowProxies'>): DesiredSettings {
  const option = (part: string) => `--${part}`;
  if (direct) return desiredFor({ kind: 'direct' });
  if (pac !== null) return desiredFor(typedState({ pac }, option));
  if (proxy !== null) return desiredFor(typedState({ proxy, bypass: bypass ?? undefined }, option));
  if (allowProxies.length > 0) {
    const list = { where: option('bypass'), store: 'winhttp' } as const;
    return {
      source: 'wininet',
      allowed: {
        proxies: [...new Set(allowProxies.map((text) => parseAllowedProxy(text)))],
        bypass: bypass === null ? null : typedBypassList(bypass, list).entries,
      },
    };
  }
  return { source: source ?? 'wininet' };
}

/**
 * The roots in the file of `--ca` (DER or PEM) as PEM. Others are left out: Windows does not trust an intermediate
 * certificate by itself, as OpenSSL would with X509_V_FLAG_PARTIAL_CHAIN.
 */
export async function readRoots(file: string | null): Promise<string[]> {
  if (file === null) return [];
  const refused = (message: Message) =>
    new P2sError('input', message, { where: file, next: say('Check --ca.') });
  const { readRootFile, certificatesIn } = await import('../../pipeline/run/folders/root-file.ts');
  const body = await readRootFile(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause instanceof P2sError) throw cause;
    throw refused(say('The file cannot be read ({code}).', { code: String(cause.code) }));
  });
  const certificates = certificatesIn(body);
  const roots = certificates.filter(({ isRoot }) => isRoot);
  const [first] = certificates;
  if (first === undefined) throw refused(say('No certificate (DER or PEM) is in the file.'));
  if (roots.length === 0)
    throw refused(
      say(
        'No root certificate is in the file: "{subject}" is issued by "{issuer}", and Windows trusts a root only.',
        { subject: first.subject, issuer: first.issuer },
      ),
    );
  return roots.map(({ pem }) => pem);
}
