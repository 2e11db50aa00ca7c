import { parseAllowedProxy } from '../../core/decide/allow-list.ts';
import { type DesiredSettings, desiredFor, typedState } from '../../core/decide/desired-settings.ts';
import { P2sError } from '../../core/model/errors.ts';
import { type Message, option, say } from '../../core/model/say.ts';
import type { OptionName, Options } from '../../core/options/table.ts';
import { typedBypassList } from '../../core/proxy/typed.ts';

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
  source = 'wininet',
  'allow-proxy': allowProxies = [],
}: Options): DesiredSettings {
  const named = (name: OptionName) => option(name);
  if (direct === true) return desiredFor({ kind: 'direct' });
  if (pac !== undefined) return desiredFor(typedState({ pac }, named));
  if (proxy !== undefined) return desiredFor(typedState({ proxy, bypass }, named));
  if (allowProxies.length > 0) {
    const list = { where: option('bypass'), store: 'winhttp' } as const;
    return {
      source: 'wininet',
      allowed: {
        proxies: [...new Set(allowProxies.map((text) => parseAllowedProxy(text)))],
        bypass: bypass === undefined ? null : typedBypassList(bypass, list).entries,
      },
    };
  }
  return { source };
}

/**
 * The roots in the file of `--ca` (DER or PEM) as PEM. Others are left out: Windows does not trust an intermediate
 * certificate by itself, as OpenSSL would with X509_V_FLAG_PARTIAL_CHAIN.
 */
export async function readRoots(file: string | null): Promise<string[]> {
  if (file === null) return [];
  const refused = (message: Message) =>
    new P2sError('input', message, { where: file, next: say('Check {option}.', { option: option('ca') }) });
  const { readRootFile, certificatesIn } = await import('../run/folders/root-file.ts');
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
