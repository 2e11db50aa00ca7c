import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod';
import { isValid } from './json-schema.ts';
import type { Computer } from './lab.ts';

const context = z.enum(['current', 'elevated', 'restricted']);
const args = z.array(z.union([z.string(), z.strictObject({ whatIfArg: z.string() })]));
const call = { executable: z.string(), args, requireSecurityContext: context.optional() };
const returned = z.enum(['state', 'stateAndDiff']);

/** What DSC v3 takes for a manifest of a command resource; it rejects fields that it does not know. */
export const dscManifestSchema = z.strictObject({
  $schema: z.literal('https://aka.ms/dsc/schemas/v3/bundled/resource/manifest.json'),
  type: z.string().regex(/^\w+(?:\.\w+){0,2}\/\w+$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  get: z.strictObject({ ...call, input: z.enum(['stdin', 'env']).optional() }),
  set: z.strictObject({
    ...call,
    input: z.enum(['stdin', 'env']),
    implementsPretest: z.boolean().optional(),
    handlesExist: z.boolean().optional(),
    return: returned.optional(),
    whatIfReturns: returned.optional(),
  }),
  test: z.strictObject({ ...call, input: z.enum(['stdin', 'env']), return: returned.optional() }),
  export: z.strictObject({ ...call, input: z.enum(['stdin', 'env']).optional() }),
  exitCodes: z.record(z.string().regex(/^-?\d+$/), z.string()),
  schema: z.strictObject({ embedded: z.record(z.string(), z.unknown()) }),
});

type Manifest = z.infer<typeof dscManifestSchema>;
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

/** As the engine does it: checks the instance, starts the program in the manifest's folder, and checks what it tells. */
export async function openResource(computer: Computer, folder: string, file: string): Promise<Resource> {
  const manifest = dscManifestSchema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
  return {
    manifest,
    async call(operation, instance = null, { whatIf = false } = {}) {
      const method = manifest[operation];
      expect(method.executable).toBe('powershell');
      const words = method.args.flatMap((one) =>
        typeof one === 'string' ? [one] : whatIf ? [one.whatIfArg] : [],
      );
      const [script = '', ...rest] = words.slice(words.indexOf('-File') + 1);
      if (instance !== null) expect(isValid(manifest.schema.embedded, instance)).toBe(true);
      const stdinFile = join(computer.dir, 'instance.json');
      await writeFile(stdinFile, method.input === 'stdin' ? JSON.stringify(instance) : '');
      const { stdout, stderr, exitCode } = await computer.pwsh(join(folder, script), rest, {
        stdinFile,
        cwd: folder,
        retry: false,
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
