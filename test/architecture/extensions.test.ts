import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { CLOSED_REQUIRE, closedBundle } from '../../scripts/build/closed-bundle.mjs';
import type { ReportDocument } from '../../src/report/model/document.ts';
import { machineText } from '../support/machines/reg-text.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REGISTRY = 'pipeline/calls/registry.ts';

/** The folders of `src` that go with an extension. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  explain: ['pipeline/explain/'],
  export: ['pipeline/export/'],
  fleet: ['pipeline/fleet/', 'machine/fleet/'],
  migrate: ['pipeline/migrate/'],
  schedule: ['pipeline/schedule/', 'schedule/'],
  page: ['page/'],
  exe: ['exe/'],
};

/** A command line of each command that a person would type. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  explain: ['explain', '0x80092013'],
  export: ['export', 'page', '--out', 'page.html'],
  fleet: ['fleet', 'audit', 'pc1'],
  migrate: ['migrate', 'gateway.example'],
  schedule: ['schedule', 'status'],
};

const extensionOf = (file: string) =>
  Object.keys(PARTS).find((name) => PARTS[name]?.some((part) => file.startsWith(part)));

/** All imports of `src`, of types too. */
function allImports(): { file: string; to: string }[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(ROOT, 'src', file), 'utf8');
      const found = text.matchAll(/(?:\sfrom\s+|\bimport\(?\s*)'(\.[^']+)'/g);
      return [...found].map(([, from = '']) => ({ file, to: normalize(join(dirname(file), from)) }));
    });
}

it('only the registry imports an extension, and no extension imports another', () => {
  const wrong = allImports()
    .filter(({ file }) => file !== REGISTRY)
    .filter(({ file, to }) => (extensionOf(to) ?? extensionOf(file)) !== extensionOf(file))
    .map(({ file, to }) => `${file} imports ${to}`);
  expect(wrong).toEqual([]);
});

describe('the main program works without', () => {
  const folder = mkdtempSync(join(tmpdir(), 'p2s-extensions-'));
  const recording = join(folder, 'export.reg');
  writeFileSync(recording, machineText({ flags: 3, proxy: 'proxy.contoso.com:8080' }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.keys(PARTS))('%s', async (name) => {
    const copy = join(folder, name);
    cpSync(join(ROOT, 'src'), join(copy, 'src'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'dir');
    for (const part of PARTS[name] ?? []) rmSync(join(copy, 'src', part), { recursive: true });
    const registry = join(copy, 'src', REGISTRY);
    writeFileSync(registry, withoutEntry(readFileSync(registry, 'utf8'), name));
    const outfile = join(copy, 'p2s-fix.mjs');
    await bundle(join(copy, 'src/cli/bin.ts'), outfile);
    const audit = await run(outfile, ['--machine', recording, '--json', '--no-probe']);
    expect(audit).toMatchObject({ mode: 'audit', exitCode: 2, summary: { state: 'fix-available' } });
    const command = COMMANDS[name];
    if (command === undefined) return;
    const { error } = await run(outfile, [...command, '--json']);
    expect(error?.message).toBe(`This p2s-fix does not include the command ${name}.`);
  });
});

/** The text of the registry without the entry of this name. */
function withoutEntry(text: string, name: string): string {
  return text.replace(new RegExp(`^  ${name}: \\{\\n[^]*?^  \\},\\n`, 'm'), '');
}

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    ...{ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' },
    ...{ jsx: 'automatic', logLevel: 'silent', preserveSymlinks: true },
    define: { P2S_FIX_VERSION: '"0.0.0"', 'process.env.NODE_ENV': '"production"' },
    banner: { js: CLOSED_REQUIRE },
    plugins: [closedBundle],
  });
}

/** The document that the program prints; it exits with a code of its own. */
async function run(program: string, args: readonly string[]): Promise<ReportDocument> {
  const started = promisify(execFile)(process.execPath, [program, ...args]);
  started.child.stdin?.end();
  const { stdout } = await started.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout);
}
