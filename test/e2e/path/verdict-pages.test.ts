import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { startScriptedProxy } from '../../path/tunnel/proxy/scripted-proxy.ts';
import { folderForAll } from '../../support/files.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { NGINX, type Nginx, type NginxOptions, startNginx } from '../../support/servers/nginx.ts';
import { PROXY_NAME } from '../../support/stories/scene.ts';
import { NSS_WRAPPER, privateNames } from '../../support/texts/names.ts';

const evidence = ({ checks }: ReportDocument, stage: string) =>
  checks.find((check) => check.stage === stage)?.evidence;
const ca = await createCa();
const folder = folderForAll();
let caFile: string;

beforeAll(async () => {
  caFile = join(folder, 'ca.pem');
  await writeFile(caFile, ca.root.pem);
});

async function withNginx<T>(options: NginxOptions, use: (nginx: Nginx) => Promise<T>): Promise<T> {
  const nginx = await startNginx(options);
  try {
    return await use(nginx);
  } finally {
    await nginx.close();
  }
}

describe.skipIf(skipWithout(NGINX))('verify, where a real nginx answers', () => {
  const PORTAL = 'location / { return 302 https://login.hotel.example/welcome?ticket=s3cr3t; }';
  const verify = (nginx: Nginx, ...more: string[]) =>
    runJson(['verify', `127.0.0.1:${nginx.port}`, '--ca', caFile, ...more]);

  it('as a captive portal that takes TLS over: captive-portal, where it leads, and who signs in', async () => {
    const { key, cert } = await ca.issue({ names: ['login.hotel.example'] });
    await withNginx({ key, cert, serves: PORTAL }, async (nginx) => {
      const document = await verify(nginx);
      expect(document.verdicts).toMatchObject([{ verdict: 'captive-portal', stage: 'certificate' }]);
      expect(document.exitCode).toBe(7);
      expect(evidence(document, 'http')).toMatchObject({
        httpStatus: 400,
        page: { httpStatus: 302, locationHost: 'login.hotel.example', signIn: true },
      });
      expect(document.requests?.map(({ to }) => to)).toEqual(['network-team', 'vpn-team']);
      const { stdout } = await runCli(['verify', `127.0.0.1:${nginx.port}`, '--verbose']);
      expect(stdout).toMatch(/Verdict: captive-portal: .*redirects to login\.hotel\.example/);
      expect(stdout).toMatch(/Next: User: open a browser/);
      expect(stdout + JSON.stringify(document)).not.toContain('s3cr3t');
    });
  });

  it('as a captive portal without TLS: captive-portal', async () => {
    await withNginx({ serves: PORTAL }, async (nginx) => {
      const document = await verify(nginx);
      expect(document.verdicts).toMatchObject([{ verdict: 'captive-portal', stage: 'tls' }]);
    });
  });

  it('as a web server, with its own certificate or without TLS: not-sstp, and what it calls itself', async () => {
    const { key, cert } = await ca.issue({ names: ['web.example'], ips: ['127.0.0.1'] });
    for (const [options, stage] of [
      [{ key, cert }, 'http'],
      [{ key, cert, serves: PORTAL }, 'http'],
      [{}, 'tls'],
    ] as const) {
      const document = await withNginx(options, (nginx) => verify(nginx));
      expect(document.verdicts).toMatchObject([{ verdict: 'not-sstp', stage }]);
      expect(document.requests[0]?.en).toMatch(/- GET \/ -> (?:200|302); Server: nginx/);
    }
  });
});

describe.skipIf(skipWithout(NSS_WRAPPER))(
  'verify, behind a proxy that answers CONNECT with 200 and a page',
  () => {
    it('captive-portal, and a request to the proxy team', async () => {
      const page = '<html><title>Blocked</title>\x1b[31m Category: VPN</html>';
      const proxy = await startScriptedProxy(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n${page}`);
      const names = await privateNames({ [PROXY_NAME]: proxy.host });
      try {
        const args = ['verify', 'gateway.example', '--proxy', `${PROXY_NAME}:${proxy.port}`];
        const options = { env: { ...process.env, ...names.env } };
        const document = await runJson(args, options);
        expect(document.verdicts).toMatchObject([{ verdict: 'captive-portal', stage: 'connect' }]);
        expect(evidence(document, 'connect')).toMatchObject({ httpStatus: 200, contentType: 'text/html' });
        expect(document.requests).toMatchObject([{ to: 'proxy-team', verdict: 'captive-portal' }]);
        expect(document.requests[0]?.en).toContain('- without a sign-in page or a block page');
        const { stdout } = await runCli([...args, '--verbose'], options);
        expect(stdout).toMatch(/Verdict: captive-portal: The server at .* with a web page of its own/);
        expect(stdout).not.toContain('\x1b');
      } finally {
        await names.close();
        await proxy.close();
      }
    });
  },
);
