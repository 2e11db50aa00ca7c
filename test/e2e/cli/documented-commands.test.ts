import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { parse } from '../../../src/cli/parse/parse.ts';
import { commandText } from '../../../src/core/model/command-text.ts';
import { folderForAll, onWindows } from '../../support/files.ts';
import { vpnSettings } from '../../support/machines/profiles.ts';
import { makeZip } from '../../support/machines/zip.ts';
import { readDocument, runCli } from '../../support/programs/cli.ts';
import { namedCommands } from '../../support/texts/named-commands.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Commands that need more words: in a sentence they are only names. */
const NAMES = /^(?:capture|completion|explain|plan|schedule|(?:export|fleet)(?: [a-z]+)?)$/;
/** The files for FILE, by option. */
const FILES: Readonly<Record<string, string>> = { '--desired': 'desired.json', '--out': 'new.html' };
/** Commands that connect to computers and gateways; `printed-commands` runs them against simulated servers. */
const CONNECTS = /^(?:verify|migrate|fleet (?!report)|(?:.* )?--(?:probe|gateway)\b)/;

/** Every command that the documentation and the help name, once, with its place. */
async function documented(): Promise<{ words: string[]; place: string }[]> {
  const pages = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'));
  const files = ['README.md', 'README.ja.md', ...pages.map((name) => `docs/${name}`)];
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(join(ROOT, file), 'utf8')] as const),
  );
  for (const language of ['en', 'ja'] as const)
    for (const command of ['--help', ...Object.keys(COMMANDS).map((name) => `${name} --help`)]) {
      const page = await parse(command.split(' '), 100, () => language);
      if (page.kind === 'text') texts.push([`${command} (${language})`, page.text]);
    }
  const found = new Map<string, { words: string[]; place: string }>();
  for (const [place, text] of texts)
    for (const { words } of namedCommands(shown(text)))
      if (!NAMES.test(words.join(' '))) found.set(words.join('\n'), { words, place });
  return [...found.values()];
}

/** Removes the grammar that a page of commands shows. */
function shown(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/ \[options\]$|\\\|/.test(line))
    .join('\n');
}

describe('the commands of the documentation and the help', () => {
  const folder = folderForAll();

  /** The files that the commands name, as a reader would have them. */
  async function filesIn(home: string): Promise<void> {
    await mkdir(join(home, 'captures'), { recursive: true });
    const recording = sampleRegText({
      proxyHost: 'proxy.contoso.example',
      proxyPort: 8080,
      bypass: '<local>',
    });
    for (const name of ['export.reg', 'user.reg', 'computer.reg', 'machine.reg', 'sample.reg'])
      await writeFile(join(home, name), recording);
    const settings = vpnSettings({ server: 'azuregateway-0a1b.vpn.azure.com' });
    await writeFile(
      join(home, 'vpnclient.zip'),
      makeZip([{ name: 'Generic/VpnSettings.xml', content: settings }]),
    );
    const desired = {
      schemaVersion: '1.0',
      winInet: { proxy: 'proxy.contoso.example:8080', bypass: '<local>' },
    };
    await writeFile(join(home, 'desired.json'), JSON.stringify({ ...desired, winHttp: 'follow' }));
    const plan = await runCli(['plan', '--machine', 'export.reg', '--no-probe', '--out', 'plan.json'], {
      cwd: home,
    });
    expect(plan.exitCode).toBe(2);
    for (const name of ['pcs.csv', 'again.csv']) await writeFile(join(home, name), 'Name\nPC-1\n');
    await writeFile(join(home, 'results.ndjson'), '');
    await writeFile(join(home, 'intune.csv'), '');
  }

  it('are understood as they stand', async () => {
    const commands = await documented();
    expect(commands.length).toBeGreaterThan(60);
    const wrong: string[] = [];
    for (const { words, place } of commands)
      await parse(words, 80).catch((error: Error) =>
        wrong.push(`${place}: ${words.join(' ')}: ${error.message}`),
      );
    expect(wrong).toEqual([]);
  });

  it.skipIf(onWindows)('run, or say that they need Windows', { timeout: 300_000 }, async () => {
    const [home, kept] = [join(folder, 'desk'), join(folder, 'kept')];
    const commands = (await documented()).filter(({ words }) => !CONNECTS.test(words.join(' ')));
    expect(commands.length).toBeGreaterThan(30);
    const wrong: string[] = [];
    let ran = 0;
    await filesIn(kept);
    for (const { words: named, place } of commands) {
      await rm(home, { recursive: true, force: true });
      await cp(kept, home, { recursive: true });
      const words = named.map((word, at) =>
        word === 'machine.reg' ? (FILES[named[at - 1] ?? ''] ?? word) : word,
      );
      const shows =
        ['help', 'completion'].includes(words[0] ?? '') ||
        words.includes('--help') ||
        words.includes('--version');
      const { stdout, stderr, exitCode } = await runCli(
        [...words, ...(shows || words.includes('--json') ? [] : ['--json'])],
        // Another test would find what a command leaves in the folder of the user.
        { cwd: home, env: { ...process.env, XDG_STATE_HOME: join(folder, 'state') } },
      );
      const name = `${place}: ${commandText(words, 'sh')}`;
      expect([name, stderr]).toEqual([name, '']);
      const error = shows ? null : (readDocument(stdout).error?.code ?? null);
      if (shows ? exitCode !== 0 : error !== null && error !== 'not-windows') wrong.push(`${name}: ${error}`);
      if (error === null) ran += 1;
    }
    expect(wrong).toEqual([]);
    // Commands that read a recording, explain a code, or write an export do not need Windows.
    expect(ran).toBeGreaterThan(15);
  });
});
