import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleRegText } from '../../../scripts/simulated/sample-reg.ts';
import type { DesiredSetting } from '../../../src/core/decide/desired-settings.ts';
import { P2sError } from '../../../src/core/model/errors.ts';
import type { RunEvent } from '../../../src/core/model/events.ts';
import { say } from '../../../src/core/model/say.ts';
import type { ProxySettings } from '../../../src/core/proxy/settings.ts';
import { parseRegFile } from '../../../src/core/reg-file/parse.ts';
import { toSnapshot } from '../../../src/core/reg-file/snapshot.ts';
import type { EventEntry } from '../../../src/core/schedule/record.ts';
import { readStores } from '../../../src/core/stores/stores.ts';
import { type Ports, systemPorts } from '../../../src/pipeline/run/ports.ts';
import { runScheduled, type ScheduleRunOptions } from '../../../src/pipeline/schedule/run.ts';
import { openScheduled } from '../../../src/pipeline/schedule/windows.ts';
import { apply, type Desired, desiredFor, type ReportDocument } from '../../support/stories/runs.ts';
import type { Network } from './network.ts';

/** For thousands of durable writes: in memory, if there is such a folder. */
const ROOT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export type WinHttpView = 'winhttp/native' | 'winhttp/wow64';

/** The WinHTTP view of a part of a .reg file. */
function viewOf(part: string): WinHttpView | null {
  const key = /^\[HKEY_LOCAL_MACHINE\\SOFTWARE\\(WOW6432Node\\)?Microsoft\\.*\\Connections\]/i.exec(part);
  if (key === null) return null;
  return key[1] === undefined ? 'winhttp/native' : 'winhttp/wow64';
}

/** A laptop, as a recording, on a changing network, with its own clock and event log. */
export class Laptop {
  readonly entries: EventEntry[] = [];
  readonly folder = mkdtempSync(join(ROOT, 'p2s-laptop-'));
  readonly file = join(this.folder, 'machine.reg');
  readonly state = join(this.folder, 'state');
  readonly #network: Network;
  /** The offset of its clock; certificates are judged by it as well, and are valid for 90 days. */
  hours = 0;
  /** The wait for a network that does not reply. */
  noReplyMs = 2000;
  /** The bypass list that is named with the proxy. */
  bypass: readonly string[] | null = null;
  /** The event log cannot be written. */
  logFails = false;

  constructor(network: Network) {
    this.#network = network;
  }

  async prepare(proxy = { host: 'old.contoso.example', port: 3128 }): Promise<this> {
    const text = sampleRegText({ proxyHost: proxy.host, proxyPort: proxy.port, bypass: '<local>' });
    await writeFile(this.file, text);
    return this;
  }

  get ports(): Ports {
    return { ...systemPorts(''), wallClock: () => new Date(Date.now() + this.hours * 3_600_000) };
  }

  /** The proxy of the company, by its address. */
  get desired(): Desired {
    const { host, port } = this.#network;
    return desiredFor({ kind: 'proxy', servers: [{ scheme: 'all', host, port }], bypass: this.bypass });
  }

  options(): ScheduleRunOptions {
    const { simulated } = this.#network;
    return {
      machine: { file: this.file, write: { inPlace: true } },
      path: {
        gateways: [{ host: simulated.gatewayHost, port: simulated.gatewayPort, source: 'option' }],
        // What replies does so in time, also on a busy machine.
        deadlineMs: this.#network.replies() ? 20_000 : this.noReplyMs,
        extraRoots: [simulated.caPem],
        probe: true,
      },
      desired: this.desired,
      user: null,
      stateDir: this.state,
      installed: false,
    };
  }

  run(more: Partial<ScheduleRunOptions> = {}): Promise<ReportDocument> {
    const eventLog = {
      register: async () => ({ unavailable: null }),
      write: async (entry: EventEntry) => {
        if (this.logFails) throw new P2sError('powershell-timeout', say('no answer'));
        this.entries.push(entry);
        return { unavailable: null };
      },
    };
    return runScheduled({ ...this.options(), ...more }, this.ports, async (machine, ports) => ({
      ...(await openScheduled(machine, ports)),
      eventLog,
    }));
  }

  /**
   * A run that ends at an event: cancelled, or killed, which leaves its history and the machine as they are then.
   */
  async runUntil(
    type: RunEvent['type'],
    how: 'cancelled' | 'killed' = 'cancelled',
    more: Partial<ScheduleRunOptions> = {},
  ): Promise<ReportDocument> {
    const cancel = new AbortController();
    let left: readonly [string, Buffer][] = [];
    const onEvent = (event: RunEvent) => {
      if (event.type !== type || cancel.signal.aborted) return;
      left = [...this.#memory(), [this.file, readFileSync(this.file)]];
      cancel.abort();
    };
    const document = await this.run({ ...more, onEvent, signal: cancel.signal });
    if (how === 'cancelled') return document;
    this.forget();
    for (const [file, bytes] of left) writeFileSync(file, bytes);
    return document;
  }

  /** Removes the history of runs, as on a machine without one; `false`: there is none. */
  forget(): boolean {
    const known = this.#memory();
    for (const [file] of known) rmSync(file);
    return known.length > 0;
  }

  #memory(): [string, Buffer][] {
    const names = existsSync(this.state) ? readdirSync(this.state) : [];
    return names
      .filter((name) => /^schedule-.*\.json$/.test(name))
      .map((name) => join(this.state, name))
      .map((file) => [file, readFileSync(file)]);
  }

  /** Another program writes WinHTTP, like a policy or an agent. */
  async others(
    state: { host: string; port: number } | 'direct',
    user: string | null = null,
    view: WinHttpView | null = null,
  ): Promise<void> {
    const before = view === null ? null : (await readFile(this.file)).toString('utf16le');
    const winHttp =
      state === 'direct'
        ? ({ kind: 'direct' } as const)
        : ({ kind: 'proxy', servers: [{ scheme: 'all', ...state }], bypass: [] } as const);
    const document = await this.#apply({ source: 'explicit', winInet: null, winHttp }, user);
    if (document.error !== undefined) throw new Error(document.error.message);
    if (before === null) return;
    const kept = before.split(/^(?=\[)/m).find((part) => viewOf(part) !== null && viewOf(part) !== view);
    const parts = (await readFile(this.file)).toString('utf16le').split(/^(?=\[)/m);
    const mixed = parts.map((part) => (viewOf(part) === null || viewOf(part) === view ? part : kept));
    await writeFile(this.file, Buffer.from(mixed.join(''), 'utf16le'));
  }

  /** Another program writes the user's own setting. */
  async wininet(server: { host: string; port: number }): Promise<void> {
    const winInet = { kind: 'proxy', servers: [{ scheme: 'all', ...server }], bypass: null } as const;
    const document = await this.#apply({ source: 'explicit', winInet, winHttp: null }, null);
    if (document.error !== undefined) throw new Error(document.error.message);
  }

  /** A user names a PAC file, or goes direct. */
  pac(user: string, url: string): Promise<void> {
    return this.#user(user, { kind: 'pac', url });
  }

  direct(user: string): Promise<void> {
    return this.#user(user, { kind: 'direct' });
  }

  async #user(user: string, winInet: DesiredSetting): Promise<void> {
    const document = await this.#apply({ source: 'explicit', winInet, winHttp: null }, user);
    if (document.error !== undefined) throw new Error(document.error.message);
  }

  #apply(desired: Desired, user: string | null): Promise<ReportDocument> {
    return apply(
      {
        machine: { file: this.file, write: { inPlace: true } },
        path: { gateways: [], deadlineMs: 1000, extraRoots: [], probe: false },
        desired,
        user,
        stateDir: join(this.folder, 'others'),
        yes: true,
      },
      systemPorts(''),
    );
  }

  /** The current settings of a store. */
  async settings(id = 'winhttp/native'): Promise<ProxySettings | null> {
    const registry = toSnapshot(parseRegFile(await readFile(this.file)));
    return readStores(registry).find((store) => store.id === id)?.settings ?? null;
  }

  /** `HOST:PORT` of the proxy that WinHTTP names, in both views; `null`: direct. */
  async winHttp(): Promise<string | null> {
    const [native, wow64] = await this.views();
    if (native !== wow64) throw new Error(`${native} and ${wow64}`);
    return native;
  }

  /** The same of each view: the one of 64-bit programs, and that of 32-bit ones. */
  async views(): Promise<[native: string | null, wow64: string | null]> {
    const both = await Promise.all(['winhttp/native', 'winhttp/wow64'].map((id) => this.settings(id)));
    const [native, wow64] = both.map((one) => {
      const [server] = one?.proxy.enabled ? one.proxy.servers : [];
      return server === undefined ? null : `${server.host}:${server.port}`;
    });
    return [native ?? null, wow64 ?? null];
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
