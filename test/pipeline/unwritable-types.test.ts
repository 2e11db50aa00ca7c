import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../scripts/simulated/sample-reg.ts';
import type { ApplyOptions } from '../../src/pipeline/run/options.ts';
import { folderForTest } from '../support/files.ts';
import { recordedRegistry, SAMPLE_KEYS } from '../support/machines/machines.ts';
import { apply, audit, desiredFor, plan, rollback } from '../support/stories/runs.ts';

const { connections } = SAMPLE_KEYS;
const NONE = 'DefaultConnectionSettings';
const ODD = 'SavedLegacySettings';

/** A recording whose values of these names have these REG_* types, and the runs over it. */
async function over(types: Record<string, string>) {
  const folder = await folderForTest();
  const file = join(folder, 'machine.reg');
  let text = sampleRegText({
    proxyHost: 'old.contoso.example',
    proxyPort: 8080,
    bypass: '<local>',
  }).toString('utf16le');
  for (const [name, type] of Object.entries(types))
    text = text.replace(`"${name}"=hex:`, `"${name}"=hex(${type}):`);
  const original = Buffer.from(text, 'utf16le');
  await writeFile(file, original);
  const servers = [{ scheme: 'all' as const, host: 'new.contoso.example', port: 3128 }];
  const options: ApplyOptions = {
    ...{ machine: { file }, user: null, stateDir: join(folder, 'state'), yes: false },
    desired: desiredFor({ kind: 'proxy', servers, bypass: null }),
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
  };
  const inPlace = { ...options, machine: { file, write: { inPlace: true as const } } };
  const typeNow = async (name: string) => (await recordedRegistry(file)).value(connections, name);
  return { file, original, options, inPlace, typeNow, bytes: () => readFile(file) };
}

it.each([
  ['REG_NONE, which is unreadable as a setting', { [NONE]: '0' }, []],
  ['REG_NONE and an unknown type', { [NONE]: '0', [ODD]: '63' }, [ODD]],
  ['an unknown type beside a readable setting', { [ODD]: '63' }, [ODD]],
])('a change over %s is named, needs --yes, and is rolled back', async (_, types, named) => {
  const { file, options, inPlace, original, bytes, typeNow } = await over(types);
  for (const run of [audit(options), plan({ ...options, out: `${file}.plan.json` }), apply(inPlace)]) {
    const { findings } = await run;
    const lost = findings.filter(({ code }) => code === 'value-not-restorable');
    expect(lost.map(({ evidence }) => [evidence.value, evidence.type])).toEqual(
      named.map((name) => [name, 'REG type 99']),
    );
  }
  const refused = await apply(inPlace);
  expect([refused.error?.code, refused.exitCode]).toEqual(['refused', 8]);
  expect(await bytes()).toEqual(original);
  expect(await typeNow(ODD)).toMatchObject(ODD in types ? { kind: 'other', type: 0x63 } : { kind: 'binary' });

  expect((await apply({ ...inPlace, yes: true })).exitCode).toBe(0);
  for (const name of [NONE, ODD]) expect(await typeNow(name)).toMatchObject({ kind: 'binary' });
  const again = await apply({ ...inPlace, yes: true });
  expect([again.exitCode, again.result?.changed]).toEqual([0, []]);

  const back = await rollback({ ...inPlace, backup: null });
  expect(back.exitCode).toBe(0);
  // The file of a recording is restored whole, with values of any type.
  expect(await bytes()).toEqual(original);
});
