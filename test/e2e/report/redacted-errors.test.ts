import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { folderForAll } from '../../support/files.ts';
import { readDocument, runCli } from '../../support/programs/cli.ts';

const folder = folderForAll();
beforeAll(async () => {
  const settings = { proxyHost: 'p.example', proxyPort: 8080, bypass: '' };
  await writeFile(join(folder, 'pc.reg'), sampleRegText(settings));
  await writeFile(join(folder, 'wish.json'), '{"winHttp":{"zqcontoso":1}}');
  await writeFile(join(folder, 'list.csv'), 'computer\nzqalice!\n');
  await mkdir(join(folder, 'zqstate'));
});

const PC = ['--machine', 'pc.reg', '--no-probe'];

/** Each has names that no form gives away. The text is that of the error without --redact. */
describe('--redact keeps our own words of an error, and no name of the command line', () => {
  it.each<[string, string[], string]>([
    ['a proxy', [...PC, '--proxy', '!zqcontoso'], 'Not a proxy list: "!zqcontoso" (bad-host).'],
    ['a proxy of two words, which is valid', [...PC, '--proxy', 'a zqcontoso'], ''],
    ['a PAC address', [...PC, '--pac', 'zqcontoso'], 'Not an http or https address: "zqcontoso".'],
    ['a gateway', ['verify', 'zqcontoso zqalice'], 'Not a gateway name: "zqcontoso zqalice".'],
    ['a gateway with a port', ['verify', 'zqcontoso_x:99999'], 'Not a port: 99999 in "zqcontoso_x:99999".'],
    ['a profile', ['--profile', 'zqcontoso'], 'The profile cannot be read: there is no such file or folder.'],
    [
      'a recording below a user name',
      ['--machine', '/home/zqalice/zqcontoso pc.reg'],
      'The recording cannot be read: there is no such file or folder.',
    ],
    [
      'a state folder',
      ['rollback', ...PC.slice(0, 2), '--state-dir', 'zqalice'],
      'A recording is changed only if you ask for it.',
    ],
    ['a user', [...PC, '--user', 'zqalice'], 'The recording has no hive of user zqalice.'],
    ['targets', ['fleet', 'audit', 'zqcontoso', 'zqalice!'], 'This is not a host name: "zqalice!"'],
    [
      'a list of targets',
      ['fleet', 'audit', '--computers', 'list.csv'],
      'This is not a host name: "zqalice!"',
    ],
    ['root certificates', ['verify', 'a.example', '--ca', 'zqcontoso'], 'The file cannot be read (ENOENT).'],
    [
      'a pasted text',
      ['explain', 'zqalice at zqcontoso'],
      'No known code, message or setting is in this text.',
    ],
    ['an unknown option', ['apply', '--zqcontoso-vpn', 'zqalice'], 'Unknown argument: zqcontoso-vpn'],
    ['an unknown option with a value', ['--zqcontoso=zqalice'], 'Unknown argument: zqcontoso'],
    ['an unknown command', ['zqcontoso', '--verbose'], 'Unknown argument: zqcontoso'],
    ['a topic of help', ['help', 'zqcontoso'], 'There is no command zqcontoso.'],
    ['a choice', ['--lang', 'zqcontoso'], '--lang takes "en", "ja", not "zqcontoso".'],
    ['a switch', ['--verbose=zqcontoso'], '--verbose takes no value: zqcontoso'],
    ['a report', [...PC, '--report', 'zqcontoso'], '--report takes FILE.html or FILE.md, not zqcontoso.'],
    ['a desired state', [...PC, '--desired', 'wish.json'], '"schemaVersion" is missing.'],
  ])('%s', async (_, args, message) => {
    const run = (output: string) => runCli([...args, '--redact', output], { cwd: folder });
    const [json, ndjson] = await Promise.all([run('--json'), run('--ndjson')]);
    for (const { stdout } of [json, ndjson]) expect(stdout).not.toMatch(/.{0,60}zq(?:contoso|alice)/i);
    const shown = readDocument(json.stdout).error?.message ?? '';
    // A pseudonym is as long as the name.
    const hidden = message.replace(/zq[a-z_-]+/g, (name, at) => shown.slice(at, at + name.length));
    expect(shown).toBe(hidden);
  });
});
