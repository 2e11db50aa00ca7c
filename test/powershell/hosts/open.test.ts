import { ChildProcess } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { P2sError } from '../../../src/core/model/errors.ts';
import { openPowerShell, PowerShellFinder } from '../../../src/powershell/open.ts';
import { openWorkshop, type Workshop } from '../../support/programs/powershell.ts';

const options = { platform: process.platform, arch: 'x64', env: process.env, scriptsDir: '/nowhere' };
const run = { deadlineMs: 20_000 };

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'result',
    (error: unknown) => (error instanceof P2sError ? error.code : String(error)),
  );
}

describe('opening PowerShell', () => {
  it('says so where there is no place to look in', () => {
    const open = () => openPowerShell({ ...options, platform: 'linux', executable: null });
    expect(open).toThrow(
      expect.objectContaining({ code: 'powershell-missing', next: expect.stringContaining('--powershell') }),
    );
  });

  it('starts nothing before it is used', async () => {
    const hosts = openPowerShell({ ...options, executable: '/missing' });
    await hosts.session.dispose();
    await hosts.oneShot.dispose();
  });
});

describe.skipIf(process.platform === 'win32')('several candidates', () => {
  let shop: Workshop;

  beforeEach(() => {
    shop = openWorkshop();
  });
  afterEach(async () => {
    await shop.allGone();
    shop.remove();
  });

  async function withCandidates<T>(
    paths: readonly string[],
    work: (hosts: ReturnType<PowerShellFinder['hosts']>) => Promise<T>,
  ): Promise<T> {
    const candidates = paths.map((executable) => ({ executable, explicit: true }));
    const hosts = new PowerShellFinder(candidates, { ...options, executable: null }).hosts();
    try {
      return await work(hosts);
    } finally {
      await hosts.session.dispose();
      await hosts.oneShot.dispose();
    }
  }

  for (const kind of ['session', 'oneShot'] as const) {
    it(`goes on from a missing one and from a stub to one that answers: ${kind}`, async () => {
      const paths = [`${shop.folder}/missing`, shop.fake('stub'), shop.fake()];
      await withCandidates(paths, async (hosts) => {
        const { result } = await hosts[kind].run('Get-P2SMachine', { behaviour: 'good' }, run);
        expect(result).toMatchObject({ answer: 42 });
      });
    });

    it.each([
      ['once', 1, 'result'],
      ['again and again', 9, 'powershell-not-allowed'],
    ])(
      `starts one again that the system did not start, for no reason that has a name: ${kind}, %s`,
      async (_, times, end) => {
        // As Node does for an error of Windows that libuv does not know.
        const { spawn } = ChildProcess.prototype as unknown as { spawn: (options: object) => number };
        let left = times;
        const failing = vi.spyOn(
          ChildProcess.prototype as never,
          'spawn' as never,
        ) as unknown as MockInstance<typeof spawn>;
        failing.mockImplementation(function (this: ChildProcess, options) {
          if (left-- > 0)
            throw Object.assign(new Error('spawn UNKNOWN'), {
              code: 'UNKNOWN',
              errno: -4094,
              syscall: 'spawn',
            });
          return spawn.call(this, options);
        });
        try {
          await withCandidates([shop.fake()], async (hosts) => {
            const running = hosts[kind].run('Get-P2SMachine', { behaviour: 'good' }, run);
            expect(await codeOf(running)).toBe(end);
          });
          // Not more often than twice.
          if (times > 1) expect(left).toBe(times - 2);
        } finally {
          failing.mockRestore();
        }
      },
    );

    it(`stays with one that answered, whatever it answers: ${kind}`, async () => {
      await withCandidates([shop.fake(), `${shop.folder}/missing`], async (hosts) => {
        for (const behaviour of ['good', 'error', 'exit-3', 'blocked', 'nothing', 'silent-death']) {
          const code = await codeOf(hosts[kind].run('Get-P2SMachine', { behaviour }, run));
          expect(code).not.toBe('powershell-missing');
        }
      });
    });

    it(`says how to get one where nobody named any and none is there: ${kind}`, async () => {
      const candidates = ['a', 'b'].map((name) => ({
        executable: `${shop.folder}/${name}`,
        explicit: false,
      }));
      const hosts = new PowerShellFinder(candidates, { ...options, executable: null }).hosts();
      const error = await hosts[kind].run('Get-P2SMachine', {}, run).catch((e: unknown) => e);
      expect(error).toMatchObject({
        code: 'powershell-missing',
        message: 'No PowerShell was found on this system.',
        next: expect.stringContaining('Install PowerShell 7'),
      });
    });

    it(`reports the last one when none answers: ${kind}`, async () => {
      await withCandidates([shop.fake('stub'), `${shop.folder}/missing`], async (hosts) => {
        const error = await hosts[kind].run('Get-P2SMachine', {}, run).catch((e: unknown) => e);
        expect(error).toMatchObject({ code: 'powershell-missing', where: `${shop.folder}/missing` });
      });
    });
  }

  it('goes on from one that may not be started, and names that one when no other is there', async () => {
    const forbidden = `${shop.folder}/forbidden`;
    writeFileSync(forbidden, '', { mode: 0o644 });
    await withCandidates([forbidden, shop.fake()], async (hosts) => {
      const { result } = await hosts.session.run('Get-P2SMachine', { behaviour: 'good' }, run);
      expect(result).toMatchObject({ answer: 42 });
    });
    await withCandidates([forbidden, `${shop.folder}/missing`], async (hosts) => {
      const error = await hosts.oneShot.run('Get-P2SMachine', {}, run).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'powershell-not-allowed', where: forbidden });
    });
  });

  it.each(['blocked', 'not-allowed', 'antivirus'])(
    'does not go round a policy that refuses the script: %s',
    async (behaviour) => {
      await withCandidates([shop.fake(), shop.fake()], async (hosts) => {
        const code = await codeOf(hosts.session.run('Get-P2SMachine', { behaviour }, run));
        expect(code).toBe(`powershell-${behaviour}`);
      });
    },
  );

  it('prepares no writer before an answer', async () => {
    await withCandidates([shop.fake('stub'), shop.fake()], async (hosts) => {
      hosts.oneShot.prepare?.('Set-P2SRegistry', {});
      const { result } = await hosts.session.run('Get-P2SMachine', { behaviour: 'good' }, run);
      expect(result).toMatchObject({ answer: 42 });
      expect(readdirSync(`${shop.folder}/pids`)).toHaveLength(2);
    });
  });

  it('uses what the reads found for the writes too', async () => {
    await withCandidates([shop.fake('stub'), shop.fake()], async (hosts) => {
      await hosts.session.run('Get-P2SMachine', { behaviour: 'good' }, run);
      const { result } = await hosts.oneShot.run('Set-P2SRegistry', { behaviour: 'good' }, run);
      expect(result).toMatchObject({ answer: 42 });
    });
  });

  it('does not repeat a write elsewhere that may have begun', async () => {
    const paths = [shop.fake(), `${shop.folder}/missing`];
    const ends = {
      'Set-P2SRegistry': 'powershell-no-result',
      'Get-P2SMachine': 'powershell-missing',
    } as const;
    for (const script of ['Set-P2SRegistry', 'Get-P2SMachine'] as const) {
      await withCandidates(paths, async (hosts) => {
        const code = await codeOf(hosts.oneShot.run(script, { behaviour: 'silent-death' }, run));
        expect(code).toBe(ends[script]);
      });
    }
  });

  it('keeps to the deadline over all of them', async () => {
    await withCandidates([shop.fake('stub'), shop.fake()], async (hosts) => {
      expect(
        await codeOf(hosts.session.run('Get-P2SMachine', { behaviour: 'hang' }, { deadlineMs: 1500 })),
      ).toBe('powershell-timeout');
    });
  });
});
