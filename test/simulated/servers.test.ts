import { X509Certificate } from 'node:crypto';
import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createCa } from '../../scripts/simulated/ca.ts';
import { startGateway } from '../../scripts/simulated/gateway.ts';
import { listen } from '../../scripts/simulated/sockets.ts';
import { freePort, waitFor } from '../support/ports.ts';
import { skipWithout } from '../support/programs/process.ts';
import { NGINX, startNginx } from '../support/servers/nginx.ts';
import { OPENSSL } from '../support/servers/openssl.ts';
import { makeOpensslCa } from '../support/servers/openssl-ca.ts';
import { startRelay } from '../support/servers/relay.ts';
import { afterHead, CALL_CONNECT_REQUEST, sstpRequest, talk } from './talk.ts';

const NAME = 'gateway.example';
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

describe('the relay', () => {
  it('counts the round trips to a Call Connect Ack: TLS, HTTP, SSTP', async () => {
    const ca = await createCa();
    const gateway = await startGateway(await ca.issue({ names: [NAME] }));
    const relay = await startRelay({ target: gateway, delayMs: 5 });
    const client = talk({ host: relay.host, port: relay.port, ca: ca.root.pem, serverName: NAME });
    open.push(gateway, relay, client);
    client.send(sstpRequest(NAME));
    await client.until('the head', (bytes) => bytes.includes('\r\n\r\n'));
    client.send(CALL_CONNECT_REQUEST);
    await client.until('the Ack', (bytes) => afterHead(bytes).length === 48);
    expect(relay.roundTrips()).toBe(3);
    expect(relay.connections).toHaveLength(1);
  });

  it('keeps the order of the bytes, counts them, and passes on the end', async () => {
    const echo = await listen(net.createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket)));
    const relay = await startRelay({ target: echo, delayMs: 3 });
    open.push(echo, relay);
    const client = net.connect({ port: relay.port, host: relay.host });
    let got = '';
    client.on('data', (chunk: Buffer) => {
      got += chunk.toString();
    });
    const text = Array.from({ length: 2000 }, (_, i) => `${i};`).join('');
    for (let i = 0; i < text.length; i += 100) client.write(text.slice(i, i + 100));
    client.end();
    await waitFor('the echo', () => (client.destroyed ? true : undefined));
    expect(got).toBe(text);
    expect(relay.connections[0]).toMatchObject({ bytesUp: text.length, bytesDown: text.length });
  });

  it('counts no greeting that nobody asked for', async () => {
    const server = await listen(net.createServer((socket) => socket.write('hello')));
    const relay = await startRelay({ target: server, delayMs: 1 });
    const client = talk({ host: relay.host, port: relay.port });
    open.push(server, relay, client);
    await client.until('the greeting', (bytes) => bytes.length === 5);
    expect(relay.roundTrips()).toBe(0);
  });

  it('closes on a client whose target refuses', async () => {
    const relay = await startRelay({ target: { host: '127.0.0.1', port: await freePort() }, delayMs: 1 });
    open.push(relay);
    const client = talk({ host: relay.host, port: relay.port });
    expect(await client.ended()).toHaveLength(0);
    expect(relay.roundTrips()).toBe(0);
  });
});

describe.skipIf(skipWithout(NGINX))('nginx', () => {
  it('is an ordinary web server, to SSTP too', async () => {
    const ca = await createCa();
    const nginx = await startNginx(await ca.issue({ names: [NAME] }));
    open.push(nginx);
    const ask = async (request: string) => {
      const client = talk({ host: nginx.host, port: nginx.port, ca: ca.root.pem, serverName: NAME });
      open.push(client);
      client.send(request);
      return (await client.ended()).toString();
    };
    const page = await ask('GET / HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n');
    expect(page).toMatch(/^HTTP\/1\.1 200 OK\r\n.*an ordinary web server\n$/s);
    expect(await ask(sstpRequest(NAME))).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nServer: nginx/);
    expect(await nginx.accessLog()).toMatch(/"GET \/ HTTP\/1\.1" 200 .*\n.*"SSTP_DUPLEX_POST .*" 400 /s);
  });
});

describe.skipIf(skipWithout(OPENSSL))("openssl's authority", () => {
  it('makes a leaf with the URLs asked for, and a list that names it or not', async () => {
    const crlUrls = ['http://a.example/1.crl', 'http://b.example/2.crl'];
    const ocspUrls = ['http://o.example/'];
    const ca = await makeOpensslCa({ name: NAME, crlUrls, ocspUrls, revokeLeaf: true });
    const leaf = new X509Certificate(ca.leafDer);
    expect(leaf.verify(new X509Certificate(ca.rootDer).publicKey)).toBe(true);
    expect(leaf.checkHost(NAME)).toBe(NAME);
    expect(leaf.serialNumber.toLowerCase()).toBe(ca.leafSerial);
    expect(leaf.infoAccess).toBe('OCSP - URI:http://o.example/');
    for (const url of crlUrls) expect(ca.leafDer.includes(url)).toBe(true);
    expect(ca.crlDer.includes(Buffer.from(ca.leafSerial, 'hex'))).toBe(true);
    expect(ca.crlPem).toMatch(/^-----BEGIN X509 CRL-----\n/);

    const gateway = await startGateway({ key: ca.leafKeyPem, cert: ca.leafPem });
    const client = talk({ host: gateway.host, port: gateway.port, ca: ca.rootPem, serverName: NAME });
    open.push(gateway, client);
    client.send(sstpRequest(NAME));
    await client.until('the head', (bytes) => bytes.includes('\r\n\r\n'));
  });

  it('leaves out what was not asked for', async () => {
    const ca = await makeOpensslCa({ name: NAME });
    expect(ca.leafSerial).toMatch(/^[0-9a-f]+$/);
    expect(ca.crlDer.includes(Buffer.from(ca.leafSerial, 'hex'))).toBe(false);
    expect(new X509Certificate(ca.leafDer).infoAccess).toBeUndefined();
  });
});
