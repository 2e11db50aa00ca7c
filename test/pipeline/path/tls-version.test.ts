import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCa } from '../../../scripts/simulated/ca.ts';
import { ofStage } from '../../../src/core/model/check.ts';
import type { VerifyOptions } from '../../../src/pipeline/run/options.ts';
import type { Ports } from '../../../src/pipeline/run/ports.ts';
import { closeAfterEach } from '../../path/fixtures.ts';
import { folderForAll } from '../../support/files.ts';
import { machineText, regText } from '../../support/machines/reg-text.ts';
import { skipWithout } from '../../support/programs/process.ts';
import { NGINX, startNginx } from '../../support/servers/nginx.ts';
import { desiredFor, systemPorts, verify } from '../../support/stories/runs.ts';

const keep = closeAfterEach();
const ca = await createCa();
const { key, cert } = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
const WINDOWS = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion';
const AS_IT_IS = { source: 'wininet' } as const;
const folder = folderForAll();

/** What `verify` reports for a server that accepts TLS 1.3 only. */
async function verified(
  { machine, desired }: Pick<VerifyOptions, 'machine' | 'desired'>,
  ports: Partial<Ports> = {},
) {
  const nginx = keep(await startNginx({ key, cert, serves: 'ssl_protocols TLSv1.3;' }));
  const path = {
    gateways: [{ host: nginx.host, port: nginx.port, source: 'option' }],
    deadlineMs: 10_000,
    extraRoots: [ca.root.pem],
    probe: null,
  } as const;
  const document = await verify({ machine, path, desired, user: null }, { ...systemPorts(), ...ports });
  const { reason, offered, protocol } = ofStage(document.checks, 'tls')[0]?.evidence ?? {};
  return { verdict: document.verdicts[0]?.verdict, reason, offered, protocol };
}

async function recording(build: string | null): Promise<VerifyOptions['machine']> {
  const file = join(folder, `${build}.reg`);
  const settings = machineText({ flags: 1 });
  // Without the byte order mark and the first line of a second export.
  const version = build === null ? '' : regText({ [WINDOWS]: { CurrentBuildNumber: build } });
  await writeFile(file, Buffer.concat([settings, Buffer.from(version).subarray(FIRST_LINE)]));
  return { file };
}
const FIRST_LINE = Buffer.from('\ufeffWindows Registry Editor Version 5.00\r\n', 'utf16le').length;

const REFUSED = { verdict: 'tls-failed', reason: 'tls-1.3-only', offered: ['TLSv1.2'] };
const ACCEPTED = { verdict: 'not-sstp', offered: ['TLSv1.2', 'TLSv1.3'], protocol: 'TLSv1.3' };

describe.skipIf(skipWithout(NGINX))('a gateway that takes TLS 1.3 alone', { timeout: 60_000 }, () => {
  it.each([
    ['Server 2019', '17763', REFUSED],
    ['Windows 10', '19045', REFUSED],
    ['Windows 11', '22631', ACCEPTED],
    ['a Windows that the recording does not tell', null, ACCEPTED],
  ])('is judged for %s that was recorded (build %s)', async (_name, build, expected) => {
    expect(await verified({ machine: await recording(build), desired: AS_IT_IS })).toMatchObject(expected);
  });

  it.each([
    ['win32', 19045, REFUSED],
    ['win32', 26100, ACCEPTED],
    ['linux', null, ACCEPTED],
  ] as const)(
    'is judged for this system where the way is named: %s, %s',
    async (platform, windowsBuild, expected) => {
      const named = { machine: {}, desired: desiredFor({ kind: 'direct' }) };
      expect(await verified(named, { platform, windowsBuild })).toMatchObject(expected);
    },
  );
});
