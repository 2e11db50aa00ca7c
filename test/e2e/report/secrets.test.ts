import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { encodeWinHttpBlob } from '../../../src/core/codec/winhttp-blob.ts';
import { encodeWinInetBlob } from '../../../src/core/codec/wininet-blob.ts';
import type { RegistryValue } from '../../../src/core/model/registry.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { folderForAll } from '../../support/files.ts';
import { SAMPLE_KEYS } from '../../support/machines/machines.ts';
import { runCli } from '../../support/programs/cli.ts';

const { settings, connections, native, wow64 } = SAMPLE_KEYS;
const PROXY = 'http=user:s3cr3t@h:1;https=s3cr3t@h:2;ftp=user%3As3cr3t%40h:3';
const PAC = 'http://bob:s3cr3t@pac.contoso.example/x.pac';
const BYPASS = '<local>;http://eve:s3cr3t@x;eve%3As3cr3t%40y';
const text = (value: string): RegistryValue => ({ kind: 'string', text: value });
const blob = (bytes: Uint8Array): RegistryValue => ({ kind: 'binary', bytes });

/** Credentials wherever a proxy setting can hold them: in the blobs, in the mirror, in both views of WinHTTP. */
function planted(flags: number): Uint8Array {
  const inet = { version: 0x46 as const, counter: 1, flags, proxy: PROXY, bypass: BYPASS, pac: PAC };
  const http = { version: 0x28 as const, counter: 0, flags: 3, proxy: PROXY, bypass: BYPASS };
  const values: [string, string, RegistryValue][] = [
    [settings, 'ProxyServer', text(PROXY)],
    [settings, 'ProxyOverride', text(BYPASS)],
    [settings, 'AutoConfigURL', text(PAC)],
    [
      connections,
      'DefaultConnectionSettings',
      blob(encodeWinInetBlob({ ...inet, tail: new Uint8Array(32) })),
    ],
    [connections, 'SavedLegacySettings', blob(encodeWinInetBlob({ ...inet, tail: new Uint8Array(32) }))],
    [connections, 'a VPN', blob(encodeWinInetBlob({ ...inet, tail: new Uint8Array(32) }))],
    [native, 'WinHttpSettings', blob(encodeWinHttpBlob(http))],
    [wow64, 'WinHttpSettings', blob(encodeWinHttpBlob(http))],
  ];
  const reg = sampleRegText({ proxyHost: 'h', proxyPort: 1, bypass: '' });
  return readRecording(reg).edit(
    values.map(([key, name, next]) => ({ id: name, write: { key, name, expected: null, next } })),
  );
}

describe('a password in a proxy setting', () => {
  const root = folderForAll();

  const MODES = [['--plain'], ['--json'], ['--ndjson'], []];
  /** 3: direct and proxy; 7: the PAC as well. */
  const RECORDINGS = [3, 7];

  it('is in no output and in no log, whatever is done', async () => {
    let shown = '';
    const codes: Record<string, (number | null)[]> = {};
    for (const flags of RECORDINGS) {
      const file = join(root, `${flags}.reg`);
      await writeFile(file, planted(flags));
      const state = join(root, `state-${flags}`);
      const common = ['--machine', file, '--state-dir', state];
      const run = async (name: string, ...args: string[]) => {
        for (const mode of MODES) {
          const { exitCode, stdout, stderr } = await runCli([...args, ...common, ...mode]);
          codes[name] = [...(codes[name] ?? []), exitCode];
          shown += stdout + stderr;
        }
      };
      await run('audit', 'audit');
      await run('as winhttp', 'audit', '--source', 'winhttp');
      await run('named', 'audit', '--proxy', 'new.contoso.example:1', '--bypass', 'b');
      await run('kept bypass', 'audit', '--proxy', 'new.contoso.example:1');
      const plan = join(root, `plan-${flags}.json`);
      const desired = ['--proxy', 'new.contoso.example:1', '--bypass', 'b'];
      const saved = await runCli(['plan', ...common, ...desired, '--out', plan]);
      shown += saved.stdout + saved.stderr + (await readFile(plan, 'utf8'));
      await run('another PAC', 'audit', '--pac', 'http://pac.contoso.example/other.pac');
      await run('follow', 'apply', '--in-place');
      await run('saved', 'apply', plan, '--in-place');
      await run('drift', 'audit');
      await run('undo', 'rollback', '--in-place');
      const waiting = await runCli(['apply', ...common, ...desired, '--in-place', '--confirm-within', '1h']);
      shown += waiting.stdout + waiting.stderr;
      await run('waiting', 'audit');
      await run('confirm', 'confirm');
      await run('undo again', 'rollback', '--in-place');
      shown += await readFile(join(state, 'watcher.log'), 'utf8').catch(() => '');
      await run('apply', 'apply', '--in-place', '--proxy', 'new.contoso.example:1', '--bypass', 'b');
      await run('list', 'rollback', '--list');
      await run('rollback', 'rollback', '--in-place');
      expect(await readFile(file)).toEqual(Buffer.from(planted(flags)));
      shown += await readFile(join(state, 'writes.ndjson'), 'utf8');
      // By design the backup holds the values as they were.
      const backup = JSON.parse(await readFile(join(state, 'backups/0001.json'), 'utf8')) as {
        content: { file: { base64: string } };
      };
      const kept = Buffer.from(backup.content.file.base64, 'base64').toString('utf16le');
      expect(kept).toContain('s3cr3t');
    }
    const all = (code: number) => new Array(RECORDINGS.length * MODES.length).fill(code);
    expect(codes).toMatchObject({
      audit: all(8),
      follow: all(8),
      list: all(0),
      rollback: all(0),
      apply: all(0),
      saved: all(0),
    });
    expect(shown.length).toBeGreaterThan(10_000);
    expect(shown.match(/.{0,80}s3cr3t.{0,20}/g) ?? []).toEqual([]);
    for (const bytes of [Buffer.from('s3cr3t').toString('hex'), Buffer.from('s3cr3t').toString('base64')])
      expect(shown).not.toContain(bytes);
  }, 600_000);

  it.each([
    ['a proxy', { winInet: { proxy: 'u:s3cr3t@h:1' }, winHttp: 'follow' }],
    ['an encoded proxy', { winInet: { proxy: 'u%3As3cr3t%40h:1' }, winHttp: 'follow' }],
    ['a PAC address', { winInet: { pac: 'http://u:s3cr3t@h/p' }, winHttp: null }],
    ['a bypass entry', { winInet: { proxy: 'h:1', bypass: 'http://u:s3cr3t@x' }, winHttp: 'follow' }],
    ['the name of a store', { winInet: null, winHttp: null, stores: { 'u:s3cr3t@x': { direct: true } } }],
    ['a gateway', { winInet: null, winHttp: null, gateways: ['u:s3cr3t@x'] }],
  ])('in %s of a desired-state file is refused without being repeated', async (_, state) => {
    const [file, desired] = [join(root, 'desired.reg'), join(root, 'desired.json')];
    await writeFile(file, planted(3));
    await writeFile(desired, JSON.stringify({ schemaVersion: '1.0', ...state }));
    for (const mode of MODES) {
      const result = await runCli(['audit', '--machine', file, '--desired', desired, ...mode]);
      expect([3, 8]).toContain(result.exitCode);
      expect(result.stdout + result.stderr).not.toContain('s3cr3t');
    }
  });

  it('on the command line is refused without being repeated', async () => {
    const file = join(root, 'line.reg');
    await writeFile(file, planted(3));
    const proxies = ['http://u:s3cr3t@h:1', 'u%3As3cr3t%40h:1'];
    for (const [proxy, mode] of proxies.flatMap((one) => MODES.map((mode) => [one, mode] as const))) {
      const { exitCode, stdout, stderr } = await runCli([
        ...['audit', '--machine', file, '--proxy', proxy],
        ...mode,
      ]);
      expect(exitCode).toBe(8);
      expect(stdout + stderr).not.toContain('s3cr3t');
    }
  });

  it.each([
    [['u:s3cr3t@h:1']],
    [['verify', 'u%3As3cr3t%40h']],
    [['verify', 'u:s3cr3t@h']],
    [['audit', '--user', 'u:s3cr3t@h']],
    [['audit', '--deadline', 'u:s3cr3t@h']],
    [['audit', '--source', 'u:s3cr3t@h']],
    [['audit', '--pac', 'http://u:s3cr3t@h/p.pac']],
    [['audit', '--http://u:s3cr3t@h']],
    [['apply', '--apply', 'u:s3cr3t@h']],
  ])('in the wrong place of a command line is not repeated: %j', async (words) => {
    const file = join(root, 'wrong.reg');
    await writeFile(file, planted(3));
    const { exitCode, stdout, stderr } = await runCli([...words, '--machine', file, '--json']);
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).not.toContain('s3cr3t');
  });
});
