import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evidenceToJson } from '../../src/machine/evidence-schema.ts';
import { parseCapture, serializeCapture } from '../../src/machine/recorded/capture.ts';
import { openRecordedMachine } from '../../src/machine/recorded/recorded.ts';
import { parseEvidence } from '../../src/machine/wire/local.ts';
import { folderForAll } from '../support/files.ts';
import { localEvidence, rasClient, rasSstp } from '../support/machines/evidence.ts';
import { regText, sampleObservation } from './samples.ts';

const EVIDENCE = localEvidence({
  events: [rasClient(20227, '798'), rasSstp(4, [new Uint8Array([0x97, 1, 0, 0])])],
  certificates: {
    state: 'read',
    hresult: null,
    own: [{ der: new Uint8Array([0x30, 0]), hasPrivateKey: true }],
    omitted: 2,
    issuers: [{ der: new Uint8Array([0x30, 1, 0]), stores: ['LocalMachine\\Root'] }],
    unread: ['CurrentUser\\CA'],
  },
  vpnConnections: {
    ...{ unavailable: null, hresult: null, sid: 'S-1-5-21-1-2-3-1001', omitted: true },
    connections: [{ name: 'Büro 東京', server: 'vpn.example', tunnelType: 'Sstp', allUsers: false }],
  },
});

describe('the evidence of a recording', () => {
  const folder = folderForAll();

  const evidenceOf = async (name: string, text: string) => {
    const file = join(folder, name);
    await writeFile(file, text);
    const machine = await openRecordedMachine(file, { mode: 'read' });
    return machine.evidence({ deadlineMs: 1000 });
  };

  it('is that of its capture', async () => {
    const capture = serializeCapture({ ...sampleObservation(), evidence: EVIDENCE });
    expect(await evidenceOf('with.json', JSON.stringify(capture))).toEqual(EVIDENCE);
  });

  it('is not there in an older capture, and in an export of the registry', async () => {
    expect(
      await evidenceOf('without.json', JSON.stringify(serializeCapture(sampleObservation()))),
    ).toBeNull();
    expect(await evidenceOf('machine.reg', regText())).toBeNull();
  });
});

describe('evidence as JSON', () => {
  const json = () => structuredClone(evidenceToJson(EVIDENCE)) as unknown as Record<string, never>;

  it('is the same from a script and in a capture', () => {
    expect(parseEvidence(json())).toEqual(EVIDENCE);
  });

  it('is read without what older captures have not', () => {
    const { vpnConnections: _, ...older } = json();
    const { vpnConnections: __, ...rest } = EVIDENCE;
    expect(parseEvidence(older)).toEqual(rest);
    expect(parseEvidence({ ...older, vpnConnections: null })).toEqual({ ...rest, vpnConnections: null });
  });

  it.each<[string, unknown]>([
    ['unavailable', 7],
    ['unavailable', 'x'.repeat(65)],
    ['unavailable', '\u001b[2J'],
    ['logs[0].state', 'gone'],
    ['events', Array.from({ length: 201 }, () => evidenceToJson(EVIDENCE).events[0])],
    ['events[0].id', -1],
    ['events[0].id', 1.5],
    ['events[0].at', '25.11.2026'],
    ['events[0].data', ['1', '2', '3', '4', '5', '6', '7', '8', '9']],
    ['events[0].data[0]', 'x'.repeat(513)],
    ['events[0].data[0]', 7],
    ['events[1].data[1]', { hex: '0' }],
    ['events[1].data[1]', { hex: '00'.repeat(65) }],
    ['certificates.own[0].hex', '0g'],
    ['certificates.own[0].hex', '00'.repeat(8193)],
    ['certificates.own[0].hasPrivateKey', 'yes'],
    ['certificates.own', Array.from({ length: 65 }, () => ({ hex: '00', hasPrivateKey: true }))],
    ['certificates.issuers[0].stores', Array.from({ length: 9 }, () => 'x')],
    ['crlCaches[0].files', Array.from({ length: 501 }, () => ({ name: 'x', at: '2026-11-25T10:00:00Z' }))],
    ['crlCaches[0].state', null],
  ])('with %s wrong is refused by its place', (path, value) => {
    const document = json();
    const steps = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
    const last = steps.pop() ?? '';
    steps.reduce((node, step) => node[step] as never, document)[last] = value as never;
    expect(() => parseEvidence(document)).toThrow(
      expect.objectContaining({
        code: 'powershell-failed',
        where: expect.stringContaining('Get-P2SEvidence'),
      }),
    );
    const capture = { ...serializeCapture(sampleObservation()), evidence: document };
    expect(() => parseCapture(capture)).toThrow(
      expect.objectContaining({
        code: 'input',
        where: expect.stringContaining(`evidence.${path.slice(0, 9)}`),
      }),
    );
  });
});
