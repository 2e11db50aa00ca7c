import { createCa } from '../../../scripts/simulated/ca.ts';
import type { Transcript } from '../../../src/path/transcript/transcript.ts';

type Gateway = Transcript['gateways'][number];

const ca = await createCa();
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const CRL_URL = 'http://crl.example/a.crl';
const leaf = await ca.issue({ names: ['gateway.example'], issuer: 'root', crlUrls: [CRL_URL] });
const crl = Buffer.from(await ca.crl('root'));
const list = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${crl.length}\r\n\r\n`), crl]);
const NO_END = { end: 'open', endMs: 0, socketError: null } as const;

/** PEM of the root of the certificates in {@link transcript}. */
export const trusted = [ca.root.pem];

/** A probe through a proxy to a gateway that works, with a revocation list. Each call makes a new one. */
export function transcript(): Transcript {
  const viaProxy = { host: 'proxy.example', port: 8080 };
  const common: Pick<Gateway['tunnel'], 'deadlineMs' | 'resolve' | 'connect'> = {
    deadlineMs: 15_000,
    resolve: { endMs: 2, end: 'done', addresses: ['192.0.2.1'], socketError: null },
    connect: { endMs: 5, end: 'done', address: '192.0.2.1', attempts: [] },
  };
  const gateway: Gateway = structuredClone({
    host: 'gateway.example',
    port: 443,
    viaProxy,
    tunnel: {
      ...common,
      proxy: { ...NO_END, chunks: [{ ms: 9, base64: base64('HTTP/1.1 200 x\r\n\r\n') }] },
      further: [],
      tls: {
        endMs: 30,
        end: 'done',
        bytesReceived: 2000,
        received: base64('\x16\x03\x03'),
        socketEnd: 'open',
        socketError: null,
        failures: [],
        protocol: 3072,
        policyErrors: 0,
        certificates: [leaf.der.toString('base64')],
      },
      inside: {
        ...NO_END,
        chunks: [
          { ms: 40, base64: base64('HTTP/1.1 200\r\nContent-Length: 18446744073709551615\r\n\r\n') },
          {
            ms: 52,
            base64: Buffer.from(`10010030000200010004002800000003${'5a'.repeat(32)}`, 'hex').toString(
              'base64',
            ),
          },
        ],
      },
    },
    roots: [],
    fetches: [
      {
        ...common,
        url: CRL_URL,
        kind: 'crl',
        position: 0,
        maxBytes: 1_000_000,
        viaProxy,
        proxy: { ...NO_END, end: 'closed', endMs: 21, chunks: [{ ms: 20, base64: list.toString('base64') }] },
        further: [],
      },
    ],
  } satisfies Gateway);
  return {
    kind: 'p2s-fix-path',
    schemaVersion: '1.0',
    collectedAt: new Date().toISOString(),
    gateways: [gateway],
    fetches: [],
  };
}

/** Probes that ended before TLS, by their verdict. */
export function endedEarly(): Record<string, Transcript> {
  const ended = (change: (tunnel: Gateway['tunnel'], gateway: Gateway) => void): Transcript => {
    const made = transcript();
    for (const gateway of made.gateways) {
      change(gateway.tunnel, gateway);
      Object.assign(gateway.tunnel, { tls: null, inside: null });
      gateway.fetches = [];
    }
    return made;
  };
  const answer = (text: string) => ({ ...NO_END, chunks: [{ ms: 9, base64: base64(text) }] });
  return {
    'proxy-auth-required': ended((tunnel) => {
      tunnel.proxy = answer(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n',
      );
    }),
    'dns-failed': ended((tunnel, gateway) => {
      gateway.viaProxy = null;
      tunnel.resolve = { endMs: 2, end: 'failed', addresses: [], socketError: 11_001 };
      Object.assign(tunnel, { connect: null, proxy: null });
    }),
    'proxy-unreachable': ended((tunnel) => {
      const attempts = [{ address: '192.0.2.1', socketError: 10_061 }];
      tunnel.connect = { endMs: 5, end: 'failed', address: null, attempts };
      tunnel.proxy = null;
    }),
  };
}
