import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readBackup } from '../../src/change/backup/backup.ts';
import { seal, unseal } from '../../src/change/state/sealed.ts';
import { urlParts } from '../../src/core/decide/routes.ts';
import { readVpnEvents } from '../../src/core/evidence/vpn-events.ts';
import { P2sError } from '../../src/core/model/errors.ts';
import { parseUrl } from '../../src/core/model/parse-url.ts';
import { say } from '../../src/core/model/say.ts';
import { parsePacAnswer } from '../../src/core/proxy/auto-answer.ts';
import { isLoopbackHost } from '../../src/core/proxy/host.ts';
import { parseCapture } from '../../src/machine/recorded/capture.ts';
import { wireValueSchema } from '../../src/machine/wire/value.ts';
import { hostOfLocation } from '../../src/path/transport/http-head.ts';
import { holding } from '../support/fuzz/sealed-files.ts';
import { rasClient } from '../support/machines/evidence.ts';

const CAPTURE = {
  schemaVersion: '1.0',
  kind: 'p2s-fix-capture',
  collectedAt: '2026-11-25T10:00:00Z',
  name: null,
  os: { platform: 'win32', version: null, build: null },
  powershell: null,
  user: null,
  keys: [],
};

/** Errors that hostile inputs once found, in the shortest form. */
describe('never again', () => {
  it.each(['x', '\u001b[31m', '1.5', ''])('a capture with %j for a number of 64 bits', (text) => {
    const value = { name: 'v', kind: 'qword', text };
    expect(wireValueSchema.safeParse(value).success).toBe(false);
    const keys = [{ path: 'HKEY_CURRENT_USER\\x', visibility: 'present', values: [value] }];
    expect(() => parseCapture({ ...CAPTURE, keys })).toThrow(P2sError);
  });

  it('a capture with an object for a text, whose length is nothing that can be compared', () => {
    const name = { length: { toString: 1, valueOf: 1 } };
    expect(() => parseCapture({ ...CAPTURE, name })).toThrow(P2sError);
  });

  it('a sealed file whose content is no JSON', () => {
    const body = 'not JSON';
    const digest = createHash('sha256').update(body).digest('hex');
    expect(unseal(Buffer.from(`{"sha256":"${digest}","content":${body}}\n`))).toEqual({
      ok: false,
      problem: say('its content is not valid JSON'),
    });
  });

  it('a backup of a machine whose name acts on a terminal', async () => {
    const backup = {
      schemaVersion: 1,
      number: '0001',
      createdAt: '2026-11-25T10:00:00.000Z',
      reason: 'apply',
      planId: null,
      machine: { kind: 'recorded', id: '/tmp/\u001b[2J' },
      values: [],
      createdKeys: [],
      file: null,
    };
    const read = readBackup(holding('0001.json', seal(backup)), '1', { kind: 'recorded', id: '/other' });
    await expect(read).rejects.toThrow('/tmp/\\u{1b}[2J');
  });

  it('an event whose source is a name that every object has', () => {
    expect(readVpnEvents([{ ...rasClient(20227, '798'), provider: '__proto__' }])).toEqual([]);
  });

  it('a URL that can be parsed, and cannot be made', () => {
    const text = 'https://*b\u00ce\u009f';
    for (const read of [parseUrl, hostOfLocation, urlParts]) expect(read(text)).toBeNull();
    expect(isLoopbackHost('*b\u00ce\u009f')).toBe(false);
    expect(hostOfLocation('https://login.example/x?session=1')).toBe('login.example');
  });

  it('an answer of a PAC file that is too long, with a password in it', () => {
    const hops = parsePacAnswer(`PROXY user:secret@p.example:1;${' '.repeat(9000)}`);
    expect(JSON.stringify(hops)).not.toContain('secret');
  });
});
