import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { receiverCheck } from '../../../src/report/requests/receiver-check.ts';
import { wordsOfCommand } from '../../support/programs/words-of-command.ts';

const serversAt = (...urls: string[]) =>
  receiverCheck({ urls, proxy: 'proxy.contoso.example:8080', isPost: false }, 'gw:443', {
    proxy: null,
    service: null,
  }).commands;

describe('the check for the receiver', () => {
  it('asks one address of each server, the same in each run, and each whole', () => {
    const long = `http://crl.contoso.example/${'a'.repeat(1500)}.crl`;
    const urls = ['http://ocsp.contoso.example/x', 'http://crl.contoso.example/b.crl', long, 'no address'];
    const asked = ['curl', '-gI', '-m', '10', '-A', 'Microsoft-CryptoAPI/10.0', '--proxy'];
    const words = [...asked, 'http://proxy.contoso.example:8080/', long, 'http://ocsp.contoso.example/x'];
    expect(serversAt(...urls)[0]).toBe(words.join(' '));
    expect(serversAt(...urls.toReversed())).toEqual(serversAt(...urls));
  });

  it('has one meaning in sh, PowerShell and cmd.exe, whatever the address is', () => {
    const characters = fc.constantFrom(...'ab1/&;|%$`"\'\\!,@(){}[]*?#^<> \u2018\u201c\ud800');
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 30 }), (path) => {
        for (const command of serversAt(`http://crl.contoso.example/${path}`)) {
          expect(command).not.toMatch(/[$`'\\!,@^<>|]|[^ -~]|%(?![\da-f]{2})/i);
          const outside = command.replaceAll(/"[^"]*"/g, '');
          expect(outside).toMatch(/^[\w.:/= -]*$/);
          const asked = new URL(wordsOfCommand(command).at(-1) ?? '');
          const given = new URL(`http://crl.contoso.example/${path}`);
          expect(asked.hostname).toBe(given.hostname);
          expect(decoded(asked.pathname)).toBe(decoded(given.pathname));
        }
      }),
    );
  });
});

/** As a server reads a path: escaped or not. */
function decoded(path: string): string {
  return path.replaceAll(/%([\da-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
