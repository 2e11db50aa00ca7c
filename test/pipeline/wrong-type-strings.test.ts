import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../scripts/simulated/sample-reg.ts';
import type { ApplyOptions } from '../../src/pipeline/run/options.ts';
import { folderForTest } from '../support/files.ts';
import { apply, audit, type Desired, desiredFor } from '../support/stories/runs.ts';

it('names the step that writes a proxy string of another type rightly, and the step does', async () => {
  const folder = await folderForTest();
  const file = join(folder, 'machine.reg');
  const sample = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
  const text = sample.toString('utf16le').replace(/"ProxyServer"=".*?"/, '"ProxyServer"=dword:00000001');
  await writeFile(file, Buffer.from(text, 'utf16le'));
  const options = (desired: Desired): ApplyOptions => ({
    ...{ machine: { file }, user: null, stateDir: join(folder, 'state'), yes: true, desired },
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
  });
  const found = async () =>
    (await audit(options({ source: 'wininet' }))).findings.find(({ code }) => code === 'value-wrong-type');
  const set = async (desired: Desired) => {
    const done = await apply({ ...options(desired), machine: { file, write: { inPlace: true } } });
    expect(done.exitCode).toBe(0);
  };

  expect(await found()).toMatchObject({
    severity: 'warning',
    remedy: expect.stringMatching(/--proxy: p2s-fix then writes the right type\. With --direct, .* off/),
  });
  await set(desiredFor({ kind: 'direct' }));
  expect(await found()).toMatchObject({
    severity: 'info',
    evidence: { value: 'ProxyServer', off: true },
    remedy: expect.stringContaining('It is switched off.'),
  });
  const servers = [{ scheme: 'all' as const, host: 'new.contoso.example', port: 3128 }];
  await set(desiredFor({ kind: 'proxy', servers, bypass: null }));
  expect(await found()).toBeUndefined();
});
