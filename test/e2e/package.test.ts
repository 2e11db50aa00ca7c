import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sampleRegText } from '../../scripts/world/sample-reg.ts';
import { tempFolder } from '../support/files.ts';
import { runProgram } from '../support/process.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** A program that takes the built package by its name, as one that depends on it would. */
const CONSUMER = `
import { fleet, fleetOptions, schedule, wishFor } from 'p2s-fix';
const wish = fleetOptions([]).wish;
const { fleet: folded, exitCode } = await fleet.report({ files: [process.argv[1]], wish });
const bad = fleetOptions(['-oProxyCommand=calc']);
const refused = [];
for (const action of ['audit', 'confirm', 'rollback']) refused.push((await fleet[action](bad)).error?.code);
refused.push((await fleet.apply({ ...bad, confirmWithinMs: null })).error?.code);
const machine = { file: process.argv[1] };
const path = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: null };
refused.push((await fleet.migrate({ ...bad, path })).error?.code);
const scheduled = [];
for (const action of ['install', 'status', 'run', 'remove'])
  scheduled.push((await schedule[action]({ machine, path, wish, user: null })).exitCode);
console.log(JSON.stringify({ total: folded.summary.total, exitCode, refused, scheduled, isWish: typeof wishFor }));
`;

it('gives a program that depends on it the fleet and the schedule', { timeout: 60_000 }, async () => {
  const folder = await tempFolder();
  try {
    const file = `${folder.path}/pc.reg`;
    await writeFile(file, sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '' }));
    const args = ['--input-type=module', '--eval', CONSUMER, file];
    const { stdout, stderr } = await runProgram(process.execPath, args, { timeoutMs: 50_000, cwd: PROJECT });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      ...{ total: 1, exitCode: 2, isWish: 'function' },
      refused: Array(5).fill('input'),
      // There is no task for a recording.
      scheduled: Array(4).fill(3),
    });
  } finally {
    await folder.remove();
  }
});
