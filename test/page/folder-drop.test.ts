import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serializeCapture } from '../../src/machine/recorded/capture.ts';
import { readRecording } from '../../src/machine/recorded/recording.ts';
import { tempFolder } from '../support/files.ts';
import { machineText } from '../support/machines/reg-text.ts';
import { FIREFOX } from '../support/programs/firefox.ts';
import { skipWithout } from '../support/programs/process.ts';
import { type FirefoxPage, openInFirefox } from './firefox.ts';

describe.skipIf(skipWithout(FIREFOX))('a drop on the page in Firefox, which reads folders by entries', () => {
  let open: FirefoxPage;
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  beforeAll(async () => {
    [open, folder] = await Promise.all([openInFirefox(), tempFolder()]);
  });
  afterAll(async () => {
    await Promise.all([open?.close(), folder?.remove()]);
  });
  const names = () =>
    open.value('[...document.querySelectorAll("#list .name")].map((name) => name.textContent).sort()');
  const BROKEN = machineText({ flags: 3, proxy: 'proxy.contoso.example:8080' });

  it('judges all files of a folder and of the folders in it', async () => {
    const text = JSON.stringify(serializeCapture(readRecording(BROKEN).observation(new Date(0))));
    const places = ['', 'below', 'below/further'].map((place) => join(folder.path, 'captures', place));
    await mkdir(places.at(-1) ?? '', { recursive: true });
    await mkdir(join(folder.path, 'captures', 'empty'));
    for (let number = 0; number < 40; number += 1)
      for (const [at, place] of places.entries())
        await writeFile(join(place, `pc-${at}-${number}.json`), text);
    await open.drop(join(folder.path, 'captures'));
    const [document] = await open.documents();
    expect(document?.fleet?.summary?.total).toBe(120);
    expect(await open.value('document.getElementById("unlisted").textContent')).toBe('and 70 more');
  });

  it('judges a file that is dropped, and adds the next one', async () => {
    await open.give([]);
    await writeFile(join(folder.path, 'broken.reg'), BROKEN);
    await writeFile(join(folder.path, 'pac.js'), 'function FindProxyForURL() { return "DIRECT"; }');
    await open.drop(join(folder.path, 'broken.reg'));
    expect((await open.documents()).map(({ summary }) => summary?.state)).toEqual(['fix-available']);
    await open.drop(join(folder.path, 'pac.js'));
    expect(await names()).toEqual(['broken.reg', 'pac.js']);
    expect(open.asked()).toEqual([]);
  });
});
