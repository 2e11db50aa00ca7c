import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FleetDefaults, parseComputer } from '../../../src/core/fleet/computer.ts';
import {
  distinctComputers,
  formatComputerList,
  parseComputerList,
} from '../../../src/core/fleet/computer-list.ts';
import type { P2sError } from '../../../src/core/model/errors.ts';

const DEFAULTS: FleetDefaults = {
  transport: 'winrm',
  user: null,
  key: null,
  subsystem: null,
  configuration: null,
};
const read = (text: string, defaults = DEFAULTS) => parseComputerList(text, defaults, 'pcs.csv');

describe('a computer of a fleet', () => {
  it.each([
    ['PC1', { host: 'PC1', transport: 'winrm', port: null, user: null }],
    [
      'ssh://admin@pc2.contoso.example:2222',
      { host: 'pc2.contoso.example', transport: 'ssh', port: 2222, user: 'admin' },
    ],
    ['CONTOSO\\admin@pc3', { host: 'pc3', user: 'CONTOSO\\admin' }],
    ['bob@contoso.example@pc3', { host: 'pc3', user: 'bob@contoso.example' }],
    ['winrms://pc4', { transport: 'winrm', ssl: true }],
    ['10.0.0.7', { host: '10.0.0.7' }],
  ])('is named %s', (text, expected) => {
    expect(parseComputer(text, DEFAULTS)).toMatchObject({ name: text, ...expected });
  });

  it.each(
    [
      '',
      '-oProxyCommand=calc',
      'ssh://-oProxyCommand=calc',
      'pc1;calc',
      'pc1 pc2',
      '$(calc)',
      'pc1:0',
      'pc1:65536',
      '-l@pc1',
      'pc1\n',
    ].filter((text) => text !== 'pc1\n'),
  )('is not named %j', (text) => {
    expect(() => parseComputer(text, DEFAULTS)).toThrow(expect.objectContaining({ code: 'input' }));
  });

  it.each([
    '2001:db8::1',
    '::1',
    '[2001:db8::1]',
    'ssh://admin@[2001:db8::1]:22',
    'CONTOSO\\admin@fe80::1%eth0',
  ])('is not named by an IPv6 address, and the error has what to use: %s', (text) => {
    const refusal = {
      message: `A computer cannot be named by its IPv6 address: ${text}`,
      next: expect.stringMatching(/^Use its host name/),
    };
    expect(() => parseComputer(text, DEFAULTS)).toThrow(expect.objectContaining(refusal));
    for (const list of [text, `computer,host\npc1,${text}`])
      expect(() => read(list)).toThrow(expect.objectContaining({ message: refusal.message }));
    expect(read(`computer,host\n${text},pc1`)[0]?.host).toBe('pc1');
  });

  it('has its own key only by a file name that ssh cannot take for something else', () => {
    for (const key of ['-F/tmp/x', 'a"b', 'a\u0007b'])
      expect(() => read(`computer,key\npc1,"${key.replaceAll('"', '""')}"`)).toThrow(
        expect.objectContaining({ code: 'input', where: 'pcs.csv, line 2, key' }),
      );
    expect(read('computer,key\npc1,C:\\Keys\\my key')[0]?.key).toBe('C:\\Keys\\my key');
  });
});

describe('a list of computers', () => {
  it('is one name to a line, with remarks', () => {
    expect(read('# the office\nPC1\t# by the door\n\n ssh://pc2 \n').map(({ name }) => name)).toEqual([
      'PC1',
      'ssh://pc2',
    ]);
  });

  it('is a table whose column has one of the names that inventories use', () => {
    for (const column of ['computer', 'ComputerName', 'DNSHostName', '"Name"'])
      expect(read(`${column},Site\nPC1,Munich\n`)).toMatchObject([{ name: 'PC1', host: 'PC1' }]);
    expect(() => read('Site,Room\nMunich,7\n')).toThrow('no column with the computer');
  });

  it('is a table with tabs, as Excel copies cells', () => {
    expect(read('Name\tPort\tSite\nPC1\t22\tMunich\nPC2\t\t\n')).toMatchObject([
      { name: 'PC1', port: 22 },
      { name: 'PC2', port: null },
    ]);
    expect(() => read('PC1\tMunich\nPC2\tMunich\n')).toThrow('no column with the computer');
    expect(read('PC1\t\nPC2\t\n').map(({ name }) => name)).toEqual(['PC1', 'PC2']);
  });

  it('says which line is wrong', () => {
    expect(() => read('computer,port\npc1,22\npc2,x\n')).toThrow(
      expect.objectContaining({ where: 'pcs.csv, line 3, port' }),
    );
  });

  it('says which line of the file is wrong, whatever stands above it', () => {
    const lineOf = (text: string) => {
      try {
        return `none: ${read(text).length}`;
      } catch (error) {
        return (error as P2sError).where;
      }
    };
    expect(lineOf('# a\n\n# b\ncomputer,port\npc1,22\n\npc2,99999\n')).toBe('pcs.csv, line 7, port');
    expect(lineOf('computer,note,port\r\npc1,"two\nlines",22\r\npc2,x,y\r\n')).toBe('pcs.csv, line 4, port');
    expect(lineOf('# a\npc1\npc 2\n')).toBe('pcs.csv, line 3, host');
    expect(lineOf('pc1\npc:2:3\n')).toBe('pcs.csv, line 2');
    expect(read('# from Excel\n\ncomputer;port\npc1;22\n')).toMatchObject([{ name: 'pc1', port: 22 }]);
  });

  it('has no name that acts on a terminal, and no value for TLS but yes or no', () => {
    expect(() => read('computer,host\n"\u001b[31mX",pc1')).toThrow('the name of a computer');
    expect(() => read(`computer,host\n${'x'.repeat(257)},pc1`)).toThrow('the name of a computer');
    expect(read('computer,host\n受付 1,pc1')).toMatchObject([{ name: '受付 1', host: 'pc1' }]);
    expect(() => read('computer,ssl\npc1,maybe')).toThrow('true or false');
    expect(read('computer,ssl\npc1,FALSE\npc2,yes').map(({ ssl }) => ssl)).toEqual([false, true]);
  });

  it('has each once, and some', () => {
    expect(distinctComputers(read('PC1\npc1\nPC2')).map(({ host }) => host)).toEqual(['pc1', 'PC2']);
    expect(() => distinctComputers([])).toThrow('No computer is named');
    const many = Array.from({ length: 20_001 }, (_, at) => `pc${at}`).join('\n');
    expect(() => distinctComputers(read(many))).toThrow('20001 computers exceed');
  });

  it('comes back from the list of those to be run again', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    const maybe = (one: fc.Arbitrary<string>) => fc.option(one);
    const computer = fc.record({
      name: word,
      transport: fc.constantFrom('winrm' as const, 'ssh' as const),
      host: word,
      port: fc.option(fc.integer({ min: 1, max: 65_535 })),
      user: maybe(word),
      key: maybe(fc.constantFrom('C:\\a, b\\key', '/home/x/id')),
      subsystem: maybe(word),
      ssl: fc.boolean(),
      configuration: maybe(word),
      vpnUser: maybe(fc.constant('S-1-5-21-1-2-3-1001')),
    });
    fc.assert(
      fc.property(fc.array(computer, { minLength: 1, maxLength: 5 }), (computers) => {
        const list = formatComputerList(computers.map((one) => ({ computer: one, cause: 'lost' })));
        expect(read(list)).toEqual(computers);
      }),
    );
  });
});
