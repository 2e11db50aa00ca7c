import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** Everything outside the project and Node that is loaded with a file: what its imports lead to, but not `import()`. */
function packagesOf(entry: string): string[] {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    const imports = text.matchAll(/^(?:import|export)\s(?:([\w\s{},*]*?)\sfrom\s)?'([^']+)';/gm);
    for (const [, clause = '', from = ''] of imports) {
      if (clause.startsWith('type ') || from.startsWith('node:')) continue;
      if (from.startsWith('.')) visit(resolve(dirname(file), from));
      else packages.add(from);
    }
  };
  visit(resolve(SRC, entry));
  return [...packages].sort();
}

describe('libraries are loaded when they are needed', () => {
  it.each(['cli/bin.ts', 'cli/main.ts', 'pipeline/verify.ts', 'pipeline/audit.ts'])(
    '%s comes without any, since it is on the way to the first packet or to PowerShell',
    (entry) => {
      expect(packagesOf(entry)).toEqual([]);
    },
  );

  it('PowerShell is started with nothing but what talks to it', () => {
    expect(packagesOf('machine/this-machine.ts')).toEqual(['node-powershell']);
  });

  it('a profile is looked at before the library for its kind is loaded', () => {
    expect(packagesOf('pipeline/profile-files.ts')).toEqual([]);
    expect(packagesOf('profile/zip.ts')).toEqual(['yauzl']);
    expect(packagesOf('profile/profile-xml.ts')).toEqual(['saxes']);
  });

  it('sees the libraries where they are', () => {
    expect(packagesOf('cli/parse-fully.ts')).toEqual(['yargs']);
    expect(packagesOf('pipeline/interruption.ts')).toContain('zod');
  });
});
