import { createHash } from 'node:crypto';
import type { SimulatedServers } from '../../../scripts/simulated/simulated-servers.ts';
import { type DesiredSettings, desiredFor } from '../../../src/core/decide/desired-settings.ts';
import type { LocalEvidence } from '../../../src/core/evidence/local-evidence.ts';
import { serializeCapture } from '../../../src/machine/recorded/capture.ts';
import { readRecording } from '../../../src/machine/recorded/recording.ts';
import type { PathOptions } from '../../../src/pipeline/run/options.ts';
import { Random } from '../fuzz/random.ts';
import { LAN_STATES, regOf } from '../lab/lan-states.ts';
import { localEvidence, rasClient, rasSstp } from './evidence.ts';
import { oddMachines } from './odd-machines.ts';
import { phonebookText } from './phonebooks.ts';
import { randomMachine } from './random-machines.ts';
import { randomDesired } from './recorded-runs.ts';
import { machineText } from './reg-text.ts';

/** A recorded computer and the options of a run on it. */
export interface Recording {
  name: string;
  content: Buffer;
  desired: DesiredSettings;
  path: Partial<PathOptions>;
  /** The text of the PAC file that answers for the recording. */
  pac?: string;
}

const FOLLOW: DesiredSettings = { source: 'wininet' };
const PROXY = 'proxy.contoso.example:8080';
const PAC_URL = 'http://pac.contoso.example/p.pac';
const PROXIED = machineText({ flags: 3, proxy: PROXY });
const ENTRY = { name: 'Contoso VPN', server: 'gateway.contoso.example', strategy: 6 };
/** A port without a listener. */
const REFUSED = { host: '127.0.0.1', port: 1, source: 'option' } as const;

/** Recordings of every kind: aligned or not, damaged, managed by a policy, with and without routes that are probed. */
export function recordings(simulated: SimulatedServers): Recording[] {
  const plain = (name: string, content: Buffer, more: Partial<Recording> = {}): Recording => {
    return { name, content, desired: FOLLOW, path: { probe: false }, ...more };
  };
  return [
    plain('not aligned', PROXIED),
    plain('aligned', machineText({ flags: 3, proxy: PROXY }, {}, PROXY)),
    plain('direct', machineText({ flags: 1 })),
    plain('a proxy on loopback', machineText({ flags: 3, proxy: '127.0.0.1:9000' }, {}, '127.0.0.1:9000')),
    plain('a phonebook', captured({})),
    ...oddMachines().map((content, at) => plain(`odd ${at}`, content)),
    ...LAN_STATES.map((state) => plain(`LAN ${state.blob}, ${state.legacy}`, regOf(state))),
    ...randomRecordings(),
    ...withEvidence(),
    ...withPac(),
    ...probed(simulated),
  ];
}

function randomRecordings(): Recording[] {
  return Array.from({ length: 40 }, (_, at) => {
    const random = new Random(0x57e9 + Math.imul(at, 0x9e3779b1));
    const content = randomMachine(random);
    return { name: `random ${at}`, content, desired: randomDesired(random), path: { probe: false } };
  });
}

function withEvidence(): Recording[] {
  const certificates = {
    state: 'read',
    hresult: null,
    own: [],
    omitted: 0,
    issuers: [],
    unread: [],
  } as const;
  const logged = [
    rasClient(20227, '-2146885613'),
    rasSstp(1, ['offline']),
    rasSstp(23, [], { minutesAgo: 50 }),
  ];
  const kinds: Record<string, LocalEvidence> = {
    'logged events': localEvidence({ events: logged }),
    'a client certificate that is missing': localEvidence({
      events: [rasClient(20227, '798')],
      certificates,
    }),
    'logs that are denied': localEvidence({
      logs: [{ name: 'System', state: 'denied', hresult: -2147024891 }],
    }),
    'no evidence': localEvidence({
      unavailable: 'language-mode',
      logs: [],
      certificates: null,
      crlCaches: [],
    }),
  };
  return Object.entries(kinds).map(([name, evidence]) => {
    return { name, content: captured({ evidence }), desired: FOLLOW, path: { probe: false } };
  });
}

function withPac(): Recording[] {
  const content = machineText({ flags: 5, pac: PAC_URL });
  const script = (body: string) => `function FindProxyForURL(url, host) { ${body} }`;
  const one = script(`return "PROXY ${PROXY}";`);
  const two = script('return host.indexOf("127.") === 0 ? "DIRECT" : "PROXY a.contoso.example:1";');
  const path = { gateways: [REFUSED], probe: false };
  return [
    { name: 'a PAC file without an answer', content, desired: FOLLOW, path },
    { name: 'a PAC file', content, desired: FOLLOW, path, pac: one },
    { name: 'a PAC file of two answers', content, desired: FOLLOW, path: { ...path, probe: true }, pac: two },
  ];
}

/** The gateway is reached through the proxy that WinINET has; WinHTTP is direct, and finds no revocation server. */
function probed(simulated: SimulatedServers): Recording[] {
  const { proxyHost, proxyPort, gatewayHost, gatewayPort, caPem } = simulated;
  const proxy = `${proxyHost}:${proxyPort}`;
  const path: Partial<PathOptions> = {
    gateways: [{ host: gatewayHost, port: gatewayPort, source: 'option' }],
    extraRoots: [caPem],
    probe: true,
  };
  const crlCaches = [
    { account: 'user', state: 'present' as const, files: cached(simulated.crlUrls.gateway), omitted: false },
  ];
  const events = [rasClient(20227, '-2146885613')];
  const servers = [{ scheme: 'all', host: proxyHost, port: proxyPort }] as const;
  const through = desiredFor({ kind: 'proxy', servers, bypass: [] });
  const content = machineText({ flags: 3, proxy });
  const asCaptured = captured({ evidence: localEvidence({ events, crlCaches }), registry: content });
  return [
    {
      name: 'nobody listens',
      content: PROXIED,
      desired: desiredFor({ kind: 'direct' }),
      path: { gateways: [REFUSED], probe: true },
    },
    { name: 'a change that helps', content: asCaptured, desired: through, path },
    { name: 'a change that loses the tunnel', content, desired: desiredFor({ kind: 'direct' }), path },
    {
      name: 'aligned and reachable',
      content: machineText({ flags: 3, proxy }, {}, proxy),
      desired: through,
      path,
    },
  ];
}

/** File names in CryptoAPI's format. */
function cached(urls: readonly string[]) {
  return urls.map((url) => ({
    name: createHash('md5').update(url, 'utf16le').digest('hex').toUpperCase(),
    at: '2026-11-25T09:00:00.000Z',
  }));
}

export function captured({
  evidence,
  registry = PROXIED,
}: {
  evidence?: LocalEvidence;
  registry?: Buffer;
}): Buffer {
  const capture = serializeCapture({
    ...readRecording(registry).observation(new Date('2026-11-25T10:00:00Z')),
    user: { name: 'CONTOSO\\user', sid: 'current', elevated: false },
    phonebooks: [{ sid: null, path: 'C:\\rasphone.pbk', bytes: Buffer.from(phonebookText([ENTRY])) }],
    ...(evidence === undefined ? {} : { evidence }),
  });
  return Buffer.from(JSON.stringify(capture));
}
