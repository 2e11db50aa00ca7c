import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { ScriptName } from '../../../src/powershell/port.ts';
import { azureClientEntries } from '../../../src/profile/phonebook/machine-book.ts';
import { folderForTest } from '../../support/files.ts';
import { entryLines, phonebookText, thirdPartyLines } from '../../support/machines/phonebooks.ts';
import { azureVpnConfig, SECRET } from '../../support/machines/profiles.ts';
import { runProgram } from '../../support/programs/process.ts';
import { describeReal, RUN } from '../real-adapters.ts';

const CONNECTIONS = ['AppData', 'Roaming', 'Microsoft', 'Network', 'Connections'];
const USER_BOOK = [...CONNECTIONS, 'Pbk', 'rasphone.pbk'];
const HIDDEN = [...CONNECTIONS, 'Pbk', '_hiddenPbk', 'rasphone.pbk'];
const AZURE = [
  ...['AppData', 'Local', 'Packages', 'Microsoft.AzureVpn_8wekyb3d8bbwe', 'LocalState', 'rasphone.pbk'],
];
const GUID = '7cee0077-d553-4323-87df-069c331f58cb';
const MANAGER = [...CONNECTIONS, 'Cm', GUID, `${GUID}.cms`];
const BYTES = Buffer.from('[VPN]\r\nPhoneNumber=azuregateway.example\r\n');

interface Book {
  sid: string | null;
  path: string;
  hex: string;
  problem?: string;
}

describeReal('the phonebook of a profile', (real) => {
  let root: string;
  let profile: string;
  const put = async (folder: string, parts: readonly string[], bytes: Uint8Array = BYTES) => {
    const file = join(folder, ...parts);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  };
  beforeEach(async () => {
    root = await folderForTest();
    profile = join(root, 'anne');
    for (const folder of [profile, join(root, 'secret')]) await put(folder, USER_BOOK);
  });

  const read = async (more: Record<string, unknown> = {}) => {
    // A busy computer uses up the time of all profiles.
    const request = { folders: [profile], ms: 60_000, ...more };
    return (await real.host.run('Test-Phonebook' as ScriptName, request, RUN)).result as Book[];
  };

  // The functions below are called only in Full Language.
  if (real.mode === 'ConstrainedLanguage') {
    it('is not read', async () => expect(await read({ all: true })).toEqual([]));
    return;
  }

  it('is read as it is', async () => {
    const path = join(profile, ...USER_BOOK);
    expect(await read()).toEqual([{ sid: 'S-1-5-21-1', path, hex: BYTES.toString('hex') }]);
  });

  it('is read where the profile itself lies behind a link, which only an administrator can make', async () => {
    await symlink(profile, join(root, 'link'));
    expect(await read({ folders: [join(root, 'link')] })).toHaveLength(1);
  });

  it('is not read through a link, wherever that is on the way', async () => {
    const folders = [...USER_BOOK.keys()].map((at) => join(root, `linked ${at}`));
    for (const [at, folder] of folders.entries()) {
      const part = USER_BOOK.slice(0, at + 1);
      await mkdir(dirname(join(folder, ...part)), { recursive: true });
      await symlink(join(root, 'secret', ...part), join(folder, ...part));
    }
    expect(await read({ folders: [...folders, profile] })).toHaveLength(1);
  });

  it('is not looked for beyond a link, which may lead to a server that the user names', async () => {
    const linked = join(root, 'linked');
    const [book, azure] = [CONNECTIONS, AZURE.slice(0, -1)].map((parts) => join(linked, ...parts));
    for (const folder of [book, azure] as string[]) {
      await mkdir(dirname(folder), { recursive: true });
      await symlink(join(root, 'secret'), folder);
    }
    const observed = (await read({ folders: [linked], observed: true })) as unknown as string[];
    expect(observed).toContain(book);
    expect(
      observed.filter((path) => path !== book && path !== azure && /Connections|LocalState/.test(path)),
    ).toEqual([]);
  });

  it('is not read where a link takes the place of a folder after the look at it', async () => {
    const swap = {
      from: join(profile, 'AppData', 'Roaming'),
      to: join(root, 'secret', 'AppData', 'Roaming'),
    };
    expect(await read({ swap })).toEqual([]);
  });

  it('is left out where it is not there, and named where it is too large', async () => {
    const [most, more] = [join(root, 'most'), join(root, 'more')];
    for (const folder of [most, more]) await put(folder, USER_BOOK);
    await truncate(join(most, ...USER_BOOK), 1_048_576);
    await truncate(join(more, ...USER_BOOK), 1_048_577);
    const [tooLarge, ...books] = await read({ folders: [more, join(root, 'nobody'), most] });
    const path = join(more, ...USER_BOOK);
    expect(tooLarge).toEqual({ sid: 'S-1-5-21-1', path, problem: 'too-large', hex: '' });
    expect(books.map((book) => book.path)).toEqual([join(most, ...USER_BOOK)]);
  });

  it('is one of several: hidden, of the Azure VPN Client, of Connection Manager; not through a link', async () => {
    const books = [USER_BOOK, HIDDEN, MANAGER, AZURE];
    for (const parts of books) await put(profile, parts);
    await put(profile, [...MANAGER.slice(0, -1), 'routes.txt']);
    expect((await read()).map(({ path }) => path)).toEqual(books.map((parts) => join(profile, ...parts)));
    const [planted, whole] = [join(root, 'planted'), join(root, 'whole')];
    await mkdir(join(planted, ...MANAGER.slice(0, -2)), { recursive: true });
    await symlink(dirname(join(profile, ...MANAGER)), join(planted, ...MANAGER.slice(0, -1)));
    await mkdir(join(whole, ...CONNECTIONS), { recursive: true });
    await symlink(join(profile, ...CONNECTIONS, 'Cm'), join(whole, ...CONNECTIONS, 'Cm'));
    expect(await read({ folders: [planted, whole] })).toEqual([]);
  });

  it('is named where a user keeps it from being opened; what was read before counts', async () => {
    const [eve, file] = [join(root, 'eve'), join(root, 'eve', ...USER_BOOK)];
    for (const parts of [HIDDEN, AZURE]) await put(eve, parts);
    await mkdir(dirname(file), { recursive: true });
    // Opening it waits for a writer, as opening a file with an oplock waits for its holder.
    await runProgram('mkfifo', [file]);
    const books = await read({ folders: [profile, eve], ms: 5_000 });
    expect(books.map(({ path, problem }) => [path, problem])).toEqual([
      [join(profile, ...USER_BOOK), undefined],
      [file, 'unreadable'],
    ]);
  });

  it('is left out where a user keeps a folder on the way from being checked', async () => {
    const eve = join(root, 'eve');
    for (const parts of [USER_BOOK, MANAGER, AZURE]) await put(eve, parts);
    const mine = join(profile, ...USER_BOOK);
    for (const parts of [CONNECTIONS, [...CONNECTIONS, 'Cm'], MANAGER.slice(0, -1), MANAGER]) {
      const books = await read({ folders: [profile, eve], held: join(eve, ...parts) });
      expect(books.map(({ path }) => path)).toEqual([
        mine,
        ...(parts === CONNECTIONS ? [] : [join(eve, ...USER_BOOK)]),
      ]);
    }
  });

  it('is bounded in bytes, whatever somebody put there', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      await put(profile, [...CONNECTIONS, 'Cm', name, `${name}.cms`], Buffer.alloc(1000));
    const books = await read({ budget: 4000 + BYTES.length });
    expect(books.map(({ problem }) => problem ?? '')).toEqual(['', '', '', '', '', 'too-large']);
    expect(await read({ count: 3 })).toHaveLength(3);
  });

  it.each([
    ['plain', '', (text: string) => Buffer.from(text, 'latin1')],
    ['UTF-16', '', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['with something before it, of an odd length', '00AB01', (text: string) => Buffer.from(text, 'latin1')],
  ])('shows of the Azure VPN Client’s profile everything but its key: %s', async (_what, head, bytes) => {
    const config = azureVpnConfig({ servers: ['gw.contoso.example'], hashes: ['ab'.repeat(20)] });
    const profiles = [
      config,
      config.replaceAll('serversecret>', 'a:ServerSecret>'),
      config.replace('<serversecret>', '<serversecret x="1">'),
    ];
    const other = { name: 'other', server: 'x.example', thirdParty: ['0102', 'CAFE'] };
    const apps = profiles.map((xml, i) => ({
      ...{ name: `app ${i}`, server: 'gw.contoso.example', device: '' },
      thirdParty: thirdPartyLines(xml, head),
    }));
    const stored = bytes(phonebookText([...apps, other]));
    expect(secretsIn(stored)).toHaveLength(1);
    await put(profile, AZURE, stored);
    const [, shown] = await read();
    const book = Buffer.from(shown?.hex ?? '', 'hex');
    expect(secretsIn(book)).toEqual([]);
    expect(book.length).toBe(stored.length);
    const lines = book.toString(book[0] === 0xff ? 'utf16le' : 'latin1').replace('\ufeff', '');
    // Nothing of another app is shown, and everything else is unchanged.
    expect(lines).toContain(entryLines({ ...other, thirdParty: ['0000', '0000'] }).join('\r\n'));
    const says = await azureClientEntries(book, 'rasphone.pbk');
    expect(says.map(({ host, roots }) => [host, roots[0]?.sha1])).toEqual(
      profiles.map(() => ['gw.contoso.example', 'ab'.repeat(20)]),
    );
  });

  it('is read in time, however many keys somebody put there', async () => {
    const wide = (text: string) => Buffer.from(text, 'utf16le').toString('hex').toUpperCase();
    const head = `ThirdPartyProfileInfo=${wide('<azvpnprofile>')}`;
    const keys = Math.floor((1_000_000 - head.length) / wide('<serversecret>a</').length);
    const book = Buffer.from(head + wide('<serversecret>a</').repeat(keys));
    for (const name of ['a', 'b']) await put(profile, [...CONNECTIONS, 'Cm', name, 'x.cms'], book);
    const [, ...shown] = await read();
    const hidden = head + wide('<serversecret>X</').repeat(keys);
    expect(shown.map(({ hex }) => Buffer.from(hex, 'hex').toString())).toEqual([hidden, hidden]);
  });

  it('shows nothing of a profile whose key cannot be separated from the rest', async () => {
    const config = azureVpnConfig({ servers: ['gw.contoso.example'] });
    const open = config.replace('<serversecret>', `<serversecret ${'x'.repeat(100)}>`);
    const utf8 = Buffer.from(config).toString('hex');
    const entries = [thirdPartyLines(open), [utf8], ['not hexadecimal'], ['ABC']].map((thirdParty, i) => ({
      ...{ name: `${i}`, server: 'gw.contoso.example' },
      thirdParty,
    }));
    await put(profile, AZURE, Buffer.from(phonebookText(entries)));
    const [, shown] = await read();
    const values = [
      ...Buffer.from(shown?.hex ?? '', 'hex')
        .toString('latin1')
        .matchAll(/PartyProfileInfo=(.*)\r/g),
    ];
    expect(values.length).toBeGreaterThan(4);
    expect(values.every(([, value]) => /^0*$/.test(value ?? ''))).toBe(true);
  });
});

/** The places of the key in a phonebook: in the decoded text, or in the hexadecimal itself. */
function secretsIn(book: Buffer): string[] {
  const text = book.toString(book[0] === 0xff ? 'utf16le' : 'latin1');
  const joined = text.replace(/\r\nThirdPartyProfileInfo=/g, '');
  const wide = Buffer.from(SECRET.slice(0, 24), 'utf16le').toString('hex').toUpperCase();
  return [SECRET.slice(0, 24), wide].filter((one) => joined.toUpperCase().includes(one.toUpperCase()));
}
