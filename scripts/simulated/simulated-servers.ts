import { type CertificateAuthority, createCa, type TlsIdentity } from './ca.ts';
import type { Identity } from './certificate.ts';
import { type CrlServer, type Resource, type ServeMode, startCrlServer } from './crl-server.ts';
import { type Gateway, type GatewayBehaviour, startGateway } from './gateway.ts';
import { type ForwardProxy, type ProxyBehaviour, type ProxyTarget, startProxy } from './proxy.ts';

export { sampleRegText } from './sample-reg.ts';

export interface SimulatedServersOptions {
  /** Default `ok`. */
  gateway?: GatewayBehaviour;
  /** Default `ok`. */
  proxy?: ProxyBehaviour;
  /** How revocation lists and OCSP answers are served. Default `ok`. */
  revocation?: ServeMode;
  /** The gateway's certificate is revoked. */
  revoked?: boolean;
  /** The root of their authority, instead of a new one. */
  root?: Identity;
  /** Default {@link SAMPLE_GATEWAY}. */
  gatewayHost?: string;
  /**
   * For a real proxy, which connects to the requested port: where to listen instead of a free port of 127.0.0.1.
   * The ports then become part of `gatewayPort` and of the URLs.
   */
  gatewayListen?: { host: string; port: number };
  crlListen?: { host: string; port: number };
}

export interface SimulatedServers {
  gatewayHost: string;
  /** The port that a client behind the proxy requests. */
  gatewayPort: number;
  proxyHost: string;
  proxyPort: number;
  /** The root certificate, PEM. */
  caPem: string;
  /** As in the certificates of the gateway and of the authority that issued it. */
  crlUrls: { gateway: string[]; intermediate: string[] };
  ocspUrls: { gateway: string[]; intermediate: string[] };
  /** The names that only the proxy can resolve. */
  privateNames: string[];
  ca: CertificateAuthority;
  leaf: TlsIdentity;
  gateway: Gateway;
  proxy: ForwardProxy;
  crlServer: CrlServer;
  close(): Promise<void>;
}

export const SAMPLE_GATEWAY = 'azuregateway-00000000-0000-4000-8000-000000000001-0123456789ab.vpn.azure.com';
const CRL_HOSTS = ['crl3.digicert.example', 'crl4.digicert.example'] as const;
const OCSP_HOST = 'ocsp.digicert.example';
const AIA_HOST = 'cacerts.digicert.example';

/** Everything between a client and an SSTP gateway, on loopback: authority, gateway, revocation server, proxy. */
export async function startSimulatedServers(
  options: SimulatedServersOptions = {},
): Promise<SimulatedServers> {
  const gatewayHost = options.gatewayHost ?? SAMPLE_GATEWAY;
  const gatewayPort = options.gatewayListen?.port ?? 443;
  const crlPort = options.crlListen?.port ?? 80;
  const url = (host: string, path: string) => `http://${host}${crlPort === 80 ? '' : `:${crlPort}`}${path}`;
  const crlUrls = {
    gateway: CRL_HOSTS.map((host) => url(host, '/issuing.crl')),
    intermediate: [url(CRL_HOSTS[0], '/root.crl')],
  };
  const ocspUrls = { gateway: [url(OCSP_HOST, '/issuing')], intermediate: [url(OCSP_HOST, '/root')] };

  const ca = await createCa({
    ...(options.root && { root: options.root }),
    intermediateCrlUrls: crlUrls.intermediate,
    intermediateOcspUrls: ocspUrls.intermediate,
    intermediateCaIssuersUrls: [url(AIA_HOST, '/root.cer')],
  });
  const leaf = await ca.issue({
    names: [gatewayHost],
    ips: [options.gatewayListen?.host ?? '127.0.0.1'],
    crlUrls: crlUrls.gateway,
    ocspUrls: ocspUrls.gateway,
    caIssuersUrls: [url(AIA_HOST, '/issuing.cer')],
  });

  const started: { close(): Promise<void> }[] = [];
  const close = async () => void (await Promise.all(started.map((part) => part.close())));
  try {
    const gateway = await startGateway({
      key: leaf.key,
      cert: leaf.cert,
      behaviour: options.gateway ?? 'ok',
      ...options.gatewayListen,
    });
    started.push(gateway);
    const resources = await revocationResources(ca, leaf, options);
    const crlServer = await startCrlServer({ resources, ...options.crlListen });
    started.push(crlServer);
    const revocation: ProxyTarget = { host: crlServer.host, port: crlServer.port };
    const crlNames = [...CRL_HOSTS, OCSP_HOST, AIA_HOST];
    const proxy = await startProxy({
      behaviour: options.proxy ?? 'ok',
      hosts: {
        [`${gatewayHost}:${gatewayPort}`]: { host: gateway.host, port: gateway.port },
        ...Object.fromEntries(crlNames.map((name) => [`${name}:${crlPort}`, revocation])),
      },
    });
    started.push(proxy);
    return {
      gatewayHost,
      gatewayPort,
      proxyHost: proxy.host,
      proxyPort: proxy.port,
      caPem: ca.root.pem,
      crlUrls,
      ocspUrls,
      privateNames: [gatewayHost, ...crlNames],
      ca,
      leaf,
      gateway,
      proxy,
      crlServer,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function revocationResources(
  ca: CertificateAuthority,
  leaf: TlsIdentity,
  options: SimulatedServersOptions,
): Promise<Record<string, Resource>> {
  const mode = options.revocation ?? 'ok';
  const revoked = options.revoked === true;
  const status = revoked ? 'revoked' : 'good';
  return {
    '/issuing.crl': { body: await ca.crl('intermediate', revoked ? { revoked: [leaf.serial] } : {}), mode },
    '/root.crl': { body: await ca.crl('root'), mode },
    '/issuing': { body: (request) => ca.ocsp(request, { status }), mode },
    '/root': { body: (request) => ca.ocsp(request, { issuer: 'root' }), mode },
    '/issuing.cer': { body: ca.intermediate.der, contentType: 'application/pkix-cert' },
    '/root.cer': { body: ca.root.der, contentType: 'application/pkix-cert' },
  };
}
