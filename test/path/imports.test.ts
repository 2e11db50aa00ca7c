import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** What a file loads when it starts, directly and indirectly: own files and package names. */
function loads(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?!type )(?:[^;]*? from )?'([^']+)';/gms,
  );
  for (const [, target = ''] of imports) {
    if (target.startsWith('.')) loads(resolve(dirname(file), target), seen);
    else seen.add(target);
  }
  return seen;
}

it('the tunnel check loads Node and small files alone, because its start counts', () => {
  const loaded = [...loads(`${SRC}path/tunnel/tunnel.ts`)];
  const packages = loaded.filter((name) => !name.startsWith('/') && !name.startsWith('node:'));
  expect(packages).toEqual([]);
  const ownFiles = loaded.filter((name) => name.startsWith('/')).map((name) => name.slice(SRC.length));
  expect(ownFiles.filter((name) => !/^(?:path|core)\//.test(name))).toEqual([]);
  expect(ownFiles.filter((name) => /revocation|ocsp|crl\.ts|fetch/.test(name))).toEqual([]);
  expect(loaded).not.toContain('node:http');
  expect(loaded).toContain('node:tls');
});
