import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serializeCapture } from '../../src/machine/recorded/capture.ts';
import { readRecording } from '../../src/machine/recorded/recording.ts';
import { documentOf } from '../../src/report/model/document.ts';
import { recordOf } from '../../src/report/model/record.ts';
import { endedEarly, transcript } from '../path/transcript/transcripts.ts';
import { mutated, mutatedJson } from '../support/fuzz/mutate.ts';
import { Random } from '../support/fuzz/random.ts';
import { collectedFleet } from '../support/machines/fleets.ts';
import { phonebookText } from '../support/machines/phonebooks.ts';
import { alwaysOnProfile, vpnSettings } from '../support/machines/profiles.ts';
import { machineText } from '../support/machines/reg-text.ts';
import { makeZip } from '../support/machines/zip.ts';
import { CHROMIUM } from '../support/programs/browser.ts';
import { skipWithout } from '../support/programs/process.ts';
import { fleetCollected, HOSTILE } from '../support/stories/stories.ts';
import { type Dropped, type OpenPage, openPage } from './support.ts';

const SEED = 20_261_129;
const BATCHES = 18;

const REG = machineText({ flags: 3, proxy: 'proxy.contoso.example:8080' });
const SETTINGS = Buffer.from(vpnSettings({ server: 'azuregateway-1.vpn.azure.com', certificates: [] }));
const BYTES: Readonly<Record<string, Uint8Array>> = {
  'computer.reg': REG,
  'VpnSettings.xml': SETTINGS,
  'always-on.xml': Buffer.from(alwaysOnProfile('gw.contoso.example', 'Sstp')),
  'package.zip': makeZip([{ name: 'Generic/VpnSettings.xml', content: SETTINGS }]),
  'rasphone.pbk': Buffer.from(
    phonebookText([{ name: 'Contoso', server: 'gw.contoso.example', strategy: 6 }]),
  ),
  'proxy.pac': Buffer.from('function FindProxyForURL(url, host) { return "PROXY p.example:8080"; }'),
  'markup.txt': Buffer.from(`0x80092013 ${HOSTILE}`),
};
const withoutCertificates = () => {
  const made = transcript();
  for (const { tunnel } of made.gateways) if (tunnel.tls !== null) tunnel.tls.certificates = [];
  return made;
};
const DOCUMENTS: Readonly<Record<string, unknown>> = {
  'capture.json': serializeCapture(readRecording(REG).observation(new Date(0))),
  'path.json': endedEarly()['proxy-auth-required'],
  'name.json': endedEarly()['dns-failed'],
  'whole.json': withoutCertificates(),
  'fleet.json': await documentOf(recordOf(fleetCollected(collectedFleet(3)))),
};

function hostile(random: Random): Dropped[] {
  const bytes = Object.entries(BYTES).map(([name, content]) => ({ name, bytes: mutated(random, [content]) }));
  const documents = Object.entries(DOCUMENTS).map(([name, content]) => ({
    name,
    bytes: Buffer.from(JSON.stringify(mutatedJson(random, content)) ?? 'null'),
  }));
  return [...bytes, ...documents];
}

describe.skipIf(skipWithout(CHROMIUM))('the page with damaged and hostile files', () => {
  let open: OpenPage;
  beforeAll(async () => {
    open = await openPage();
  });
  afterAll(() => open?.close());

  it('reports each, runs nothing of them, and asks for nothing', async () => {
    const random = new Random(SEED);
    const internal: unknown[] = [];
    let documents = 0;
    const before = open.seen.length;
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const files = hostile(random);
      // Alone, so that each is looked into, and together.
      const groups = batch % 3 === 0 ? files.map((file) => [file]) : [files];
      for (const group of groups) {
        await open.give(group);
        for (const { error, mode } of await open.documents()) {
          documents += 1;
          if (error?.code === 'internal')
            internal.push({ batch, mode, error, files: group.map(({ name }) => name) });
        }
      }
    }
    expect(internal).toEqual([]);
    expect(documents).toBeGreaterThan(BATCHES * 3);
    expect(open.asked()).toEqual([]);
    const activity = open.seen.slice(before).filter((one) => !one.startsWith('blob:null/'));
    expect(activity).toEqual([]);
  });
});
