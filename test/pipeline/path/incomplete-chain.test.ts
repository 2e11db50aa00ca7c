import { beforeAll, describe, expect, it } from 'vitest';
import { type CertificateAuthority, createCa } from '../../../scripts/simulated/ca.ts';
import { type CrlServer, type ServeMode, startCrlServer } from '../../../scripts/simulated/crl-server.ts';
import { startGateway } from '../../../scripts/simulated/gateway.ts';
import { startProxy } from '../../../scripts/simulated/proxy.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { closeAfterEach } from '../../path/fixtures.ts';
import { systemPorts, verify } from '../../support/stories/runs.ts';

const HOST = 'vpn.contoso.example';
const keep = closeAfterEach();
let ca: CertificateAuthority;

beforeAll(async () => {
  ca = await createCa({ intermediateCrlUrls: ['http://crl.example/root.crl'] });
});

/** A gateway that sends only its own certificate, checked through a proxy that resolves all addresses. */
async function verified(mode: ServeMode, roots = [ca.root.pem]) {
  const leaf = await ca.issue({
    names: [HOST],
    crlUrls: ['http://crl.example/issuing.crl'],
    caIssuersUrls: ['http://aia.example/issuing.cer'],
  });
  const gateway = keep(await startGateway({ key: leaf.key, cert: leaf.pem }));
  const server: CrlServer = keep(
    await startCrlServer({
      resources: {
        '/issuing.cer': { body: ca.intermediate.der, mode },
        '/issuing.crl': { body: await ca.crl('intermediate') },
        '/root.crl': { body: await ca.crl('root') },
      },
    }),
  );
  const hosts = { [`${HOST}:443`]: gateway, 'crl.example': server, 'aia.example': server };
  const proxy = keep(await startProxy({ hosts }));
  const { host, port } = proxy;
  const document = await verify(
    {
      machine: {},
      path: {
        gateways: [{ host: HOST, port: 443, source: 'option' }],
        deadlineMs: 10_000,
        extraRoots: roots,
        probe: null,
      },
      desired: {
        source: 'explicit',
        winInet: { kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: [] },
        winHttp: 'follow',
      },
      user: null,
    },
    { ...systemPorts(), platform: 'linux' },
  );
  const found = document.findings.map(({ code }) => code).filter((code) => code !== 'gateway-name-unusual');
  return { document, proxy, found, verdict: document.verdicts[0]?.verdict };
}

const certificates = ({ document }: Awaited<ReturnType<typeof verified>>) =>
  document.checks
    .filter(({ stage }) => stage === 'certificate')
    .map(({ status, evidence }) => [status, evidence.reason]);

const inEnglish = ({ document: { verdicts, checks } }: Awaited<ReturnType<typeof verified>>) =>
  verdicts.map((verdict) => ENGLISH.verdict(verdict, checks))[0];

describe('a gateway that sends its own certificate alone', () => {
  it('is reachable where its issuer is, as it is for Windows, and the missing lists are judged', async () => {
    const run = await verified('ok');
    expect(run.document.error).toBeUndefined();
    expect([run.verdict, run.document.exitCode, run.found]).toEqual(['reachable', 0, ['chain-incomplete']]);
    expect(certificates(run)).toEqual([
      ['fail', 'untrusted-root'],
      ['warn', 'chain-incomplete'],
    ]);
    const fetched = run.document.checks.filter(({ stage }) => stage === 'revocation');
    expect(fetched.map(({ url, status }) => [url, status])).toEqual([
      ['http://aia.example/issuing.cer', 'pass'],
      ['http://crl.example/issuing.crl', 'pass'],
      ['http://crl.example/root.crl', 'pass'],
    ]);
  });

  it.each<[ServeMode, string]>([
    ['html', 'a web page instead (a block or login page))'],
    ['redirect', 'redirected to blocked.example, then (through 127.0.0.1:'],
    ['forbidden', 'HTTP 403)'],
    ['auth-required', '407, the proxy requires authentication)'],
  ])('is not trusted when its issuer is blocked, and the report names how: %s', async (mode, how) => {
    const run = await verified(mode);
    expect([run.verdict, run.found]).toEqual(['untrusted-root', ['issuer-not-fetched']]);
    expect(run.document.findings.find(({ code }) => code === 'issuer-not-fetched')?.message).toContain(
      `http://aia.example/issuing.cer (${how}`,
    );
    const reported = inEnglish(run);
    expect(reported?.message).toContain(
      `"CN=P2S Sample Issuing CA", which issued "CN=${HOST}", is neither a trusted root on this computer nor a CA certificate that the gateway sends, and it was not fetched: aia.example: `,
    );
    // The error at the end of the redirect names no owner: it may be the server's own.
    const maybe = mode === 'redirect' ? " VPN team: if the error is the server's own, have the" : '';
    const hosts = mode === 'redirect' ? ['aia.example', 'blocked.example'] : ['aia.example'];
    expect(reported?.next).toContain(`Proxy team: allow http to ${hosts.join(', ')} without authentication.`);
    expect(reported?.next).toContain(`without authentication.${maybe}`);
    expect(reported?.next).toContain(' VPN team: have the gateway send its intermediate');
    const { requests } = run.document;
    expect(requests.map(({ to }) => to)).toEqual(['proxy-team', 'vpn-team']);
    for (const host of hosts)
      expect(requests[0]?.en).toContain(`- HTTP (GET) to ${host}:80 through 127.0.0.1:`);
    expect(requests[1]?.en).toContain('- Have the gateway send its intermediate certificates.');
  });

  it('names the root that issued what was fetched, where that is unknown', async () => {
    const run = await verified('ok', []);
    expect(inEnglish(run)?.message).toContain(
      '"CN=P2S Sample Root", which issued "CN=P2S Sample Issuing CA", is neither',
    );
    expect(run.document.requests.map(({ to }) => to)).toEqual(['vpn-team']);
  });

  it('stays what it is where the root behind it is unknown', async () => {
    const run = await verified('ok', []);
    expect([run.verdict, run.found]).toEqual(['untrusted-root', []]);
    expect(certificates(run)).toEqual([
      ['fail', 'untrusted-root'],
      ['fail', 'untrusted-root'],
    ]);
  });
});
