import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CERTIFICATE_HELPER } from '../../path/tunnel/proxy/bumping-squid.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID } from '../../support/servers/squid.ts';
import { NSS_WRAPPER } from '../../support/texts/names.ts';
import { INSIDE, OUTSIDE, type Services, type Settings, setServices } from './scene.ts';

const URL_OUTSIDE = `https://${OUTSIDE}/`;
const ALIGN = /^p2s-fix --apply .*--url/;

interface Case {
  readonly name: string;
  readonly settings: (scene: Services, open: string) => Promise<Settings>;
  readonly url?: string;
  readonly more?: (scene: Services, open: string) => Promise<string[]>;
  /** The causes of the user's route and of the computer's. */
  readonly causes: readonly [user: string, computer: string];
  readonly exit: number;
  /** Each owner, with what it has to do. */
  readonly owners: readonly (readonly [owner: string, action: RegExp])[];
  /** Of the plain text. */
  readonly says: RegExp;
}

const both = (proxy: string): Settings => ({ user: { proxy }, computer: { proxy } });
const aligned = [['administrator', ALIGN]] as const;

/** From public threads about services that fail while the browser works, then our own. */
const CASES: readonly Case[] = [
  {
    name: "WinHTTP's proxy is a dead port",
    settings: async (scene, open) => ({ user: { proxy: open }, computer: { proxy: await scene.dead() } }),
    causes: ['reachable', 'proxy-unreachable'],
    exit: 2,
    owners: aligned,
    says: /As the computer: The proxy \S+ cannot be reached: connection refused\./,
  },
  {
    name: "the user's proxy grants CONNECT and then breaks TLS",
    settings: async (scene, open) => ({ user: { proxy: await scene.cutting() }, computer: { proxy: open } }),
    causes: ['tls-failed.cut', 'reachable'],
    exit: 7,
    owners: [
      ['proxy-team', /let TLS to www\.fabrikam\.example:443 pass unchanged/],
      ['service-team', /if nothing on the route ends it/],
    ],
    says: /As the user: www\.fabrikam\.example:443 does not complete TLS/,
  },
  {
    name: 'direct, only the revocation of a good server fails',
    settings: async (_scene, open) => ({ user: { proxy: open } }),
    url: `https://${INSIDE}/`,
    causes: ['reachable', 'revocation-unreachable.not-reached'],
    exit: 2,
    owners: aligned,
    says: /0x80092013\): lists\.fabrikam\.example: name not found/,
  },
  {
    name: "TLS is decrypted on the computer's route alone",
    settings: async (scene, open) => ({ user: { proxy: open }, computer: { proxy: await scene.bumping() } }),
    causes: ['reachable', 'tls-inspection'],
    exit: 2,
    owners: aligned,
    says: /is decrypted on the route \(TLS inspection\)\. Its certificate is not trusted on this computer\./,
  },
  {
    name: '407 for the computer, and not for the user',
    settings: async (scene, open) => ({
      user: { proxy: open },
      computer: { proxy: await scene.squid({ policy: 'auth' }) },
    }),
    causes: ['reachable', 'proxy-auth-required'],
    exit: 2,
    owners: aligned,
    says: /requires authentication \(407\): a browser signs in to it, a Windows service does not\./,
  },
  {
    name: 'a stale proxy in the 64-bit view alone',
    settings: async (scene, open) => ({
      user: { proxy: open },
      computer: { proxy: await scene.dead() },
      computer32: { proxy: open },
    }),
    causes: ['reachable', 'proxy-unreachable'],
    exit: 2,
    owners: aligned,
    says: /Change: --apply sets WinHTTP \(64-bit\): proxy/,
  },
  {
    name: 'a PAC file for users, and nothing for SYSTEM',
    settings: async () => ({ user: { flags: 5, pac: 'http://pac.contoso.example/proxy.pac' } }),
    more: async (scene, open) => [
      '--pac-file',
      await scene.file('proxy.pac', `function FindProxyForURL() { return "PROXY ${open}"; }`),
    ],
    causes: ['reachable', 'dns-failed'],
    exit: 2,
    owners: aligned,
    says: /Change: --apply sets WinHTTP \(64-bit and 32-bit\): proxy \S+\. Tested: with it both routes work\./,
  },
  {
    name: 'a proxy without a bypass list, which refuses a host inside',
    settings: async (scene) => {
      const conf = [`acl inside dstdomain ${INSIDE}`, 'http_access deny inside', 'http_access allow all'];
      const proxy = await scene.squid({ conf });
      return { user: { proxy, bypass: '*.contoso.example' }, computer: { proxy } };
    },
    url: `http://${INSIDE}/`,
    causes: ['reachable', 'proxy-refused'],
    exit: 2,
    owners: aligned,
    says: /sets WinHTTP \(64-bit and 32-bit\): proxy \S+, bypass \*\.contoso\.example/,
  },
  {
    name: 'a proxy that denies the lists',
    settings: async (scene) => {
      const conf = ['acl lists dstdomain lists.fabrikam.example', 'http_access deny lists'];
      return both(await scene.squid({ conf: [...conf, 'http_access allow all'] }));
    },
    causes: ['reachable', 'revocation-unreachable'],
    exit: 7,
    owners: [['proxy-team', /allow http to lists\.fabrikam\.example without authentication/]],
    says: /lists\.fabrikam\.example: HTTP 403/,
  },
  {
    name: 'a sign-in page',
    settings: async (scene) => both(await scene.squid({ policy: 'sign-in-page' })),
    causes: ['captive-portal.proxy', 'captive-portal.proxy'],
    exit: 7,
    owners: [['proxy-team', /allow CONNECT www\.fabrikam\.example:443 without a page in its place/]],
    says: /answers with a web page instead of https:\/\/\S+, which redirects to login\.contoso\.example\./,
  },
  {
    name: '401 of the server itself',
    settings: async (_scene, open) => both(open),
    url: `${URL_OUTSIDE}401`,
    causes: ['reachable', 'reachable'],
    exit: 0,
    owners: [],
    says: /OK: \S+ answers 401/,
  },
  {
    name: '503 of the server itself',
    settings: async (_scene, open) => both(open),
    url: `${URL_OUTSIDE}503`,
    causes: ['reachable', 'reachable'],
    exit: 0,
    owners: [],
    says: /answers 503 \(through \S+\)\. The route works; the server itself reports an error\./,
  },
  {
    name: 'plain http that the proxy denies',
    settings: async (scene) => both(await scene.squid({ policy: 'deny' })),
    url: `http://${OUTSIDE}/`,
    causes: ['proxy-refused', 'proxy-refused'],
    exit: 7,
    owners: [['proxy-team', /allow HTTP to www\.fabrikam\.example:80 without authentication/]],
    says: /does not let the request for http:\/\/www\.fabrikam\.example\/ through: HTTP 403/,
  },
  {
    name: 'a name that nothing resolves',
    settings: async () => ({}),
    url: 'https://absent.contoso.example/',
    causes: ['dns-failed', 'dns-failed'],
    exit: 7,
    owners: [['administrator', /check the name in the URL/]],
    says: /FAIL: The name absent\.contoso\.example does not resolve on this computer\./,
  },
  {
    name: 'a certificate for another name',
    settings: async (_scene, open) => both(open),
    url: `https://${OUTSIDE}:8443/`,
    causes: ['certificate-invalid', 'certificate-invalid'],
    exit: 7,
    owners: [['service-team', /check the certificate of the server, its names and its chain/]],
    says: /issued for other names \(another\.example\)/,
  },
  {
    name: 'a server that does not answer',
    settings: async (_scene, open) => both(open),
    url: `http://${INSIDE}/silent`,
    more: async () => ['--deadline', '2'],
    causes: ['timeout', 'timeout'],
    exit: 7,
    owners: [
      ['proxy-team', /find what holds up the answer/],
      ['service-team', /check why the server does not answer/],
    ],
    says: /accepts the connection, but does not answer the request in time/,
  },
  {
    name: 'a revoked certificate',
    settings: async (_scene, open) => both(open),
    url: `https://${OUTSIDE}:8444/`,
    causes: ['reachable', 'revoked'],
    exit: 7,
    owners: [['service-team', /check the certificate of the server/]],
    says: /As the computer: The certificate of \S+ is revoked\./,
  },
  {
    name: 'a web server in place of the proxy',
    settings: async (scene, open) => ({ user: { proxy: open }, computer: { proxy: scene.tlsPort } }),
    causes: ['reachable', 'proxy-refused.no-status'],
    exit: 2,
    owners: aligned,
    says: /gives no usable answer to CONNECT/,
  },
  {
    name: 'a bypass entry of the user',
    settings: async (_scene, open) => ({
      user: { proxy: open, bypass: OUTSIDE },
      computer: { proxy: open },
    }),
    causes: ['dns-failed', 'reachable'],
    exit: 7,
    owners: [['administrator', /remove the bypass entry www\.fabrikam\.example/]],
    says: /As the user: .* The bypass entry www\.fabrikam\.example sends it past the proxy/,
  },
  {
    name: 'a proxy of the user for http alone',
    settings: async (_scene, open) => ({ user: { proxy: `http=${open}` }, computer: { proxy: open } }),
    causes: ['dns-failed', 'reachable'],
    exit: 7,
    owners: [['administrator', /name it for all protocols/]],
    says: /names no proxy for https\./,
  },
];

describe.skipIf(skipWithout(SQUID, CERTIFICATE_HELPER, NSS_WRAPPER))(
  'audit --url',
  { timeout: 60_000 },
  () => {
    let scene: Services;
    let open: string;

    beforeAll(async () => {
      scene = await setServices((request, response) => {
        if (request.url === '/silent') return;
        response.statusCode = Number(/^\/(\d{3})$/.exec(request.url ?? '')?.[1] ?? 200);
        response.end('hello');
      });
      open = await scene.squid();
    });
    afterAll(() => scene?.close());

    it.each(CASES)('$name', async ({ settings, url = URL_OUTSIDE, more, causes, exit, owners, says }) => {
      const machine = ['--machine', await scene.machine(await settings(scene, open)), '--ca', scene.caFile];
      const args = ['audit', ...machine, '--url', url, '--probe', ...((await more?.(scene, open)) ?? [])];
      const { exitCode, verdicts, summary } = await runJson(args, { env: scene.env });
      const current = verdicts.filter(({ stores }) => stores === 'current');
      expect(current.map(({ cause }) => cause)).toEqual(causes);
      expect(exitCode).toBe(exit);
      const asked = summary?.owners ?? [];
      expect(asked.map(({ owner }) => owner)).toEqual(owners.map(([owner]) => owner));
      for (const [at, [, action]] of owners.entries()) expect(asked[at]?.action).toMatch(action);
      const { stdout } = await runCli(args, { env: scene.env });
      expect(stdout).toMatch(says);
      for (const { action } of asked) expect(stdout).toContain(action);
    });

    it('has one cause for fifty URLs behind one proxy, and the list of a file', async () => {
      const urls = Array.from({ length: 50 }, (_, at) => `${URL_OUTSIDE}${at}`);
      const list = await scene.file('urls.txt', `# vendor's list\r\n${urls.join('\r\n')}\r\n`);
      const file = await scene.machine({ user: { proxy: open }, computer: { proxy: await scene.dead() } });
      const args = ['verify', '--machine', file, '--urls', list, '--ca', scene.caFile];
      const { exitCode, stdout } = await runCli(args, { env: scene.env });
      expect(exitCode).toBe(7);
      expect(stdout.match(/cannot be reached/g)).toHaveLength(1);
      expect(stdout.split('\n').filter((line) => /^ {4}https:\S+ {2}200$/.test(line))).toHaveLength(50);
      // The computer also by the proposed settings.
      expect(stdout.match(/^ {2}(?:user|computer): /gm)).toHaveLength(3);
    });
  },
);
