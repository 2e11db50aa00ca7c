import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleChild } from '../../change/child.ts';
import { openWorkshop, type Workshop } from '../../support/programs/powershell.ts';
import { runProgram } from '../../support/programs/process.ts';

describe.skipIf(process.platform === 'win32')('the environment of this process', () => {
  let shop: Workshop;

  beforeAll(() => {
    shop = openWorkshop();
  });
  afterAll(() => shop.remove());

  // The library reads both when it is loaded or used, so the session runs in a process of its own.
  it('neither chooses the executable of a session nor makes it talk', async () => {
    const child = await bundleChild(new URL('./session-child.ts', import.meta.url), shop.folder);
    const env = { ...process.env, NODE_POWERSHELL: '/missing/powershell', DEBUG: '*' };
    const { code, stdout, stderr } = await runProgram(process.execPath, [child, shop.fake()], { env });
    await rm(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ answer: 42, variable: '/missing/powershell' });
  });
});
