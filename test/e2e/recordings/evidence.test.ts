import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { LocalEvidence } from '../../../src/core/evidence/local-evidence.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { folderForAll } from '../../support/files.ts';
import { at, localEvidence, rasClient, rasSstp } from '../../support/machines/evidence.ts';
import { phonebookText } from '../../support/machines/phonebooks.ts';
import { runCli, runJson } from '../../support/programs/cli.ts';

const REG = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
const ENTRY = { name: 'Contoso VPN', server: 'gateway.contoso.example', strategy: 6 };

/** A recorded machine with evidence of VPN failures, through the built program. */
describe('the evidence of a recorded machine', () => {
  const folder = folderForAll();

  async function record(name: string, evidence: LocalEvidence, sid = 'current'): Promise<string[]> {
    const file = join(folder, `${name}.json`);
    const capture = serializeCapture({
      ...readRecording(REG).observation(new Date('2026-11-25T10:00:00Z')),
      user: { name: 'CONTOSO\\user', sid, elevated: false },
      phonebooks: [{ sid: null, path: 'C:\\rasphone.pbk', bytes: Buffer.from(phonebookText([ENTRY])) }],
      evidence,
    });
    await writeFile(file, JSON.stringify(capture));
    return ['--machine', file, '--state-dir', join(folder, 'state')];
  }
  const audit = async (...recorded: Parameters<typeof record>) => runJson(await record(...recorded));
  const found = ({ findings }: Awaited<ReturnType<typeof audit>>, code: string) =>
    findings.find((finding) => finding.code === code);

  it('is reported by codes, whatever the language of Windows, and is in the document', async () => {
    const events = [
      rasClient(20227, '-2146885613'),
      rasSstp(1, ['失効サーバーがオフラインのため\u001b[2J']),
      rasSstp(23, [], { minutesAgo: 50, coId: '{D7F76690-EE1C-42E0-9781-C808D1706B4A}' }),
    ];
    const document = await audit('events', localEvidence({ events }));
    expect(found(document, 'logged-vpn-error')).toMatchObject({
      severity: 'warning',
      evidence: { code: '0x80092013', connection: 'Contoso VPN', sstpEvents: [1] },
      message: expect.stringContaining('CRYPT_E_REVOCATION_OFFLINE'),
      remedy: expect.stringContaining('p2s-fix explain 0x80092013'),
    });
    expect(found(document, 'logged-proxy-authentication')).toMatchObject({ evidence: { last: at(50) } });
    expect(document.evidence).toMatchObject({
      unavailable: null,
      logs: [{ state: 'read' }, { state: 'read' }],
      events: [
        { id: 20227, code: 0x80092013 },
        { id: 1, text: '失効サーバーがオフラインのため\\u{1b}[2J' },
        { id: 23 },
      ],
      crlCaches: [
        { account: 'user', files: 0 },
        { account: 'S-1-5-19', state: 'unseen' },
      ],
    });
    expect(found(document, 'evidence-unseen')).toBeUndefined();
    const { stdout } = await runCli([...(await record('events', localEvidence({ events }))), '--verbose']);
    expect(stdout).toMatch(
      /^WARNING logged-vpn-error: Windows logged that the connection "Contoso VPN" failed/m,
    );
  });

  it('798 is the client certificate: an error where none is usable and all were read, and never by name', async () => {
    const ca = await createCa();
    const own = await ca.issue({ names: [], commonName: 'Some Body', purposes: ['clientAuth'] });
    const certificates = (hasPrivateKey: boolean) => ({
      state: 'read' as const,
      hresult: null,
      own: [{ der: own.der, hasPrivateKey }],
      omitted: 0,
      issuers: [
        { der: ca.intermediate.der, stores: ['CurrentUser\\CA'] },
        { der: ca.root.der, stores: ['CurrentUser\\Root', 'LocalMachine\\Root'] },
      ],
      unread: [],
    });
    const events = [rasClient(20227, '798')];
    // A recording is judged by its own date, but the authority was made today.
    const keyless = await audit('keyless', localEvidence({ events, certificates: certificates(false) }));
    expect(found(keyless, 'client-certificate')).toMatchObject({
      severity: 'error',
      evidence: { problem: 'no-private-key', unseen: null, logged: true, eapTls: true },
    });
    expect(JSON.stringify(keyless)).not.toContain('Some Body');
    const other = await audit(
      'other',
      localEvidence({ events, certificates: certificates(true) }),
      'S-1-5-18',
    );
    expect(found(other, 'client-certificate')).toMatchObject({
      severity: 'info',
      evidence: { unseen: 'other-user', certificates: [] },
    });
    const cut = { ...certificates(false), omitted: 1 };
    expect(
      found(await audit('cut', localEvidence({ events, certificates: cut })), 'client-certificate'),
    ).toMatchObject({ severity: 'info', evidence: { unseen: 'too-many', problem: null } });
    const unlogged = await audit('unlogged', localEvidence({ certificates: certificates(false) }));
    expect(found(unlogged, 'client-certificate')?.severity).toBe('info');
  });

  it('that could not be looked at says what and why', async () => {
    const evidence = localEvidence({
      logs: [
        { name: 'System', state: 'denied', hresult: -2147024891 },
        { name: 'Application', state: 'read', hresult: null },
      ],
    });
    expect(found(await audit('denied', evidence), 'evidence-unseen')).toMatchObject({
      severity: 'info',
      evidence: { unavailable: null, logs: ['System (denied)'] },
    });
    const nothing = localEvidence({
      unavailable: 'language-mode',
      logs: [],
      certificates: null,
      crlCaches: [],
    });
    expect(found(await audit('limited', nothing), 'evidence-unseen')?.message).toContain(
      'Constrained Language Mode',
    );
  });

  it('is kept by a capture of the recording', async () => {
    const events = [rasClient(20227, '809')];
    const out = join(folder, 'again.json');
    const [option = '', file = ''] = await record('first', localEvidence({ events }));
    const made = await runJson(['capture', option, file, '--out', out]);
    expect(made.error).toBeUndefined();
    const document = await runJson(['--machine', out, '--state-dir', join(folder, 'state')]);
    expect(found(document, 'logged-vpn-error')?.evidence.code).toBe('809');
  });
});
