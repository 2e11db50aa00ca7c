import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import { recordingFindings } from '../../../src/core/findings/profile-findings.ts';
import { parseGatewayName } from '../../../src/core/model/gateway-name.ts';
import type { ProfileReading } from '../../../src/core/path/gateway-profile.ts';
import type { FilePort } from '../../../src/files/port.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import { readProfiles } from '../../../src/pipeline/inputs/profile-files.ts';
import { ENGLISH } from '../../../src/report/text/texts.ts';
import { phonebookText } from '../machines/phonebooks.ts';
import { makeZip } from '../machines/zip.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutated, mutatedJson } from './mutate.ts';
import type { Random } from './random.ts';

const FOLDER = '/profiles';
const EXPORTS = ['one', 'two'].map((name) =>
  sampleRegText({ proxyHost: `${name}.contoso.example`, proxyPort: 8080, bypass: '<local>' }),
);
const CAPTURES = EXPORTS.map((bytes, index) => {
  const server = `gateway-${index}.contoso.example`;
  const book = Buffer.from(phonebookText([{ name: 'v', server, strategy: 5 }]));
  const phonebooks = [{ sid: null, path: 'C:\\rasphone.pbk', bytes: book }];
  return serializeCapture({ ...readRecording(bytes).observation(new Date(0)), phonebooks });
});
const WHOLE = [...EXPORTS, ...CAPTURES.map(bytesOf)];
const NAMES = [
  'a.reg',
  'B.REG',
  'b.json',
  'Support/Ana/CAPTURE.JSON',
  'c\u001b.json',
  '東.reg',
  'package.json',
];

function bytesOf(json: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(json));
}

/** One recording: whole, its bytes changed, or a changed capture that is still JSON. */
function recording(random: Random): Uint8Array {
  if (random.chance(50)) return random.pick(WHOLE);
  return random.chance(50) ? mutated(random, WHOLE) : bytesOf(mutatedJson(random, random.pick(CAPTURES)));
}

/** Several recordings, each with its own name. */
function several(random: Random): Map<string, Uint8Array> {
  const count = random.chance(70) ? 2 : 3;
  return new Map(Array.from({ length: count }, () => [random.pick(NAMES), recording(random)]));
}

/** A folder with only these files. */
function folderOf(content: ReadonlyMap<string, Uint8Array>): FilePort {
  const undeclared = (what: string) => () => Promise.reject(new Error(`${what} was not declared`));
  const at = (path: string) => content.get(path.slice(FOLDER.length + 1));
  const known = { mode: 0, uid: 0, gid: 0, modifiedAt: new Date(0) };
  return {
    read: (path) => Promise.resolve(at(path) ?? new Uint8Array()),
    list: () => Promise.resolve([...content.keys()]),
    info: (path) => Promise.resolve({ ...known, kind: path === FOLDER ? 'folder' : 'file' }),
    realpath: (path) => Promise.resolve(path),
    replace: undeclared('replace'),
    append: undeclared('append'),
    remove: undeclared('remove'),
    makeFolder: undeclared('makeFolder'),
  };
}

/** What is read of them is consistent, and each contradiction between them can be reported. */
function check({ gateways, recordings = [] }: ProfileReading): void {
  for (const { host, port } of gateways)
    if (parseGatewayName(`${host.includes(':') ? `[${host}]` : host}:${port}`, '').host !== host)
      throw new Error(`takes ${host} for a host`);
  const findings = recordingFindings(recordings);
  if (recordings.length < 2 && findings.length > 0) throw new Error('one contradicts itself');
  for (const finding of findings) {
    const { message } = ENGLISH.finding(finding);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    if (/[\0-\x1f\x7f-\x9f]/.test(message)) throw new Error('tells a control character');
  }
}

/** The same in an archive, which may be damaged. */
function packed(random: Random, content: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const members = [...content].map(([name, bytes]) => ({
    name,
    content: Buffer.from(bytes),
    method: random.chance(70) ? 8 : 0,
  }));
  const whole = makeZip(members);
  return new Map([['support.zip', random.chance(80) ? whole : mutated(random, [whole])]]);
}

export const RECORDING_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'recordings among profiles, in a folder or an archive',
    codes: ['input'],
    make(random) {
      const content = several(random);
      return random.chance(60) ? content : packed(random, content);
    },
    run: async (content) => check(await readProfiles([FOLDER], undefined, folderOf(content))),
  }),
];
