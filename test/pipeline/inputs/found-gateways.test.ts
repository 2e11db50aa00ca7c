import { expect, it } from 'vitest';

import { gatewaysOf, MAX_FOUND_GATEWAYS } from '../../../src/pipeline/inputs/gateways.ts';
import { knownFindings } from '../../../src/pipeline/inputs/known-findings.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { phonebookText } from '../../support/machines/phonebooks.ts';

const ANNE = 'S-1-5-21-1-2-3-1001';
const USER = { sid: ANNE, name: 'anne', how: 'option' } as const;
const OS = { platform: 'win32', version: null, build: null };
const PATH = { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false };

function book(sid: string | null, servers: readonly string[]) {
  const entries = servers.map((server, at) => ({ name: `VPN ${at}`, server, strategy: 5 }));
  return { sid, path: `C:\\${sid}\\rasphone.pbk`, bytes: Buffer.from(phonebookText(entries)) };
}

const many = Array.from({ length: MAX_FOUND_GATEWAYS + 5 }, (_, at) => `gw${at}.example`);

it('of phonebooks so many gateways are checked, those for all users before those of a user', async () => {
  const phonebooks = [book(ANNE, many), book(null, ['company.example'])];
  const path = await gatewaysOf(PATH, { os: OS, phonebooks }, USER);
  expect(path.gateways).toHaveLength(MAX_FOUND_GATEWAYS);
  expect(path.reported).toEqual(path.gateways);
  const hosts = path.gateways.map(({ host }) => host);
  expect(hosts).toContain('company.example');
  expect(hosts).toContain('gw0.example');
  const [finding, ...others] = knownFindings(path, [], new Date(), []).filter(
    ({ code }) => code === 'gateways-left-out',
  );
  expect(finding).toMatchObject({ severity: 'warning', evidence: { leftOut: 6, limit: MAX_FOUND_GATEWAYS } });
  expect(others).toEqual([]);
  if (finding !== undefined) expect(ENGLISH.finding(finding).message).toContain('6 left out');
});

it('gateways that are named are checked, however many', async () => {
  const gateways = many.map((host) => ({ host, port: 443, source: 'option' }) as const);
  const found = { os: OS, phonebooks: [book(ANNE, many)] };
  const path = await gatewaysOf({ ...PATH, gateways }, found, USER);
  expect(path.gateways).toHaveLength(many.length);
  expect(knownFindings(path, [], new Date(), [])).toEqual([]);
});

it('a phonebook that was not read is named to its user', async () => {
  const unread = { path: 'C:\\rasphone.pbk', bytes: Buffer.alloc(0), problem: 'too-large' } as const;
  const phonebooks = [ANNE, `${ANNE}9`].map((sid) => ({ ...unread, sid }));
  const [finding, ...others] = knownFindings(
    await gatewaysOf(PATH, { os: OS, phonebooks }, USER),
    [],
    new Date(),
    [],
  );
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code: 'phonebook-unreadable', evidence: { file: unread.path } });
  if (finding !== undefined) expect(ENGLISH.finding(finding).message).toContain('more than 1 MiB');
});
