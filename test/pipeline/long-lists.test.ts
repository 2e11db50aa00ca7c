import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../scripts/simulated/sample-reg.ts';
import { runAudit } from '../../src/pipeline/modes/audit.ts';
import { systemPorts } from '../../src/pipeline/run/ports.ts';
import { folderForTest } from '../support/files.ts';

const ENTRIES = 10_000;

it('reports some of the entries of a list that a user has made endless, and how many there are', async () => {
  const path = await folderForTest();
  const file = join(path, 'machine.reg');
  const bypass = '10.*;'.repeat(ENTRIES);
  await writeFile(file, sampleRegText({ proxyHost: 'p.contoso.example', proxyPort: 8080, bypass }));
  const options = {
    machine: { file },
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
    desired: { source: 'wininet' } as const,
    user: null,
  };
  const { findings, error } = await runAudit(options, systemPorts(''));
  expect(error).toBeUndefined();
  const notes = findings.filter(({ evidence }) => evidence.reason === 'wildcard-not-leftmost');
  expect(notes).toHaveLength(50);
  expect(notes.at(-1)?.evidence).toMatchObject({ detail: '10.*', further: ENTRIES - 50 });
  expect(notes[0]?.evidence).not.toHaveProperty('further');
});
