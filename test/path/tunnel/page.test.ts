import { describe, expect, it } from 'vitest';
import { createHeadReader, type ResponseHead } from '../../../src/path/transport/http-head.ts';
import { headEvidence } from '../../../src/path/tunnel/connect.ts';
import { describePage } from '../../../src/path/tunnel/page.ts';

const HOST = 'vpn.contoso.example';

function headOf(...lines: string[]): ResponseHead {
  const read = createHeadReader().push(Buffer.from([...lines, '', ''].join('\r\n'), 'latin1'));
  if (read.kind !== 'head') throw new Error(read.kind);
  return read.head;
}
const page = (body: string, { host = HOST, head = headOf('HTTP/1.1 200 OK') } = {}) =>
  describePage(head, body, host);
const refresh = (url: string) => `<META HTTP-EQUIV="Refresh" content="0; URL='${url}'">`;

describe('the head of an answer', () => {
  it('shows the server and where it leads, without what a terminal acts on', () => {
    const head = headOf(
      'HTTP/1.0 302 Fo\x1b[2Jund',
      ...['Server: x\x1b[31m', 'X-Squid-Error: ERR_ACCESS_DENIED 0', 'Content-Type: text/html'],
      ...['Location: https://login.contoso.example/?s=1', 'Date: Wed, 25 Nov 2026 10:00:00 GMT'],
    );
    expect(headEvidence(head)).toEqual({
      ...{ httpVersion: '1.0', httpStatus: 302, httpReason: 'Fo\\x1b[2Jund', server: 'x\\x1b[31m' },
      ...{ squidError: 'ERR_ACCESS_DENIED 0', contentType: 'text/html' },
      ...{ locationHost: 'login.contoso.example', date: '2026-11-25T10:00:00.000Z' },
    });
    expect(headEvidence(headOf('HTTP/1.1 200'))).toEqual({
      ...{ httpVersion: '1.1', httpStatus: 200, httpReason: '' },
    });
    expect(headEvidence(headOf('HTTP/1.1 302 x', 'Location: /here'))).toMatchObject({ locationHost: null });
  });
});

describe('a page in place of the tunnel', () => {
  it('is no portal by itself', () => {
    expect(page('<p>hi')).toStrictEqual({ httpStatus: 200, signIn: false, elsewhere: false });
    const head = headOf('HTTP/1.1 404 x', 'Server: web', 'Content-Type: text/html');
    expect(page('', { head })).toEqual({
      ...{ httpStatus: 404, server: 'web', contentType: 'text/html', signIn: false, elsewhere: false },
    });
  });

  it('is one by its status, by another host, or by a password', () => {
    const portal = { signIn: true, elsewhere: true };
    expect(page('', { head: headOf('HTTP/1.1 511 x') })).toEqual({ httpStatus: 511, ...portal });
    const away = headOf('HTTP/1.1 302 x', 'Location: https://login.contoso.example/');
    expect(page('', { head: away })).toMatchObject({ locationHost: 'login.contoso.example', ...portal });
    for (const body of ['<input type="password">', "<INPUT name=x TYPE='password'>", '<input type=password'])
      expect(page(body)).toMatchObject({ signIn: true, elsewhere: false });
    for (const body of ['<input type=text>', '<p>type=password', `<input ${'x'.repeat(600)} type=password>`])
      expect(page(body)).toMatchObject({ signIn: false });
  });

  it.each([
    [`https://${HOST}/login`, HOST, false],
    [`https://${HOST}:8443/`, `${HOST}:8443`, false],
    [`https://${HOST.toUpperCase()}./`, `${HOST}.`, false],
    ['https://other.contoso.example/', 'other.contoso.example', true],
  ])('leads by a refresh to %s', (url, locationHost, elsewhere) => {
    expect(page(refresh(url))).toMatchObject({ locationHost, elsewhere, signIn: elsewhere });
    // What the page says counts, not the head.
    const head = headOf('HTTP/1.1 200 x', 'Location: https://head.example/');
    expect(page(refresh(url), { head })).toMatchObject({ locationHost });
  });

  it('leads nowhere by a refresh of itself, or by another tag', () => {
    expect(page('<meta http-equiv=refresh content=5>')).not.toHaveProperty('locationHost');
    expect(page(refresh('/here'))).not.toHaveProperty('locationHost');
    expect(page('<meta name=x content="url=https://a.example/">')).not.toHaveProperty('locationHost');
    expect(page('<meta http-equiv=refresh content="1;url=http://a.example/x">')).toMatchObject({
      locationHost: 'a.example',
    });
  });

  it('knows the host by its address, and with a dot at its end', () => {
    const to = (url: string, host: string) => page(refresh(url), { host }).elsewhere;
    expect(to('https://[2001:db8::1]/', '2001:db8::1')).toBe(false);
    expect(to('https://[2001:db8::1]:8443/', '2001:db8::1')).toBe(false);
    expect(to('https://[2001:db8::2]/', '2001:db8::1')).toBe(true);
    expect(to(`https://${HOST}/`, `${HOST}.`)).toBe(false);
    expect(to('https://192.0.2.1:1/', '192.0.2.1')).toBe(false);
  });
});
