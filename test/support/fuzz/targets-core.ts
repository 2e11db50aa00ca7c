import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import {
  applyToWinHttp,
  decodeWinHttpBlob,
  encodeWinHttpBlob,
  settingsOfWinHttp,
} from '../../../src/core/codec/winhttp-blob.ts';
import {
  applyToWinInet,
  decodeWinInetBlob,
  encodeWinInetBlob,
  settingsOfWinInet,
} from '../../../src/core/codec/wininet-blob.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import { type RegistryValue, sameBytes, sameValue } from '../../../src/core/model/registry.ts';
import { formatBypassList, parseBypassList } from '../../../src/core/proxy/bypass-list.ts';
import { proxyForUrl } from '../../../src/core/proxy/proxy-for-url.ts';
import { formatProxyList, parseProxyList } from '../../../src/core/proxy/proxy-list.ts';
import type { ProxySettings, Store } from '../../../src/core/proxy/settings.ts';
import { editRegFile } from '../../../src/core/reg-file/edit.ts';
import { parseRegFile, serializeRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import { parsePhonebook } from '../../../src/profile/phonebook/phonebook.ts';
import { azureVpnClientEntry, phonebookText } from '../machines/phonebooks.ts';
import { randomMachine } from '../machines/random-machines.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutated, mutatedText } from './mutate.ts';
import { Random } from './random.ts';

const URL = { scheme: 'https', host: 'gateway.contoso.example', port: 443 } as const;

/** Files and values like those of real machines; always the same. */
const REG_FILES = [
  sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' }),
  ...machines(40),
].filter((content) => !/^\s*\{/.test(content.toString()));

const BLOBS = REG_FILES.flatMap((content) => {
  const values = [...toSnapshot(parseRegFile(content)).keys].flatMap((key) => [...key.values.values()]);
  return values.flatMap((value) => (value.kind === 'binary' ? [value.bytes] : []));
});

const LISTS = [
  'proxy.contoso.example:8080',
  'http=a.example:80;https=b.example:443 ftp=c.example;socks=d.example:1080',
  'http://user:secret@proxy.example:8080/',
  '[2001:db8::1]:3128',
  '\u201cproxy\u201d:8080, other:80',
  '<local>;*.contoso.example;10.*;http://a.example:8080;<-loopback>',
];
const LIST_TOKENS = [
  '=',
  '://',
  ':',
  ';',
  ',',
  ' ',
  '@',
  '[',
  ']',
  '*',
  '<local>',
  'https=',
  'socks5://',
  '\u2019',
  '\0',
  '::1',
  '99999',
];

const PHONEBOOKS = [
  phonebookText([
    { name: 'Contoso VPN', server: 'azuregateway.contoso.example', strategy: 6 },
    azureVpnClientEntry('hub'),
    { name: '東京', server: 'gateway.contoso.example:8443', strategy: 14, proxyFlags: 3 },
  ]),
  phonebookText([{ name: 'B\xfcro', server: 'a.example', utf8: false }], '\n'),
].flatMap((text) => [
  Buffer.from(text),
  Buffer.from(text, 'latin1'),
  Buffer.from(`\ufeff${text}`, 'utf16le'),
]);

function machines(count: number): Buffer[] {
  const random = new Random(7);
  return Array.from({ length: count }, () => randomMachine(random));
}

function promise(kept: boolean, what: string): void {
  if (!kept) throw new Error(what);
}

/** Checks that the settings can be used. */
function use(settings: ProxySettings, store: Store): void {
  proxyForUrl(settings, URL, store);
}

export const CORE_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'WinINET blob',
    codes: [],
    make: (random) => mutated(random, BLOBS),
    run(bytes) {
      const decoded = decodeWinInetBlob(bytes);
      if (!decoded.ok) return;
      promise(sameBytes(encodeWinInetBlob(decoded.blob), bytes), 'encodes to other bytes');
      use(settingsOfWinInet(decoded.blob), 'wininet');
      const changed = applyToWinInet(decoded.blob, {
        proxy: { enabled: true, servers: 'p:1' },
        bypass: '<local>',
      });
      if (!changed.ok) return;
      const again = decodeWinInetBlob(encodeWinInetBlob(changed.blob));
      promise(again.ok && again.blob.proxy === 'p:1', 'a changed blob does not decode');
      promise(again.ok && sameBytes(again.blob.tail, decoded.blob.tail), 'a change lost the tail');
    },
  }),
  target({
    name: 'WinHTTP blob',
    codes: [],
    make: (random) => mutated(random, BLOBS),
    run(bytes) {
      const decoded = decodeWinHttpBlob(bytes);
      if (!decoded.ok) return;
      promise(sameBytes(encodeWinHttpBlob(decoded.blob), bytes), 'encodes to other bytes');
      use(settingsOfWinHttp(decoded.blob), 'winhttp');
      const changed = applyToWinHttp(decoded.blob, { proxy: 'p:1', bypass: '' });
      const again = changed.ok ? decodeWinHttpBlob(encodeWinHttpBlob(changed.blob)) : null;
      promise(again === null || (again.ok && again.blob.proxy === 'p:1'), 'a changed blob does not decode');
    },
  }),
  target({
    name: 'registry export',
    codes: ['input'],
    make: (random) => mutated(random, REG_FILES),
    run(bytes) {
      const file = parseRegFile(bytes);
      promise(sameBytes(serializeRegFile(file), bytes), 'serializes to other bytes');
      const snapshot = toSnapshot(file);
      const next: RegistryValue = { kind: 'binary', bytes: new Uint8Array([1, 2, 3]) };
      const key = [...snapshot.keys][0]?.path ?? 'HKEY_CURRENT_USER\\Software\\x';
      try {
        const edited = editRegFile(file, [{ key, name: 'new', expected: null, next }]);
        const now = toSnapshot(parseRegFile(serializeRegFile(edited))).value(key, 'new') ?? null;
        promise(sameValue(now, next), 'an edit did not take effect');
      } catch (error) {
        if (!(error instanceof P2sError && error.code === 'refused')) throw error;
      }
    },
  }),
  target({
    name: 'proxy list',
    codes: [],
    make: (random) => mutatedText(random, LISTS, LIST_TOKENS),
    run(text) {
      for (const store of ['wininet', 'winhttp'] as const) {
        const { servers, issues } = parseProxyList(text, { store });
        const again = parseProxyList(formatProxyList(servers), { store });
        promise(
          JSON.stringify(again) === JSON.stringify({ servers, issues: [] }),
          'reads otherwise when formatted',
        );
        // Without an @ it cannot be recognized as a secret.
        if (text.lastIndexOf('@') > text.lastIndexOf('secret'))
          promise(!JSON.stringify(issues).includes('secret'), 'tells a password');
      }
    },
  }),
  target({
    name: 'bypass list',
    codes: [],
    make: (random) => mutatedText(random, LISTS, LIST_TOKENS),
    run(text) {
      for (const store of ['wininet', 'winhttp'] as const) {
        const { entries } = parseBypassList(text, { store });
        const again = parseBypassList(formatBypassList(entries), { store });
        promise(JSON.stringify(again.entries) === JSON.stringify(entries), 'reads otherwise when formatted');
        const { servers } = parseProxyList('p:1', { store });
        const on = {
          direct: true,
          proxy: { enabled: true, servers },
          bypass: entries,
          pac: null,
          autoDetect: null,
        };
        use(on, store);
      }
    },
  }),
  target({
    name: 'phonebook',
    codes: ['input'],
    make: (random) => mutated(random, PHONEBOOKS),
    run(bytes) {
      const entries = parsePhonebook(bytes);
      const lines = entries.map(({ line }) => line);
      promise(
        lines.every((line, i) => line > (lines[i - 1] ?? 0)),
        'entries are not in their order',
      );
    },
  }),
];
