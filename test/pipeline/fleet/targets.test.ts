import { expect, it } from 'vitest';
import { formatComputerList } from '../../../src/core/fleet/computer-list.ts';
import { readTargets } from '../../../src/pipeline/fleet/run.ts';

const LIST = 'Name,VpnUser,東京\r\npc1.contoso.example,S-1-5-21-1-2-3-1001,安奈\r\npc2,,\r\n';
const little = Buffer.from(`\ufeff${LIST}`, 'utf16le');

async function* piped(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  // In pieces, as from a pipe.
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}

const defaults = {
  transport: 'winrm',
  user: null,
  key: null,
  subsystem: null,
  configuration: null,
} as const;

it('no computer is to be run again where an earlier run has left none, and an empty list is a mistake', async () => {
  const only = (text: string) =>
    readTargets({ names: ['pc1'], file: null, only: '-', defaults }, piped(Buffer.from(text)));
  expect(await only(formatComputerList([]))).toEqual([]);
  await expect(only('')).rejects.toMatchObject({ code: 'input' });
  // A list of other computers.
  await expect(only('computer\npc2\n')).rejects.toMatchObject({ code: 'input' });
});

it.each([
  ['UTF-8', Buffer.from(LIST)],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${LIST}`)],
  ['UTF-16 little-endian', little],
  ['UTF-16 big-endian', Buffer.from(little).swap16()],
])('a list of computers is read in %s', async (_, bytes) => {
  const computers = await readTargets({ names: [], file: '-', only: null, defaults }, piped(bytes));
  expect(computers.map(({ name, vpnUser }) => [name, vpnUser])).toEqual([
    ['pc1.contoso.example', 'S-1-5-21-1-2-3-1001'],
    ['pc2', null],
  ]);
});
