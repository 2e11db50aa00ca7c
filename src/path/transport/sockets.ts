import { Socket } from 'node:net';
import { offersUpTo, type TlsVersion } from '../../core/path/tls-version.ts';
import { connectAny } from './connect-any.ts';
import {
  type HandshakeOptions,
  handshake,
  peerCertificates,
  prepareHandshake,
  type TrustContext,
  tlsEvidence,
} from './handshake.ts';
import { createNames, type Names } from './names.ts';
import type { PathDialer, PathTransport } from './transport.ts';

/** TCP, and the name resolution of one run, if shared. */
export function socketsBy(names: Names = createNames()): PathDialer {
  return {
    resolve: names.resolve,
    async connect(addresses, port, lifetime) {
      const stream = await connectAny(addresses, port, lifetime);
      return { stream, address: stream.remoteAddress ?? null, port };
    },
  };
}

/** The transport of this process: TCP, and Node's TLS up to a version. */
export function socketsWith(
  trust: TrustContext,
  names?: Names,
  newest: TlsVersion = 'TLSv1.3',
): PathTransport {
  const ready = new Map<string, HandshakeOptions>();
  const optionsFor = (host: string) => {
    const options = ready.get(host) ?? prepareHandshake(host, trust, newest);
    ready.set(host, options);
    return options;
  };
  return {
    ...socketsBy(names),
    offers: offersUpTo(newest),
    prepare: (host) => void optionsFor(host),
    async secure({ stream }, host, lifetime) {
      if (!(stream instanceof Socket)) throw new TypeError('no connection of this transport');
      const secured = await handshake(stream, optionsFor(host), lifetime);
      return {
        stream: secured,
        evidence: tlsEvidence(secured),
        certificates: () => peerCertificates(secured),
      };
    },
  };
}
