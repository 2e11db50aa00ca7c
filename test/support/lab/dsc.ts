import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod';
import { isValid } from '../json-schema.ts';
import type { Computer } from './lab.ts';

/** The versions of the engine whose rules the manifests follow. */
export const DSC_VERSIONS = ['3.0', '3.1', '3.2', '3.3'] as const;

const returned = z.enum(['state', 'stateAndDiff']);
const context = z.enum(['current', 'elevated', 'restricted']);
const jsonArg = z.strictObject({ jsonInputArg: z.string(), mandatory: z.boolean().optional() });
const whatIfArg = z.strictObject({ whatIfArg: z.string() });

/**
 * What a version of DSC accepts as a manifest of a command resource, by its published JSON Schemas
 * (resource/manifest.json and the methods beside it) and by what its engine reads: with an unknown field of the
 * manifest, or an argument of an unknown form, the resource does not exist. A method without an argument for JSON
 * needs an input. The engine of 3.2 and 3.3 still has the method whatIf and uses it unless an argument of set passes
 * what-if. Before 3.2 no argument does, and the security context of a method is ignored; in 3.1
 * what-if must declare what it returns.
 */
export function dscManifestSchema(version: (typeof DSC_VERSIONS)[number]) {
  const isNew = version === '3.2' || version === '3.3';
  const arg = isNew ? z.union([z.string(), jsonArg, whatIfArg]) : z.union([z.string(), jsonArg]);
  const call = {
    executable: z.string(),
    args: z.array(arg),
    input: z.enum(['stdin', 'env']),
    requireSecurityContext: context.optional(),
  };
  const set = { ...call, implementsPretest: z.boolean().optional(), handlesExist: z.boolean().optional() };
  return z.strictObject({
    $schema: z.literal('https://aka.ms/dsc/schemas/v3/bundled/resource/manifest.json'),
    type: z.string().regex(/^\w+(?:\.\w+){0,2}\/\w+$/),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    description: z.string().optional(),
    tags: z.array(z.string().regex(/^\w+$/)).optional(),
    get: z.strictObject(call),
    set: z.strictObject({
      ...set,
      return: returned.optional(),
      ...(isNew ? { whatIfReturns: returned.optional() } : {}),
    }),
    whatIf: z.strictObject({ ...set, return: version === '3.0' ? returned.optional() : returned }),
    test: z.strictObject({ ...call, return: returned.optional() }),
    export: z.strictObject(call),
    exitCodes: z.record(z.string().regex(/^-?\d+$/), z.string()),
    schema: z.strictObject({ embedded: z.record(z.string(), z.unknown()) }),
  });
}

type Manifest = z.infer<ReturnType<typeof dscManifestSchema>>;
type Operation = 'get' | 'set' | 'test' | 'export';

/** A resource, called as the engine calls it. */
export interface Resource {
  manifest: Manifest;
  /** The state on standard output, `null` where there is none; what is on standard error, line by line; the exit code. */
  call(
    operation: Operation,
    instance?: unknown,
    options?: { whatIf?: boolean },
  ): Promise<{ state: Record<string, unknown> | null; trace: unknown[]; exitCode: number | null }>;
}

/** Works like the engine: checks the instance, runs the program in the manifest's folder, checks its output. */
export async function openResource(computer: Computer, folder: string, file: string): Promise<Resource> {
  const manifest = dscManifestSchema('3.0').parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
  return {
    manifest,
    async call(operation, instance = null, { whatIf = false } = {}) {
      const method = manifest[whatIf ? 'whatIf' : operation];
      // The search path could find another program.
      expect(method.executable).toBe('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
      const words = z.array(z.string()).parse(method.args);
      const [script = '', ...rest] = words.slice(words.indexOf('-File') + 1);
      if (instance !== null) expect(isValid(manifest.schema.embedded, instance)).toBe(true);
      const stdinFile = join(computer.dir, 'instance.json');
      await writeFile(stdinFile, method.input === 'stdin' ? JSON.stringify(instance) : '');
      const { stdout, stderr, exitCode } = await computer.script(join(folder, script), rest, {
        stdinFile,
        cwd: folder,
      });
      const lines = stdout.split(/\r?\n/).filter((line) => line !== '');
      expect(lines.length).toBeLessThanOrEqual(1);
      const state = lines[0] === undefined ? null : (JSON.parse(lines[0]) as Record<string, unknown>);
      if (state !== null) expect(isValid(manifest.schema.embedded, state)).toBe(true);
      expect(Object.keys(manifest.exitCodes)).toContain(String(exitCode));
      const trace = stderr.split(/\r?\n/).filter((line) => line !== '');
      return { state, trace: trace.map((line) => JSON.parse(line) as unknown), exitCode };
    },
  };
}
