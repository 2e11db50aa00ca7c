import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAB_CLI } from '../../../scripts/lab/layout.mjs';
import type { ServeMode } from '../../../scripts/simulated/crl-server.ts';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { ofStage } from '../../../src/core/model/check.ts';
import { checksByPath } from '../../../src/core/path/path-checks.ts';
import type { ReportDocument } from '../../../src/report/model/document.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { type Commands, commandsOn } from '../../support/lab/kept-program.ts';
import { type Computer, newComputer } from '../../support/lab/lab.ts';
import { type LabProgram, labProgram } from '../../support/lab/lab-program.ts';
import { readDocument } from '../../support/programs/cli.ts';
import { PROXY_NAME, type Scene, setScene } from '../../support/stories/scene.ts';

const APP_DATA = `C:\\users\\${userInfo().username}\\AppData`;
const OFFLINE = '0x80092013';

/**
 * X509Chain on PowerShell for Windows over the lab's own chain engine. That engine fetches with WinINET and not
 * with WinHTTP, so it does not show which setting the engine of Windows follows; only its answers are compared.
 */
describe('the chain engine in the lab', () => {
  let scene: Scene;
  let computer: Computer;
  let commands: Commands;
  let program: LabProgram | null = null;

  beforeAll(async () => {
    scene = await setScene('open', { revocation: 'forbidden' });
    computer = await newComputer('chain', scene.names.env);
    commands = commandsOn(computer);
    await computer.regImport(
      sampleRegText({ proxyHost: PROXY_NAME, proxyPort: scene.squid.port, bypass: '<local>' }),
    );
    await computer.regImport(rootText(scene.simulated.ca.root.der));
  });
  afterAll(async () => {
    await program?.remove();
    await commands?.close().finally(() => computer.destroy());
    await scene?.close();
  });

  /** Serves all lists and answers in this mode. */
  async function serve(mode: ServeMode): Promise<void> {
    const { ca, crlServer } = scene.simulated;
    crlServer.set('/issuing.crl', { body: await ca.crl('intermediate'), mode });
    crlServer.set('/root.crl', { body: await ca.crl('root'), mode });
    crlServer.set('/issuing', { body: (request) => ca.ocsp(request), mode });
    crlServer.set('/root', { body: (request) => ca.ocsp(request, { issuer: 'root' }), mode });
  }

  /** The lab caches refusals, too. */
  async function emptyCaches(): Promise<void> {
    for (const folder of ['LocalLow\\Microsoft\\CryptnetUrlCache', 'Local\\Microsoft\\Windows\\INetCache'])
      await rm(computer.unixPath(`${APP_DATA}\\${folder}`), { recursive: true, force: true });
  }

  const trustsCa = () => ['--ca', computer.path(scene.caFile)];

  /** Runs the kept program, or another one in a process of its own. */
  async function run(args: readonly string[], main: string | null = null, trust = trustsCa()) {
    const gateway = ['--gateway', scene.gateway, ...trust];
    const command = [...args, ...gateway, '--state-dir', 'C:\\p2s-state', '--json'];
    const { stdout } =
      main === null
        ? await commands.run(command)
        : await computer.node([computer.path(main), ...command], { retry: false });
    const document: ReportDocument = readDocument(stdout);
    expect(document.error).toBeUndefined();
    const engine = document.checks.filter(({ evidence }) => evidence.client === 'X509Chain');
    const { verdict } = document.verdicts.find(({ stores }) => stores === 'current') ?? {};
    return {
      document,
      verdict,
      engine,
      judged: engine.map(({ stage, status, evidence }) => `${stage} ${status} ${evidence.hresult}`),
      cache: ofStage(engine, 'revocation')[0]?.evidence.cacheOnly,
      found: document.findings.map(({ code }) => code),
    };
  }

  it(`says ${OFFLINE} where the lists are out of reach on every path, and so does p2s-fix, with the cause`, async () => {
    const { document, verdict, judged, cache, engine } = await run(['audit']);
    expect(judged).toEqual(['certificate pass null', `revocation fail ${OFFLINE}`]);
    expect(cache).toMatchObject({ hresult: OFFLINE });
    expect(engine[1]?.evidence).toMatchObject({
      account: computer.user,
      decidedBy: `wininet/${computer.user}/lan`,
    });
    expect(verdict).toBe('revocation-unreachable');
    const mine = checksByPath(document.checks)({ gateway: scene.gateway, stores: 'current' });
    const unreachable = {
      gateway: scene.gateway,
      verdict: 'revocation-unreachable',
      stage: 'revocation',
    } as const;
    const { message } = ENGLISH.verdict({ ...unreachable, stores: 'current' }, mine);
    expect(message).toContain(OFFLINE);
    expect(message).toMatch(/crl3\.digicert\.example.*: name not found/);
    const proposed = checksByPath(document.checks)({ gateway: scene.gateway, stores: 'proposed' });
    expect(ENGLISH.verdict({ ...unreachable, stores: 'proposed' }, proposed).message).toContain('HTTP 403');
  });

  it('reaches them by a setting that the service does not have: distinguished from what it then has in its cache', async () => {
    await serve('ok');
    await emptyCaches();
    const live = await run(['audit']);
    expect(live.judged).toEqual(['certificate pass null', 'revocation pass null']);
    expect(live.cache).toMatchObject({ hresult: OFFLINE });
    expect(live.verdict).toBe('revocation-unreachable');
    expect(live.found).toContain('revocation-by-another-way');
    expect(live.found).not.toContain('revocation-from-cache');

    await serve('forbidden');
    const cached = await run(['audit']);
    expect(cached.judged).toEqual(['certificate pass null', 'revocation pass null']);
    expect(cached.cache).toMatchObject({ hresult: null });
    expect(cached.verdict).toBe('revocation-unreachable');
    expect(cached.found).toContain('revocation-from-cache');
    expect(cached.found).not.toContain('revocation-by-another-way');
  });

  it('decides about a root that is only in the store, whose lists are then judged', async () => {
    await serve('ok');
    // Node reads the store once in its life.
    const trusted = await run(['audit'], LAB_CLI, []);
    const shown = certificatesOf(trusted.document);
    expect(shown).toEqual([['pass', 'system', undefined]]);
    expect(trusted.judged[0]).toBe('certificate pass null');
    expect(trusted.verdict).toBe('revocation-unreachable');

    await computer.regImport(rootText(scene.simulated.ca.root.der, '-'));
    const untrusted = await run(['audit'], LAB_CLI, []);
    expect(certificatesOf(untrusted.document)).toEqual([['fail', null, undefined]]);
    expect(untrusted.judged[0]).toBe('certificate fail 0x800b0109');
    expect(untrusted.verdict).toBe('untrusted-root');
    await computer.regImport(rootText(scene.simulated.ca.root.der));
  });

  it('says nothing where they are reached, and no more does p2s-fix; an engine that may not be asked is missed', async () => {
    await serve('ok');
    const after = await run(['apply']);
    expect(after.document.exitCode).toBe(0);
    expect(after.judged).toEqual(['certificate pass null', 'revocation pass null']);
    expect(after.verdict).toBe('reachable');
    expect(after.found.filter((code) => /^(revocation|windows|chain|root)-/.test(code))).toEqual([]);

    // The lab's engine does not fetch deltas, so it does not show how Windows handles a missing one.
    const { ca, crlServer } = scene.simulated;
    const freshestUrls = ['http://crl3.digicert.example/issuing+.crl'];
    crlServer.set('/issuing.crl', { body: await ca.crl('intermediate', { freshestUrls }) });
    await emptyCaches();
    const asked = crlServer.log.length;
    const delta = await run(['audit']);
    expect(delta.judged).toEqual(['certificate pass null', 'revocation pass null']);
    expect(delta.verdict).toBe('reachable');
    expect(delta.found).toContain('delta-crl-unavailable');
    const requests = crlServer.log.slice(asked);
    expect(requests.some(({ path, userAgent }) => path === '/issuing.crl' && userAgent === null)).toBe(true);
    expect(requests.filter(({ path }) => path === '/issuing+.crl').map(({ userAgent }) => userAgent)).toEqual(
      ['Microsoft-CryptoAPI/10.0'],
    );
    await serve('ok');

    const malicious =
      "throw [System.Management.Automation.ErrorRecord]::new([System.Management.Automation.ParseException]::new('x'), 'ScriptContainedMaliciousContent', 'ParserError', $null)\r\n";
    program = await labProgram((name, text) =>
      name === 'Test-P2SCertificateChain.ps1' ? text.replace(/^\$nonce = ''\r\n/m, malicious) : text,
    );
    const refused = await run(['audit'], program.main);
    expect([refused.document.exitCode, refused.verdict, refused.judged]).toEqual([0, 'reachable', []]);
    expect(refused.document.findings).toContainEqual(
      expect.objectContaining({
        code: 'chain-check-unavailable',
        evidence: { reason: expect.stringMatching(/^powershell-/) },
      }),
    );
  });
});

/** The certificate results of p2s-fix for the gateway, with the current settings. */
function certificatesOf({ checks }: ReportDocument) {
  return ofStage(checks, 'certificate')
    .filter(({ stores, evidence }) => stores === 'current' && evidence.client === undefined)
    .map(({ status, evidence }) => [status, evidence.trustedBy, evidence.rootToldBy]);
}

/**
 * A root for all users in registry form (`-`: removed): properties of id, 1, length and data; 3 is SHA-1, 32 the
 * certificate.
 */
function rootText(der: Uint8Array, sign: '' | '-' = ''): string {
  const sha1 = createHash('sha1').update(der).digest();
  const property = (id: number, data: Uint8Array) => {
    const head = Buffer.alloc(12);
    for (const [i, word] of [id, 1, data.length].entries()) head.writeUInt32LE(word, i * 4);
    return Buffer.concat([head, data]);
  };
  const blob = Buffer.concat([property(3, sha1), property(32, der)]).toString('hex');
  const key = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\Root\\Certificates\\${sha1.toString('hex').toUpperCase()}`;
  if (sign === '-') return `Windows Registry Editor Version 5.00\n\n[-${key}]\n`;
  return `Windows Registry Editor Version 5.00\n\n[${key}]\n"Blob"=hex:${blob.match(/../g)?.join(',')}\n`;
}
