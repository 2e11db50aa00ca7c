import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OneShotHost } from '../../../src/powershell/one-shot.ts';
import { SessionHost } from '../../../src/powershell/open.ts';
import type { PowerShellHost } from '../../../src/powershell/port.ts';
import { waitFor } from '../../support/ports.ts';
import { runProgram } from '../../support/programs/process.ts';
import { type AdapterUnderTest, Bench, RESULT } from './bench.ts';
import { describeEnds } from './contract-ends.ts';
import { describeReplies } from './contract-replies.ts';

const SCRIPT = 'Get-P2SMachine';

/** Every run finds a PowerShell that was started before. */
const adapter: AdapterUnderTest = {
  name: 'one-shot, prepared',
  make: (options): PowerShellHost => {
    const host = new OneShotHost(options);
    return {
      run: (script, request, more) => {
        host.prepare(script, more);
        return host.run(script, request, more);
      },
      dispose: () => host.dispose(),
    };
  },
  stays: false,
};

describeReplies(adapter);
describeEnds(adapter);

describe.skipIf(process.platform === 'win32')('a prepared PowerShell', { timeout: 60_000 }, () => {
  const bench = new Bench({ name: 'one-shot', make: (options) => new OneShotHost(options), stays: false });
  const started = () => readdirSync(join(bench.shop.folder, 'pids'));

  /** A program of its own, which notes its process id like the fake. */
  function program(lines: readonly string[]): string {
    const path = join(bench.shop.folder, `program-${readdirSync(bench.shop.folder).length}`);
    const note = `touch '${bench.shop.folder}/pids/pid-'$$`;
    writeFileSync(path, ['#!/bin/sh', note, ...lines, ''].join('\n'));
    chmodSync(path, 0o755);
    return path;
  }

  it('is the one that the next run uses; the run after that starts another', async () => {
    const host = bench.another(bench.shop.fake());
    const before = started().length;
    host.prepare?.(SCRIPT, {});
    host.prepare?.(SCRIPT, {});
    await waitFor('its start', () => (started().length > before ? true : undefined));
    expect((await bench.ask('good', {}, host)).result).toEqual(RESULT);
    expect(started().length).toBe(before + 1);
    expect((await bench.ask('good', {}, host)).result).toEqual(RESULT);
    expect(started().length).toBe(before + 2);
  });

  it('that no run uses ends with the host', async () => {
    const host = bench.another(bench.shop.fake());
    const before = started().length;
    host.prepare?.(SCRIPT, {});
    await waitFor('its start', () => (started().length > before ? true : undefined));
    await host.dispose();
    expect(bench.shop.alive()).toEqual([]);
  });

  it('that does not leave is ended', async () => {
    const host = bench.another(program(['trap "" TERM', 'while :; do sleep 1; done']));
    host.prepare?.(SCRIPT, {});
    await waitFor('its start', () => (bench.shop.alive().length > 0 ? true : undefined));
    await host.dispose();
    await bench.shop.allGone();
  });

  it('that ended, or never started, is replaced by one that the run starts', async () => {
    const flag = join(bench.shop.folder, 'was-here');
    const host = bench.another(
      program([`[ -e '${flag}' ] && exec '${bench.shop.fake()}' "$@"`, `touch '${flag}'`, 'exit 3']),
    );
    host.prepare?.(SCRIPT, {});
    await waitFor('its work', () => (existsSync(flag) ? true : undefined));
    await bench.shop.allGone();
    // Node knows of the end of a process before that of a later one.
    await runProgram('/bin/true', []);
    expect((await bench.ask('good', {}, host)).result).toEqual(RESULT);

    const none = bench.another(join(bench.shop.folder, 'none'));
    none.prepare?.(SCRIPT, {});
    await expect(bench.ask('good', {}, none)).rejects.toMatchObject({ code: 'powershell-missing' });
  });
});

describe.skipIf(process.platform === 'win32')('a session', { timeout: 60_000 }, () => {
  const bench = new Bench({ name: 'session', make: (options) => new SessionHost(options), stays: true });

  it('that ends with an error at its start says which', async () => {
    const path = join(bench.shop.folder, 'refused');
    writeFileSync(path, "#!/bin/sh\necho '.NET is not installed' >&2\nexit 131\n");
    chmodSync(path, 0o755);
    const host = bench.another(path);
    await expect(bench.ask('good', {}, host)).rejects.toMatchObject({
      code: 'powershell-no-result',
      evidence: { exitCode: 131, diagnostics: ['.NET is not installed'] },
    });
  });

  it('gives each run its own time, however long the one before it took', async () => {
    const host = bench.another(bench.shop.fake());
    const slow = bench.ask('hang', { deadlineMs: 6000 }, host).catch(({ code }) => code);
    const next = bench.ask('good', { deadlineMs: 5000 }, host);
    expect((await next).result).toEqual(RESULT);
    expect(await slow).toBe('powershell-timeout');
  });
});
