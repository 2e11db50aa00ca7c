import { describe, expect, it } from 'vitest';
import { EXPORT_NEXT } from '../../../src/core/export/export-commands.ts';
import { INTERNET_SETTINGS } from '../../../src/core/model/locations.ts';
import { type RegistryKey, RegistrySnapshot, type RegistryValue } from '../../../src/core/model/registry.ts';
import { toText } from '../../../src/core/model/say.ts';
import { anybody, findVpnUser, isLoaded, signedInUsers } from '../../../src/core/stores/vpn-user.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { machineText, regText } from '../../support/machines/reg-text.ts';
import { observe } from '../stores/registry-scene.ts';

const ANNE = 'S-1-5-21-1-2-3-1001';
const BERT = 'S-1-12-1-4-5-6-7';
const CARL = 'S-1-5-21-1-2-3-500';
const SYSTEM = 'S-1-5-18';

interface Person {
  sid: string;
  signedIn?: string;
  vpn?: boolean;
}

const ANNE_HERE: Person = { sid: ANNE, signedIn: 'anne' };
const BERT_HERE: Person = { sid: BERT, signedIn: 'bert' };
const withVpn = (person: Person): Person => ({ ...person, vpn: true });

/** What a run of `self` sees of these users. */
function machine(people: readonly Person[], self: string | null, name = 'CONTOSO\\self') {
  const text = (value: string): RegistryValue => ({ kind: 'string', text: value });
  const keys = people.flatMap(({ sid, signedIn, vpn }): RegistryKey[] => {
    const below = (path: string, values: [string, RegistryValue][], present = true): RegistryKey => ({
      path: `HKEY_USERS\\${sid}\\${path}`,
      visibility: present ? 'present' : 'absent',
      values: new Map(values),
    });
    const environment: [string, RegistryValue][] = [
      ['USERDOMAIN', text('CONTOSO')],
      ['USERNAME', text(signedIn ?? '')],
    ];
    const entry: [string, RegistryValue][] = vpn
      ? [['Azure VPN', { kind: 'binary', bytes: new Uint8Array(56) }]]
      : [];
    return [
      below(`${INTERNET_SETTINGS}\\Connections`, entry),
      below('Volatile Environment', signedIn === undefined ? [] : environment, signedIn !== undefined),
    ];
  });
  return {
    ...observe(new RegistrySnapshot(keys)),
    user: self === null ? null : { name, sid: self, elevated: true },
  };
}

describe('whose setting it is', () => {
  it.each([
    ['whoever runs it, being signed in', [ANNE_HERE], ANNE, ANNE],
    ['the one at the console, not the administrator who elevates', [ANNE_HERE, { sid: CARL }], CARL, ANNE],
    ['the one at the console, when the system runs it', [ANNE_HERE, { sid: SYSTEM }], SYSTEM, ANNE],
    ['the one with the VPN entry of two at the console', [ANNE_HERE, withVpn(BERT_HERE)], SYSTEM, BERT],
    ['whoever runs it of two at the console, VPN entry or not', [ANNE_HERE, withVpn(BERT_HERE)], ANNE, ANNE],
    ['the only person there is, when nobody is signed in', [{ sid: BERT }, { sid: SYSTEM }], SYSTEM, BERT],
    ['whoever runs it, when nobody is signed in', [{ sid: BERT }, { sid: CARL }], CARL, CARL],
  ] as [string, Person[], string, string][])('%s', (_, people, self, expected) => {
    expect(findVpnUser(machine(people, self), null)?.sid).toBe(expected);
  });

  it('is the one whose phonebook has the VPN, of two at the console', () => {
    const seen = { ...machine([ANNE_HERE, BERT_HERE], SYSTEM), phonebooks: [], vpnOwners: [BERT] };
    expect(findVpnUser(seen, null)?.sid).toBe(BERT);
  });

  it('is not whoever has put a value beside the settings, where phonebooks could be looked at', () => {
    const seen = { ...machine([ANNE_HERE, withVpn(BERT_HERE)], SYSTEM), phonebooks: [], vpnOwners: [ANNE] };
    expect(findVpnUser(seen, null)?.sid).toBe(ANNE);
  });

  it('is reported with the name that the session has', () => {
    const people = [ANNE_HERE, { sid: CARL }];
    expect(findVpnUser(machine(people, CARL), null)).toEqual({ sid: ANNE, name: 'CONTOSO\\anne' });
  });

  it.each([
    ['two at the console without a VPN entry', [ANNE_HERE, BERT_HERE]],
    ['two at the console, both with one', [withVpn(ANNE_HERE), withVpn(BERT_HERE)]],
    ['nobody at the console, two hives', [{ sid: ANNE }, { sid: BERT }]],
  ] as [string, Person[]][])('refuses to guess, and lists the choices: %s', (_, people) => {
    const attempt = () => findVpnUser(machine(people, SYSTEM), null);
    expect(attempt).toThrow(expect.objectContaining({ code: 'user-ambiguous' }));
    expect(attempt).toThrow(expect.objectContaining({ next: expect.stringContaining(ANNE) }));
    expect(attempt).toThrow(expect.objectContaining({ next: expect.stringContaining(BERT) }));
  });

  it('takes whom the caller names, and says who is there when that hive is not loaded', () => {
    const there = machine([ANNE_HERE, { sid: BERT }], ANNE);
    expect(findVpnUser(there, BERT.toLowerCase())?.sid).toBe(BERT);
    expect(() => findVpnUser(there, CARL)).toThrow(
      expect.objectContaining({ code: 'input', next: expect.stringContaining(`${ANNE} (`) }),
    );
  });

  it("is a recording's own user, whoever else is there", () => {
    const people = [ANNE_HERE];
    const { registry, ...rest } = machine(people, ANNE);
    const own: RegistryKey = {
      path: 'HKEY_CURRENT_USER\\Software',
      visibility: 'present',
      values: new Map(),
    };
    const seen = { ...rest, registry: new RegistrySnapshot([...registry.keys, own]) };
    expect(findVpnUser(seen, null)).toEqual({ sid: 'current', name: null });
    expect(signedInUsers(seen, null).map(({ sid }) => sid)).toEqual(['current', ANNE]);
  });

  it('is reported with the name of the account that runs, in any case of its SID', () => {
    const people = [ANNE_HERE, { sid: CARL, signedIn: 'carl' }];
    expect(findVpnUser(machine(people, ANNE.toLowerCase()), null)).toEqual({
      sid: ANNE,
      name: 'CONTOSO\\self',
    });
    expect(findVpnUser(machine([{ sid: ANNE, signedIn: '' }], null), null)).toEqual({
      sid: ANNE,
      name: null,
    });
    const unnamed = { ...machine(people, null), user: { name: null, sid: null, elevated: true } };
    expect(findVpnUser(unnamed, CARL)).toEqual({ sid: CARL, name: 'CONTOSO\\carl' });
    expect(signedInUsers(unnamed, null)).toHaveLength(2);
    expect(() => findVpnUser(unnamed, null)).toThrow(expect.objectContaining({ code: 'user-ambiguous' }));
  });

  it('lists the possible users as evidence, for this computer or the one that has a name', () => {
    const seen = machine([ANNE_HERE, { sid: BERT, signedIn: 'bert' }, { sid: CARL }], SYSTEM);
    const refusal = { evidence: { candidates: expect.arrayContaining([ANNE, BERT]) } };
    expect(() => findVpnUser(seen, null)).toThrow(
      expect.objectContaining({ ...refusal, where: 'this computer', next: expect.stringContaining(CARL) }),
    );
    expect(() => findVpnUser({ ...seen, name: 'PC' }, null)).toThrow(
      expect.objectContaining({ where: 'PC' }),
    );
    expect(() => findVpnUser(machine([], SYSTEM), ANNE)).toThrow(
      expect.objectContaining({ next: expect.stringMatching(/Loaded: nobody/) }),
    );
    // Nobody can sign in to a recording.
    const observation = readRecording(machineText({ flags: 1 })).observation(new Date(0));
    const recorded = () => findVpnUser(observation, ANNE);
    expect(recorded).toThrow(expect.objectContaining({ code: 'input', where: '--user' }));
    expect(recorded).toThrow(
      expect.objectContaining({ next: 'It has: current. Leave out --user for its HKEY_CURRENT_USER.' }),
    );
  });

  it('speaks of the recording, an export or a capture, and of what it has', () => {
    const live = machine([{ sid: ANNE }, { sid: BERT }], SYSTEM);
    const capture = Buffer.from(JSON.stringify(serializeCapture(live)));
    const hive = (sid: string) => `HKEY_USERS\\${sid}\\${INTERNET_SETTINGS}`;
    const exported = regText({ [hive(ANNE)]: {}, [hive(BERT)]: {} });
    for (const bytes of [capture, exported]) {
      const observation = readRecording(bytes).observation(new Date(0));
      const ambiguous = () => findVpnUser(observation, null);
      expect(ambiguous).toThrow(expect.objectContaining({ where: 'the recording' }));
      expect(ambiguous).toThrow(
        expect.objectContaining({
          next: expect.stringMatching(/^Name the user with --user SID\. The recording has: S-1/),
        }),
      );
      const unknown = () => findVpnUser(observation, CARL);
      expect(unknown).toThrow(`The recording has no hive of user ${CARL}.`);
      expect(unknown).toThrow(
        expect.objectContaining({ next: expect.stringMatching(/Name one of them, or .*: p2s-fix help/) }),
      );
    }
    const { observation } = readRecording(regText({ [`HKEY_LOCAL_MACHINE\\${INTERNET_SETTINGS}`]: {} }));
    expect(() => findVpnUser(observation(new Date(0)), ANNE)).toThrow(
      expect.objectContaining({ next: toText(EXPORT_NEXT) }),
    );
  });

  it.each<[string, Person[], string | null, string[]]>([
    [
      'both at the console',
      [{ sid: ANNE, signedIn: 'a' }, { sid: BERT, signedIn: 'b' }, { sid: CARL }],
      SYSTEM,
      [BERT, ANNE],
    ],
    [
      'the one with a VPN entry',
      [
        { sid: ANNE, signedIn: 'a', vpn: true },
        { sid: BERT, signedIn: 'b' },
      ],
      SYSTEM,
      [ANNE],
    ],
    ['nobody for an entry of one who is away', [{ sid: ANNE, vpn: true }], SYSTEM, []],
    ['whoever runs it', [{ sid: ANNE }, { sid: CARL }], CARL.toLowerCase(), [CARL]],
    ['nobody', [{ sid: ANNE }], null, []],
  ])('is, of a run for the whole computer, %s', (_, people, self, expected) => {
    const seen = machine(people, self);
    expect(signedInUsers(seen, null).map(({ sid }) => sid)).toEqual(expected);
    expect(signedInUsers(seen, ANNE).map(({ sid }) => sid)).toEqual([ANNE]);
    expect([ANNE.toLowerCase(), SYSTEM].map((sid) => isLoaded(seen, sid))).toEqual([true, false]);
    expect(anybody(seen)?.sid).toBe(people.at(people.some(({ sid }) => sid === BERT) ? 1 : 0)?.sid);
  });

  it('knows nobody where only service accounts are loaded', () => {
    expect(findVpnUser(machine([{ sid: SYSTEM }], SYSTEM), null)).toBeNull();
    expect(anybody(machine([{ sid: SYSTEM }], SYSTEM))).toBeNull();
  });
});
