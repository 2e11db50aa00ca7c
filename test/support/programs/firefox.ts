import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { tempFolder } from '../files.ts';
import { waitFor } from '../ports.ts';
import { requireProgram, startProcess } from './process.ts';

/** Debian's package of the browser, with its own driver protocol: Playwright requires a patched browser. */
export const FIREFOX = '/usr/bin/firefox-esr';

export interface Firefox {
  navigate(url: string): Promise<void>;
  /** The body of a function; its last argument is to be called with the result. */
  run(script: string, ...args: unknown[]): Promise<unknown>;
  /** Chooses files in a file input. */
  choose(selector: string, paths: readonly string[]): Promise<void>;
  /** Drops a file or folder on an element, by an event with the entries of Firefox itself. */
  drop(selector: string, path: string): Promise<void>;
  /** The file that is saved next. */
  downloaded(): Promise<{ name: string; bytes: Buffer }>;
  /** The first lines of the requests to the proxy that gets all traffic. */
  asked: readonly string[];
  close(): Promise<void>;
}

type Reply = [kind: 1, id: number, error: { error: string; message: string } | null, result: unknown];

export async function openFirefox(): Promise<Firefox> {
  requireProgram(FIREFOX, 'firefox-esr');
  const [profile, downloads] = [await tempFolder(), await tempFolder()];
  const asked: string[] = [];
  const trap = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      asked.push(data.toString('latin1').split('\r\n')[0] ?? '');
      socket.destroy();
    });
  });
  await once(trap.listen(0, '127.0.0.1'), 'listening');
  const { port } = trap.address() as net.AddressInfo;
  await writeFile(join(profile.path, 'user.js'), preferences(port, downloads.path));
  const firefox = startProcess({
    file: FIREFOX,
    // Only a script of the browser itself can make the object of a dropped folder.
    args: [
      ...['--headless', '--marionette', '--remote-allow-system-access'],
      ...['--no-remote', '--profile', profile.path],
    ],
    env: { ...process.env, HOME: profile.path },
  });
  const listening = () => /Marionette\s+INFO\s+Listening on port (\d+)/.exec(firefox.output())?.[1];
  const send = await connected(Number(await waitFor('Firefox to listen', listening)));
  await send('WebDriver:NewSession', {});
  const run = async (script: string, ...args: unknown[]): Promise<unknown> =>
    Reflect.get(Object(await send('WebDriver:ExecuteAsyncScript', { script, args })), 'value');
  return {
    asked,
    navigate: async (url) => void (await send('WebDriver:Navigate', { url })),
    run,
    async drop(selector, path) {
      await send('Marionette:SetContext', { value: 'chrome' });
      const made = await run(IN_TAB, madeFile(path)).finally(() =>
        send('Marionette:SetContext', { value: 'content' }),
      );
      if (made !== 'made') throw new Error(String(made));
      await run(DROPPED, selector);
    },
    async choose(selector, paths) {
      const found = await send('WebDriver:FindElement', { using: 'css selector', value: selector });
      const [id] = Object.values(Reflect.get(Object(found), 'value') as Record<string, string>);
      await send('WebDriver:ElementSendKeys', { id, text: paths.join('\n') });
    },
    async downloaded() {
      const name = await waitFor('a download', async () => {
        const names = await readdir(downloads.path);
        return names.some((one) => one.endsWith('.part')) ? undefined : names[0];
      });
      const path = join(downloads.path, name);
      // An empty file reserves the name until the content replaces it.
      const bytes = await waitFor(name, async () => {
        const content = await readFile(path);
        return content.length === 0 ? undefined : content;
      });
      await rm(path);
      return { name, bytes };
    },
    async close() {
      await firefox.stop();
      trap.close();
      await Promise.all([profile.remove(), downloads.remove()]);
    },
  };
}

/** For the browser: runs a script with its rights in the process of the tab. */
const IN_TAB = `
  const [script, done] = arguments;
  const { messageManager } = gBrowser.selectedBrowser;
  messageManager.addMessageListener('made', ({ data }) => done(data));
  messageManager.loadFrameScript('data:,' + encodeURIComponent(script), false);`;

/** For the process of the tab: makes the File of a path, as a drag from the desktop does, also of a folder. */
const madeFile = (path: string) => `(async () => {
  const { classes, interfaces } = Components;
  const file = classes['@mozilla.org/file/local;1'].createInstance(interfaces.nsIFile);
  file.initWithPath(${JSON.stringify(path)});
  content.wrappedJSObject.made = await content.File.createFromNsIFile(file, { existenceCheck: false });
})().then(() => 'made', String).then((result) => sendAsyncMessage('made', result));`;

/** For the page: drops that File on an element. */
const DROPPED = `
  const [selector, done] = arguments;
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(window.made);
  const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer });
  document.querySelector(selector).dispatchEvent(drop);
  done(null);`;

/** Sends all traffic to the trap, and saves downloads in the expected folder. */
function preferences(port: number, downloads: string): string {
  const values = {
    'marionette.port': 0,
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': port,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': port,
    'network.proxy.allow_hijacking_localhost': true,
    // A drag grants the page the folder; a drop made by a script does not.
    'dom.filesystem.pathcheck.disabled': true,
    // The browser's own requests: settings, a captive portal, updates, unsafe sites, add-ons, its region.
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'app.update.disabledForTesting': true,
    'browser.safebrowsing.malware.enabled': false,
    'browser.safebrowsing.phishing.enabled': false,
    'browser.safebrowsing.blockedURIs.enabled': false,
    'browser.safebrowsing.downloads.enabled': false,
    'browser.safebrowsing.downloads.remote.enabled': false,
    'browser.safebrowsing.update.enabled': false,
    'browser.region.network.url': '',
    'browser.search.update': false,
    'browser.topsites.contile.enabled': false,
    'dom.push.connection.enabled': false,
    'extensions.update.enabled': false,
    'extensions.systemAddon.update.enabled': false,
    'media.gmp-manager.updateEnabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'toolkit.telemetry.enabled': false,
    'app.normandy.enabled': false,
  };
  const lines = Object.entries(values).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  return lines.join('');
}

/** Marionette: JSON after its length and a colon, in both directions; the answers carry the number of the command. */
async function connected(port: number) {
  const socket = net.connect(port, '127.0.0.1');
  const waiting = new Map<number, (reply: Reply) => void>();
  let rest = Buffer.alloc(0);
  let last = 0;
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const colon = rest.indexOf(':');
      const end = colon + 1 + Number(rest.subarray(0, Math.max(0, colon)).toString());
      if (colon < 0 || rest.length < end) return;
      const message: unknown = JSON.parse(rest.subarray(colon + 1, end).toString());
      rest = rest.subarray(end);
      if (Array.isArray(message)) waiting.get(Number(message[1]))?.(message as Reply);
    }
  });
  await once(socket, 'data');
  return async (name: string, parameters: object): Promise<unknown> => {
    last += 1;
    const replied = new Promise<Reply>((done) => waiting.set(last, done));
    const text = Buffer.from(JSON.stringify([0, last, name, parameters]));
    socket.write(`${text.length}:${text}`);
    const [, , error, result] = await replied;
    if (error !== null) throw new Error(`${name}: ${error.error}: ${error.message}`);
    return result;
  };
}
