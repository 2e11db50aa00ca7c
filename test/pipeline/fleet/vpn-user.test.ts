import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { judgeMachine } from '../../../src/core/fleet/judge.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import { type CaptureJson, serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { runFleetReport } from '../../../src/pipeline/fleet/report.ts';
import { seenTarget } from '../../../src/pipeline/fleet/target.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { folderForTest } from '../../support/files.ts';
import { phonebookText } from '../../support/machines/phonebooks.ts';

const ANNE = 'S-1-5-21-1-2-3-1001';
const EVE = 'S-1-5-21-1-2-3-1009';
const DESIRED = { source: 'wininet' } as const;

/** Both users are signed in; these owners have a phonebook with a VPN entry, `null`: all users. */
function capture(...owners: (string | null)[]): CaptureJson {
  const text = sampleRegText({ proxyHost: 'proxy.example', proxyPort: 8080, bypass: '' }).toString('utf16le');
  const at = text.indexOf('[HKEY_LOCAL_MACHINE');
  const own = text.slice(text.indexOf('[HKEY_CURRENT_USER'), at);
  const hives = [ANNE, EVE].map((sid) => {
    const session = `[HKEY_USERS\\${sid}\\Volatile Environment]\r\n"USERNAME"="${sid}"\r\n\r\n`;
    return own.replaceAll('HKEY_CURRENT_USER', `HKEY_USERS\\${sid}`) + session;
  });
  const whole = `\ufeffWindows Registry Editor Version 5.00\r\n\r\n${hives.join('')}${text.slice(at)}`;
  const bytes = Buffer.from(phonebookText([{ name: 'VPN', server: 'vpn.example', strategy: 5 }]));
  return serializeCapture({
    ...{ collectedAt: '2026-11-25T10:00:00.000Z', name: 'PC1', powershell: null, user: null },
    os: { platform: 'win32', version: null, build: null },
    phonebooks: owners.map((sid) => ({ sid, path: `C:\\${sid}\\rasphone.pbk`, bytes })),
    registry: toSnapshot(parseRegFile(Buffer.from(whole, 'utf16le'))),
  });
}

/** The judged answer of a computer of the fleet. */
function judged(...owners: (string | null)[]) {
  const { observation } = seenTarget({ capture: capture(...owners), state: null });
  const label = { computer: 'PC1', transport: 'ssh', durationMs: 0 } as const;
  return judgeMachine(label, observation, DESIRED, null).machine;
}

it('is the one with the VPN entry, whoever else is signed in on that computer', () => {
  expect(judged(ANNE).user?.sid).toBe(ANNE);
});

it('is nobody by an own entry where all users have one', () => {
  for (const machine of [judged(null), judged(null, EVE), judged(ANNE, EVE)])
    expect([machine.user, machine.cause]).toEqual([null, 'user-ambiguous']);
});

it('is the same in a capture that was collected', async () => {
  const folder = await folderForTest();
  const file = join(folder, 'pc1.json');
  await writeFile(file, JSON.stringify(capture(ANNE)));
  const document = await runFleetReport({ files: [file], desired: DESIRED }, systemPorts(''));
  expect(document.fleet?.machines?.map(({ user }) => user?.sid)).toEqual([ANNE]);
});
