import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { seal, unseal } from '../../../src/change/state/sealed.ts';
import { systemPorts } from '../../../src/pipeline/run/ports.ts';
import { folderForTest } from '../../support/files.ts';
import { apply, type Desired, desiredFor, plan } from '../../support/stories/runs.ts';

let folder: string;
let file: string;
let out: string;
beforeEach(async () => {
  folder = await folderForTest();
  [file, out] = [join(folder, 'machine.reg'), join(folder, 'plan.json')];
  const sample = { proxyHost: 'proxy.contoso.example', proxyPort: 8080, bypass: '<local>' };
  await writeFile(file, sampleRegText(sample));
});

const ports = systemPorts('');
const FOLLOW: Desired = { source: 'wininet' };
const options = (desired: Desired, state = 'state') => ({
  ...{ machine: { file, write: { inPlace: true } as const }, user: null, desired, yes: true },
  stateDir: join(folder, state),
  path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
});
const save = (desired: Desired) => plan({ ...options(desired), machine: { file }, out }, ports);
const applySaved = () => apply({ ...options(FOLLOW), plan: out }, ports);

it('a plan that follows a setting is refused when that has changed since, although nothing has to change', async () => {
  expect((await save(FOLLOW)).exitCode).toBe(2);
  await apply(options(desiredFor({ kind: 'direct' }), 'other'), ports);
  const direct = await readFile(file);
  const document = await applySaved();
  const error = { code: 'stale', where: 'winhttp/wow64, winhttp/native' };
  expect(document).toMatchObject({ exitCode: 8, error, result: null });
  expect(await readFile(file)).toEqual(direct);
});

const url = 'https://pac.contoso.example/proxy.pac?a=b@c';
const server = { scheme: 'all', host: 'new.contoso.example', port: 3128 } as const;
it.each<[string, Desired]>([
  ['that follows a setting', FOLLOW],
  ['of a proxy', desiredFor({ kind: 'proxy', servers: [server], bypass: ['<local>', '*.a.example'] })],
  ['of a direct connection', desiredFor({ kind: 'direct' })],
  // The plan has its address without what may be a password.
  ['of a PAC file', { source: 'explicit', winInet: { kind: 'pac', url }, winHttp: null }],
])('a plan %s may be applied again', async (_, desired) => {
  await save(desired);
  expect((await applySaved()).result?.changed).not.toEqual([]);
  const left = await readFile(file);
  expect(await applySaved()).toMatchObject({ exitCode: 0, result: { changed: [] } });
  expect(await readFile(file)).toEqual(left);
});

it('a plan of settings that are no longer visible cannot be judged', async () => {
  await save(FOLLOW);
  const text = (await readFile(file)).toString('utf16le');
  const [user = ''] = text.split('[HKEY_LOCAL_MACHINE');
  await writeFile(file, Buffer.from(user, 'utf16le'));
  expect(await applySaved()).toMatchObject({ exitCode: 3, error: { code: 'not-judged' } });
});

it('a plan with a change of no setting is no plan', async () => {
  await save(FOLLOW);
  const opened = unseal(await readFile(out));
  if (!opened.ok) throw new Error('the plan is damaged');
  await writeFile(out, seal({ ...(opened.content as object), changes: [{ store: 'winhttp/native' }] }));
  expect(await applySaved()).toMatchObject({ exitCode: 3, error: { code: 'input', where: out } });
});
