import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePac, evaluatePac, MAX_PAC_SIZE } from '../../src/pac/evaluate.ts';

const GATEWAY = 'https://gateway.example/';
const NOW = new Date(2026, 10, 25, 10, 30, 0);

const evaluate = (text: string, ...urls: string[]) => evaluatePac(text, urls, { now: NOW });
const body = (code: string) => `function FindProxyForURL(url, host) { ${code} }`;

/** The value of an expression inside a PAC file, and the dependencies that were recorded for it. */
async function inside(expression: string, url = GATEWAY) {
  const [found] = await evaluate(body(`return JSON.stringify([${expression}])`), url);
  const { answer = '', dependsOnNetwork, variesWith } = found ?? {};
  return { value: JSON.parse(answer)[0], network: dependsOnNetwork, varies: variesWith };
}
const NOTHING = { network: [], varies: [] };

describe('evaluating a PAC file', () => {
  it('answers for each URL', async () => {
    const text = `
      // As companies write them.
      var proxy = "PROXY proxy.example:8080; DIRECT";
      function FindProxyForURL(url, host) {
        if (isPlainHostName(host) || dnsDomainIs(host, ".corp.example")) return "DIRECT";
        if (shExpMatch(url, "http://crl?.*/*")) return "DIRECT";
        if (isInNet(host, "10.0.0.0", "255.0.0.0")) { return "DIRECT"; }
        return proxy;
      }`;
    const urls = [
      GATEWAY,
      'http://crl3.digicert.example/a.crl',
      'http://10.1.2.3/',
      'https://x.corp.example/',
    ];
    const answers = await evaluate(text, ...urls);
    expect(answers.map(({ answer }) => answer)).toEqual([
      'PROXY proxy.example:8080; DIRECT',
      'DIRECT',
      'DIRECT',
      'DIRECT',
    ]);
    expect(answers.map(({ url }) => url)).toEqual(urls);
    // The gateway's name would need a resolver, the address does not.
    expect(answers.map(({ dependsOnNetwork }) => dependsOnNetwork)).toEqual([['isInNet'], [], [], []]);
  });

  it('passes the URL without credentials and fragment, and the bare host', async () => {
    const url = 'https://user:secret@GateWay.Example:8443/path?q#part';
    expect((await inside('[url, host]', url)).value).toEqual([
      'https://gateway.example:8443/path?q',
      'gateway.example',
    ]);
    expect((await inside('host', 'https://[2001:DB8::1]/')).value).toBe('2001:db8::1');
  });

  it('gives each URL an environment of its own', async () => {
    const counting = `var count = 0; ${body('count += 1; Object.prototype.seen = 1; return "PROXY p:" + count')}`;
    const answers = await evaluate(counting, GATEWAY, 'http://crl.example/', GATEWAY);
    expect(answers.map(({ answer }) => answer)).toEqual(['PROXY p:1', 'PROXY p:1', 'PROXY p:1']);
  });

  it('prefers FindProxyForURLEx', async () => {
    const both = `${body('return "DIRECT"')} ${body('return "PROXY ex:80"').replace('URL(', 'URLEx(')}`;
    expect((await evaluate(both, GATEWAY))[0]?.answer).toBe('PROXY ex:80');
  });

  it.each([
    ['nothing', '', 'no-function'],
    ['something else', '<html></html>', 'syntax'],
    ['another name', 'function findproxyforurl() { return "DIRECT" }', 'no-function'],
    ['a variable of that name', 'var FindProxyForURL = "DIRECT"', 'no-function'],
    ['an end that is missing', 'function FindProxyForURL(url, host) {', 'syntax'],
    ['an error while it is loaded', `nothing.at.all; ${body('return "DIRECT"')}`, 'threw'],
    ['an error in the function', body('return nothing.at.all'), 'threw'],
    ['no return', body('"DIRECT"'), 'no-text'],
  ])('refuses a file with %s', async (_what, text, reason) => {
    await expect(evaluate(text, GATEWAY)).rejects.toMatchObject({
      name: 'P2sError',
      code: 'input',
      where: GATEWAY,
      evidence: { reason },
    });
  });

  it('says what the script had asked of the network when it failed', async () => {
    await expect(evaluate(body('return dnsResolve(host).substring(1)'), GATEWAY)).rejects.toMatchObject({
      evidence: { reason: 'threw', dependsOnNetwork: ['dnsResolve'] },
    });
  });

  it('refuses a file that is too large, and takes the largest', async () => {
    const padded = (size: number) => body('return "DIRECT"').padEnd(size, ' ');
    expect((await evaluate(padded(MAX_PAC_SIZE), GATEWAY))[0]?.answer).toBe('DIRECT');
    const tooLarge = { code: 'input', evidence: { reason: 'too-large' } };
    await expect(evaluate(padded(MAX_PAC_SIZE + 1), GATEWAY)).rejects.toMatchObject(tooLarge);
    expect(() => decodePac(new Uint8Array(MAX_PAC_SIZE + 1))).toThrow('larger than 1048576 bytes');
  });

  it.each(['ftp://x/', 'file:///etc/passwd', 'gateway.example', ''])('is not asked for %j', async (url) => {
    await expect(evaluate(body('return "DIRECT"'), url)).rejects.toMatchObject({ code: 'input' });
  });

  it('whatever the text is: an answer or a refusal', async () => {
    const pieces = fc.constantFrom(
      'function FindProxyForURL(',
      'url',
      '{',
      '}',
      ')',
      'return ',
      '"DIRECT"',
      ';',
      '\\',
      '`',
      '/*',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.array(pieces).map((all) => all.join('')),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const outcome = await evaluate(text, GATEWAY).catch((error) => error);
        expect(Array.isArray(outcome) || outcome.code === 'input').toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('what a PAC file can call', () => {
  it.each([
    ['isPlainHostName("gateway")', true],
    ['isPlainHostName("gateway.example")', false],
    ['isPlainHostName("::1")', false],
    ['dnsDomainIs("www.corp.example", ".corp.example")', true],
    ['dnsDomainIs("corp.example", ".corp.example")', false],
    ['localHostOrDomainIs("www", "www.corp.example")', true],
    ['localHostOrDomainIs("www.corp.example", "www.corp.example")', true],
    ['localHostOrDomainIs("www.other.example", "www.corp.example")', false],
    ['localHostOrDomainIs("ww", "www.corp.example")', false],
    ['dnsDomainLevels("www")', 0],
    ['dnsDomainLevels("www.corp.example")', 2],
    ['shExpMatch("http://a.example/x", "*/x")', true],
    ['shExpMatch("http://a.example/x", "*/y")', false],
    ['shExpMatch("abc", "a?c")', true],
    ['shExpMatch("ac", "a?c")', false],
    ['shExpMatch("a.c", "a.c*")', true],
    ['shExpMatch("abc", "a.c")', false],
    ['shExpMatch("", "*")', true],
    ['shExpMatch("a", "")', false],
    ['shExpMatch("aXbXc", "a*X?")', true],
    ['isInNet("10.1.2.3", "10.1.0.0", "255.255.0.0")', true],
    ['isInNet("10.2.2.3", "10.1.0.0", "255.255.0.0")', false],
    ['isInNet("200.1.2.3", "200.1.2.3", "255.255.255.255")', true],
    ['isInNet("10.1.2.3", "10.1.0.0", "nonsense")', false],
    ['isInNet("10.1.2.3")', false],
    ['isInNetEx("10.1.2.3", "10.0.0.0/8")', true],
    ['isInNetEx("11.1.2.3", "10.0.0.0/8")', false],
    ['isInNetEx("fe81::1", "fe80::/10")', true],
    ['isInNetEx("fe81::1", "10.0.0.0/8")', false],
    ['isInNetEx("10.1.2.3", "10.0.0.0/33")', false],
    ['dnsResolve("10.1.2.3")', '10.1.2.3'],
    ['isResolvable("10.1.2.3")', true],
    ['isResolvableEx("::1")', true],
    ['sortIpAddressList("10.0.0.1; ::1;10.0.0.2")', '::1;10.0.0.1;10.0.0.2'],
    ['sortIpAddressList("x")', false],
    ['getClientVersion()', '1.0'],
    ['alert("x")', null],
  ])('%s', async (expression, value) => {
    expect(await inside(expression)).toEqual({ value, ...NOTHING });
  });

  it.each([
    ['isResolvable(host)', false],
    ['dnsResolve(host)', null],
    ['isInNet(host, "0.0.0.0", "0.0.0.0")', false],
    ['myIpAddress()', '127.0.0.1'],
    ['isResolvableEx(host)', false],
    ['dnsResolveEx(host)', ''],
    ['isInNetEx(host, "0.0.0.0/0")', false],
    ['myIpAddressEx()', '127.0.0.1'],
  ])('%s cannot be evaluated from here', async (expression, value) => {
    const [name] = expression.split('(');
    expect(await inside(expression)).toEqual({ value, network: [name], varies: [] });
  });

  it('notes what is asked while the file is loaded', async () => {
    const [answer] = await evaluate(`var me = myIpAddress(); ${body('return "DIRECT"')}`, GATEWAY);
    expect(answer?.dependsOnNetwork).toEqual(['myIpAddress']);
  });

  it.each([
    ['Date.now()', NOW.getTime(), 'Date'],
    ['new Date().getTime()', NOW.getTime(), 'Date'],
    ['Date()', expect.stringMatching(/^Wed Nov 25 2026 10:30:00/), 'Date'],
    ['new Date().getHours()', 10, 'Date'],
    ['new (new Date()).constructor().getTime()', NOW.getTime(), 'Date'],
    ['Math.random()', 0.5, 'Math.random'],
    ['timeRange(10)', true, 'timeRange'],
    ['weekdayRange("WED")', true, 'weekdayRange'],
    ['dateRange("NOV")', true, 'dateRange'],
  ])('%s is of the given time', async (expression, value, name) => {
    expect(await inside(expression)).toEqual({ value, network: [], varies: [name] });
  });

  it('other dates are what they are', async () => {
    const dates = 'new Date(2020, 1, 29).getMonth() + Date.UTC(1970, 0, 1) + Date.parse("1970-01-01")';
    expect(await inside(dates)).toEqual({ value: 1, ...NOTHING });
  });
});

describe('the bytes of a PAC file', () => {
  const text = 'function FindProxyForURL() { return "DIRECT" } // caf\u00e9';
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16LE with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['Latin-1', Buffer.from(text, 'latin1')],
  ])('as %s', (_encoding, bytes) => {
    expect(decodePac(bytes)).toBe(text);
  });
});
