import { afterEach, describe, expect, it } from 'vitest';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID } from '../../support/servers/squid.ts';
import { type Scene, setScene } from '../../support/stories/scene.ts';
import { NSS_WRAPPER } from '../../support/texts/names.ts';

describe.skipIf(skipWithout(SQUID, NSS_WRAPPER))('requests, behind a real squid', () => {
  let scene: Scene | null = null;
  afterEach(async () => {
    await scene?.close();
    scene = null;
  });

  async function verified(policy: 'auth' | 'no-sstp' | 'open') {
    scene = await setScene(policy);
    const { gateway, proxy, caFile, names } = scene;
    const args = ['verify', gateway, '--proxy', proxy, '--ca', caFile];
    const options = { env: { ...process.env, ...names.env } };
    return { gateway, proxy, args, options, document: await runJson(args, options) };
  }

  it('that requires authentication: a request in both languages, and the same in plain output after the verdict', async () => {
    const { gateway, proxy, args, options, document } = await verified('auth');
    expect(document.requests).toHaveLength(1);
    const [request] = document.requests;
    expect(request).toMatchObject({ gateway, verdict: 'proxy-auth-required', to: 'proxy-team' });
    for (const text of [request?.en, request?.ja]) {
      expect(text).toContain(`CONNECT ${gateway}:443`);
      expect(text).toContain(proxy);
      expect(text).toContain('-> 407');
      expect(text).toContain('Proxy-Authenticate: Basic');
      expect(text).toContain(`${document.startedAt.slice(0, 19).replace('T', ' ')} UTC`);
    }
    const { stdout } = await runCli([...args, '--verbose'], options);
    const lines = stdout.split('\n');
    const verdictAt = lines.findIndex((line) => line.trim().startsWith('Verdict: proxy-auth-required'));
    const requestAt = lines.indexOf(`  | To the proxy team: VPN gateway ${gateway}:443`);
    expect(verdictAt).toBeGreaterThanOrEqual(0);
    expect(requestAt).toBeGreaterThan(verdictAt);
  });

  it('that filters SSTP: its answers with the header and without', async () => {
    const { gateway, document } = await verified('no-sstp');
    expect(document.requests).toMatchObject([{ verdict: 'proxy-blocks-sstp', to: 'proxy-team' }]);
    expect(document.requests[0]?.en).toMatch(/-> 403 .*X-Squid-Error: ERR_ACCESS_DENIED/);
    expect(document.requests[0]?.en).toContain(`${gateway}:443 (proxy`);
    expect(document.requests[0]?.en).toContain('without SSTPVERSION -> 200');
  });

  it('that lets all through: no request', async () => {
    const { document } = await verified('open');
    expect(document.verdicts).toMatchObject([{ verdict: 'reachable' }]);
    expect(document.requests).toEqual([]);
  });
});
