import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { Finding } from '../../../src/core/model/finding.ts';
import type { Observation } from '../../../src/core/model/observation.ts';
import { RegistrySnapshot } from '../../../src/core/model/registry.ts';
import { say, toText } from '../../../src/core/model/say.ts';
import { IN_JAPANESE } from '../../../src/l10n/japanese.ts';
import type { Machine } from '../../../src/machine/port.ts';
import {
  programProblem,
  reportProgram,
  thisProgramProblem,
} from '../../../src/pipeline/run/folders/program-folder.ts';
import type { ApplyOptions } from '../../../src/pipeline/run/options.ts';
import type { Ports } from '../../../src/pipeline/run/ports.ts';
import type { RunContext } from '../../../src/pipeline/run/run.ts';
import { VERSION } from '../../../src/pipeline/run/version.ts';
import { textsOf } from '../../../src/report/text/texts.ts';

import { folderForTest, onWindows } from '../../support/files.ts';
import { FolderWindows, USER } from '../../support/stories/folder-windows.ts';
import { apply, rollback } from '../../support/stories/runs.ts';

const JAPANESE = textsOf('ja', IN_JAPANESE);

const PACKAGE = 'C:\\Program Files\\p2s-fix\\node_modules\\p2s-fix';
const PLACES = { program: `${PACKAGE}\\dist\\cli.js`, scriptsDir: `${PACKAGE}\\dist\\ps1\\` };
const ABOVE = ['C:\\Program Files\\p2s-fix', 'C:\\Program Files\\p2s-fix\\node_modules', PACKAGE];

let windows: FolderWindows;
beforeEach(() => {
  windows = new FolderWindows();
  for (const path of [...ABOVE, `${PACKAGE}\\dist`, `${PACKAGE}\\dist\\ps1`, `${PACKAGE}\\dist\\chunks`])
    windows.others.set(path, null);
});

const problem = (places: Pick<Ports, 'program' | 'scriptsDir'> = PLACES) => programProblem(windows, places);
const reason = async () => toText((await problem())?.reason ?? '');

describe('the folder of the program', () => {
  it('may be trusted where it is installed for the machine, and is looked at at once', async () => {
    expect(await problem()).toBeNull();
    expect(windows.observed).toHaveLength(1);
    expect(windows.observed[0]?.paths).toContain(`${PACKAGE}\\dist\\ps1`);
    expect(windows.observed[0]?.above).toContain('C:\\');
    windows.others.delete(`${PACKAGE}\\dist\\chunks`);
    expect(await problem()).toBeNull();
  });

  it.each(['', '\\chunks', '\\ps1'])('may not where a user owns dist%s', async (name) => {
    windows.others.set(`${PACKAGE}\\dist${name}`, USER);
    expect((await problem())?.folder).toMatch(/dist/);
    expect(await reason()).toContain(USER);
  });

  it.each(ABOVE)('may not where a user may replace %s', async (path) => {
    windows.others.set(path, USER);
    expect(await reason()).toContain(path);
  });

  it('may not where a user owns its file, which was moved there from a folder of theirs', async () => {
    windows.files.add(PLACES.program);
    windows.others.set(PLACES.program, null);
    expect(await problem()).toBeNull();
    windows.others.set(PLACES.program, USER);
    expect((await problem())?.folder).toBe(`${PACKAGE}\\dist`);
    expect(await reason()).toContain(`${PLACES.program}: another account (${USER}) may write to it`);
    const exe = { program: 'C:\\Program Files\\p2s-fix\\p2s-fix.exe', scriptsDir: PLACES.scriptsDir };
    windows.others.set(exe.program, USER);
    expect(await programProblem(windows, { ...exe, singleExecutable: true })).toMatchObject({
      folder: 'C:\\Program Files\\p2s-fix',
      singleExecutable: true,
    });
  });

  it('may not where it cannot be looked at', async () => {
    windows.others.set(PACKAGE, 'unknown');
    expect(await problem()).not.toBeNull();
    windows.links.add(PACKAGE);
    expect(await reason()).toContain('it is a link');
  });

  it('is not judged where a machine refuses the look, or there is none', async () => {
    expect(await problem({ program: null, scriptsDir: '' })).toBeNull();
    windows.observe = () => Promise.reject(new P2sError('powershell-blocked', say('no')));
    expect(await problem()).toBeNull();
    windows.observe = () => Promise.reject(new P2sError('powershell-timeout', say('no')));
    await expect(problem()).rejects.toMatchObject({ code: 'powershell-timeout' });
  });
});

describe('an audit of this Windows', () => {
  const report = async (elevated: boolean, folders: FolderWindows | null = windows) => {
    const findings: Finding[] = [];
    const emit: RunContext['emit'] = (event) => event.type === 'finding' && findings.push(event.finding);
    const context = { emit, ports: { ...windows.ports, ...PLACES } } as RunContext;
    const machine = { kind: 'local', folders } as unknown as Machine;
    const observation = { user: { name: null, sid: USER, elevated }, registry: new RegistrySnapshot([]) };
    reportProgram(context, await thisProgramProblem(context, machine, observation as unknown as Observation));
    return findings;
  };

  it('says to an administrator that others may change the program, and only then', async () => {
    expect(await report(true)).toEqual([]);
    windows.others.set(`${PACKAGE}\\dist`, USER);
    const [finding, ...more] = await report(true);
    expect(finding).toMatchObject({
      code: 'program-folder-writable',
      severity: 'warning',
      evidence: { folder: `${PACKAGE}\\dist`, reason: expect.stringContaining(USER) },
    });
    expect(more).toEqual([]);
    if (finding === undefined) throw new Error('no finding');
    expect(JAPANESE.finding(finding).message).toContain(`別のアカウント (${USER}) が書き込めます`);
    windows.observed = [];
    expect(await report(false)).toEqual([]);
    expect(await report(true, null)).toEqual([]);
    expect(windows.observed).toEqual([]);
  });
});

describe.skipIf(onWindows)('a change by an administrator', () => {
  let root: string;
  const home = process.cwd();
  const original = sampleRegText({ proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' });
  beforeEach(async () => {
    root = await folderForTest();
    process.chdir(root);
    await writeFile('machine.reg', original);
  });
  afterEach(async () => {
    process.chdir(home);
  });
  const options = (more: Partial<ApplyOptions> = {}): ApplyOptions => ({
    machine: { file: join(root, 'machine.reg'), write: { inPlace: true } },
    path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
    desired: { source: 'wininet' },
    user: null,
    yes: true,
    ...more,
  });
  const codes = (document: { findings: readonly { code: string }[] }) =>
    document.findings.map(({ code }) => code);

  it('is made, and says so', async () => {
    const ports = { ...windows.ports, ...PLACES };
    expect(codes(await apply(options(), ports))).not.toContain('program-folder-writable');
    windows.others.set(`${PACKAGE}\\dist`, USER);
    const rolledBack = await rollback({ ...options(), backup: null }, ports);
    const applied = await apply(options(), ports);
    for (const document of [applied, rolledBack]) {
      expect(document.error).toBeUndefined();
      const reported = document.findings.find(({ code }) => code === 'program-folder-writable');
      expect(reported).toMatchObject({
        severity: 'warning',
        message: expect.stringContaining(USER),
        remedy: expect.stringContaining(`Program Files\\p2s-fix" ./p2s-fix-${VERSION}.tgz`),
      });
    }
    expect(applied.exitCode).toBe(0);
    expect(await readFile('machine.reg')).not.toEqual(original);
  });

  it('does not wait to be confirmed under the eyes of a program that others may change', async () => {
    windows.others.set(`${PACKAGE}\\dist`, USER);
    const document = await apply(options({ confirmWithinMs: 10_000 }), { ...windows.ports, ...PLACES });
    expect(document.exitCode).toBe(8);
    expect(document.error).toMatchObject({ code: 'refused', where: `${PACKAGE}\\dist` });
    expect(document.error?.next).toContain(`p2s-fix-${VERSION}.tgz`);
    expect(codes(document)).toContain('program-folder-writable');
    expect(await readFile('machine.reg')).toEqual(original);
  });

  it('is not made by scripts that the single executable unpacked where others may change them', async () => {
    const exe = {
      program: 'C:\\Users\\a\\p2s-fix.exe',
      scriptsDir: `${PACKAGE}\\dist\\ps1`,
      singleExecutable: true,
    };
    for (const folder of ['C:\\Users', 'C:\\Users\\a']) windows.others.set(folder, USER);
    const ports = { ...windows.ports, ...exe };
    windows.others.set(exe.scriptsDir, USER);
    const refused = await apply(options(), ports);
    expect([refused.exitCode, refused.error?.code, refused.error?.where]).toEqual([
      8,
      'refused',
      exe.scriptsDir,
    ]);
    expect(await readFile('machine.reg')).toEqual(original);
    windows.others.set(exe.scriptsDir, null);
    const applied = await apply(options(), ports);
    expect(applied.exitCode).toBe(0);
    const reported = applied.findings.find(({ code }) => code === 'program-folder-writable');
    expect(reported?.remedy).toContain('Copy p2s-fix.exe to a folder in "C:\\Program Files"');
    const waiting = await apply(options({ confirmWithinMs: 10_000 }), ports);
    expect(waiting.error).toMatchObject({
      code: 'refused',
      next: expect.stringContaining('Copy p2s-fix.exe'),
    });
  });

  it('of a user asks nothing of the program', async () => {
    windows.user = { sid: USER, elevated: false };
    windows.others.set(`${PACKAGE}\\dist`, USER);
    const document = await apply(options(), { ...windows.ports, ...PLACES });
    expect(document.error).toBeUndefined();
    expect(codes(document)).not.toContain('program-folder-writable');
  });
});
