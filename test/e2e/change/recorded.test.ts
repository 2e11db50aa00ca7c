import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { localEvidence, rasClient, rasSstp } from '../../support/machines/evidence.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { SQUID } from '../../support/servers/squid.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';
import { NSS_WRAPPER } from '../../support/texts/names.ts';

describe.skipIf(skipWithout(SQUID, NSS_WRAPPER))('the main job on a recorded machine', () => {
  let scene: Scene;
  let file: string;
  let common: string[];
  let env: NodeJS.ProcessEnv;
  let original: Buffer;

  beforeAll(async () => {
    scene = await setScene();
    file = join(scene.folder, 'machine.reg');
    original = sampleRegText({ proxyHost: PROXY_NAME, proxyPort: scene.squid.port, bypass: '<local>' });
    await writeFile(file, original);
    common = ['--machine', file, '--state-dir', join(scene.folder, 'state')];
    env = { ...process.env, ...scene.names.env };
  });
  afterAll(() => scene?.close());

  const probing = () => ['--probe', '--gateway', scene.gateway, '--ca', scene.caFile];
  const verdicts = (document: { verdicts: { stores: string; verdict: string }[] }) =>
    Object.fromEntries(document.verdicts.map(({ stores, verdict }) => [stores, verdict]));

  it('audits: names the misaligned stores, fails now, passes as proposed, writes nothing', async () => {
    const document = await runJson([...common, ...probing()], { env });
    expect(document.exitCode).toBe(2);
    expect(document.plan?.changes.map(({ store }) => store)).toEqual(['winhttp/wow64', 'winhttp/native']);
    expect(
      document.findings
        .filter(({ severity }) => severity === 'error')
        .map(({ code, store }) => [code, store]),
    ).toEqual([
      ['winhttp-not-aligned', 'winhttp/wow64'],
      ['winhttp-not-aligned', 'winhttp/native'],
    ]);
    expect(verdicts(document)).toEqual({ current: 'revocation-unreachable', proposed: 'reachable' });
    // No request asks another team for what --apply fixes.
    expect(document.verdicts.map(({ mendedByProposal }) => mendedByProposal)).toEqual([true, undefined]);
    expect(document.requests).toEqual([]);
    const { stdout } = await runCli([...common, ...probing(), '--verbose'], { env });
    expect(stdout).toMatch(
      /Next: Administrator: make the proposed change \(p2s-fix --apply --machine .* --in-place\)/,
    );
    expect(stdout).not.toContain('Proxy team:');
    const sstp = document.checks.find(({ stage }) => stage === 'sstp');
    expect(sstp).toMatchObject({ status: 'pass', via: scene.proxy, from: 'this-desk' });
    expect(await readFile(file)).toEqual(original);
  });

  it('knows what Windows logged for what the path check meets, and what is kept of the lists', async () => {
    const before = await runJson([...common, ...probing()], { env });
    const dated = before.checks
      .filter(({ evidence }) => evidence.date !== undefined)
      .map(({ stage }) => stage);
    expect(new Set(dated)).toEqual(new Set(['http', 'revocation']));
    const urls = [...new Set(before.checks.flatMap(({ url }) => (url?.endsWith('.crl') ? [url] : [])))];
    const [url = ''] = urls;
    const name = createHash('md5').update(url, 'utf16le').digest('hex').toUpperCase();
    const at = '2026-11-24T10:00:00.000Z';
    const evidence = localEvidence({
      events: [rasClient(20227, '0x80092013'), rasSstp(23)],
      crlCaches: [{ account: 'S-1-5-19', state: 'present', files: [{ name, at }], omitted: false }],
    });
    const observation = readRecording(original).observation(new Date());
    const capture = join(scene.folder, 'capture.json');
    await writeFile(capture, JSON.stringify(serializeCapture({ ...observation, evidence })));
    const state = ['--state-dir', join(scene.folder, 'other-state')];
    const { findings } = await runJson(['--machine', capture, ...state, ...probing()], { env });
    const severity = Object.fromEntries(findings.map((finding) => [finding.code, finding.severity]));
    // The path fails at the lists, and not at a proxy that requires authentication.
    expect(severity['logged-vpn-error']).toBe('error');
    expect(severity['logged-proxy-authentication']).toBe('warning');
    const kept = findings.find(({ code }) => code === 'revocation-cached');
    expect(kept?.evidence.copies).toEqual([{ url, account: 'S-1-5-19', at }]);
    expect(kept?.message).toContain(`${url} for LocalService, of ${at}`);
    expect(severity['clock-differs']).toBeUndefined();
  });

  it('applies: changes both views, and squid saw the tunnel and the revocation fetch', async () => {
    const document = await runJson(['--apply', ...common, ...probing(), '--in-place'], { env });
    expect(document.exitCode).toBe(0);
    expect(document.result).toEqual({
      changed: ['winhttp/wow64', 'winhttp/native'],
      backup: '0001',
      rolledBack: false,
    });
    expect(verdicts(document)).toEqual({ current: 'reachable' });
    const tunnel = await scene.squid.waitForEntry('the tunnel', ({ method }) => method === 'CONNECT');
    expect(tunnel).toMatchObject({ status: 200, url: `${scene.gateway}:443`, sstpVersion: '1.0' });
    const fetch = await scene.squid.waitForEntry(
      'a CRL',
      ({ method, url }) => method === 'GET' && url.endsWith('.crl'),
    );
    expect(fetch).toMatchObject({ status: 200, userAgent: 'Microsoft-CryptoAPI/10.0' });
  });

  it('applies twice: the second time writes nothing', async () => {
    const hash = () => readFile(file).then((bytes) => createHash('sha256').update(bytes).digest('hex'));
    const log = () => readFile(join(scene.folder, 'state/writes.ndjson'), 'utf8');
    const [before, writes] = [await hash(), await log()];
    const document = await runJson(['apply', ...common, ...probing(), '--in-place'], { env });
    expect(document.exitCode).toBe(0);
    expect(document.result).toEqual({ changed: [], backup: null, rolledBack: false });
    expect([await hash(), await log()]).toEqual([before, writes]);
  });

  it('verifies', async () => {
    const document = await runJson(['verify', scene.gateway, '--machine', file, '--ca', scene.caFile], {
      env,
    });
    expect(document.exitCode).toBe(0);
    expect(verdicts(document)).toEqual({ current: 'reachable' });
  });

  it('rolls back byte for byte, and lists the backup', async () => {
    const document = await runJson(['rollback', ...common, '--in-place'], { env });
    expect(document.exitCode).toBe(0);
    expect(document.result?.rolledBack).toBe(true);
    expect(await readFile(file)).toEqual(original);
    const list = await runJson(['rollback', '--list', ...common], { env });
    expect(list.backups).toMatchObject([{ number: '0001', reason: 'apply', own: true, problem: null }]);
  });

  it('refuses to roll back over somebody else’s change', async () => {
    await runJson(['apply', ...common, '--in-place'], { env });
    const foreign = Buffer.concat([await readFile(file), Buffer.from('; mine\r\n', 'utf16le')]);
    await writeFile(file, foreign);
    const document = await runJson(['rollback', ...common, '--in-place'], { env });
    expect(document.exitCode).toBe(8);
    expect(await readFile(file)).toEqual(foreign);
    await writeFile(file, original);
  });

  it('writes a repaired copy with --out and leaves the file alone', async () => {
    const out = join(scene.folder, 'fixed.reg');
    const document = await runJson(['apply', ...common, '--out', out], { env });
    expect(document.exitCode).toBe(0);
    expect(await readFile(file)).toEqual(original);
    const again = await runJson(['--machine', out], { env });
    expect(again.exitCode).toBe(0);
  });

  it('requires an option that says where a recording may be changed', async () => {
    const { exitCode, stderr } = await runCli(['apply', ...common], { env });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/--in-place/);
  });
});
