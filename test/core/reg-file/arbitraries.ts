import fc from 'fast-check';
import type { RegistryValue } from '../../../src/core/model/registry.ts';

/** Text of registry strings: with quotes, backslashes, line breaks, NUL and other scripts. */
export const anyText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(fc.constantFrom('"', '\\', '\\"', ';', '[', ']', '\r', '\n', '\0', ' ', '=', '日', 'é'), {
      maxLength: 12,
    })
    .map((p) => p.join('')),
);

const bytes = fc.uint8Array({ maxLength: 300 });

/** Every typed value in the form that reading it back gives (malformed data of a known type is `other`). */
export const anyValue: fc.Arbitrary<RegistryValue> = fc.oneof(
  anyText.map((text): RegistryValue => ({ kind: 'string', text })),
  anyText.map((text): RegistryValue => ({ kind: 'expand-string', text })),
  fc
    .array(
      anyText.map((t) => t.replaceAll('\0', '')),
      { maxLength: 5 },
    )
    .map((texts): RegistryValue => ({ kind: 'multi-string', texts })),
  bytes.map((b): RegistryValue => ({ kind: 'binary', bytes: b })),
  fc.integer({ min: 0, max: 0xffffffff }).map((number): RegistryValue => ({ kind: 'dword', number })),
  fc
    .bigInt({ min: 0n, max: 0xffffffffffffffffn })
    .map((number): RegistryValue => ({ kind: 'qword', number })),
  fc
    .tuple(fc.constantFrom(0, 5, 6, 8, 9, 10, 0xffff0012), bytes)
    .map(([type, b]): RegistryValue => ({ kind: 'other', type, bytes: b })),
  fc
    .uint8Array({ maxLength: 9 })
    .filter((b) => b.length !== 4)
    .map((b): RegistryValue => ({ kind: 'other', type: 4, bytes: b })),
);

/** Value names; `''` is the default value. Never a line break, which no export can hold. */
export const anyName = fc.oneof(
  fc.constant(''),
  fc.constantFrom(
    'ProxyEnable',
    'proxyenable',
    'DefaultConnectionSettings',
    'a "quoted" \\ name',
    '日本 VPN',
    ']x[',
    '=;',
  ),
  fc.string({ maxLength: 30 }).filter((name) => !/[\r\n\0]/.test(name)),
);

export const anyKey = fc.constantFrom(
  'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
  'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
  'hkey_local_machine\\software\\microsoft\\windows\\currentversion\\internet settings\\connections'.replace(
    /^\w+/,
    (h) => h.toUpperCase(),
  ),
  'HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\odd ] name; [x',
  'HKEY_LOCAL_MACHINE',
);

/** One way to spell a value on its lines, with the value it stands for (`null`: deleted). */
const spelling = fc.oneof(
  fc.constant({ data: '-', eolNeeded: false }),
  fc
    .integer({ min: 0, max: 0xffffffff })
    .chain((n) =>
      fc
        .constantFrom(`dword:${n.toString(16).padStart(8, '0')}`, `DWORD:${n.toString(16).toUpperCase()}`)
        .map((data) => ({ data, eolNeeded: true })),
    ),
  anyText
    .filter((t) => !t.includes('\0'))
    .map((t) => ({ data: `"${t.replace(/[\\"]/g, '\\$&')}"`, eolNeeded: false })),
  fc
    .record({
      head: fc.constantFrom(
        'hex:',
        'HEX:',
        'hex(3):',
        'hex(1):',
        'hex(2):',
        'hex(7):',
        'hex(b):',
        'hex(B):',
        'hex(0):',
        'hex(ffff0012):',
      ),
      bytes: fc.uint8Array({ maxLength: 60 }),
      every: fc.integer({ min: 1, max: 25 }),
      indent: fc.constantFrom('', '  ', '    ', '\t'),
      upper: fc.boolean(),
      comment: fc.constantFrom('', ' ', ' ; why', '%EOL%; a line of its own', '%EOL%'),
    })
    .map(({ head, bytes: b, every, indent, upper, comment }) => {
      const items = [...b]
        .map((x) => x.toString(16).padStart(2, '0'))
        .map((x) => (upper ? x.toUpperCase() : x));
      const lines: string[] = [];
      for (let i = 0; i < items.length; i += every) lines.push(items.slice(i, i + every).join(','));
      return { data: head + lines.join(`,\\${comment}%EOL%${indent}`), eolNeeded: true };
    }),
);

const nameSpelling = anyName.map((name) => (name === '' ? '@' : `"${name.replace(/[\\"]/g, '\\$&')}"`));

const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        nameSpelling,
        fc.constantFrom('=', ' = ', '= '),
        spelling,
        fc.constantFrom('', ' ', ' ; note "x"'),
      )
      .map(([n, eq, s, tail]) => n + eq + s.data + tail),
  },
  { weight: 2, arbitrary: fc.constantFrom('', '  ', '; comment', ';"x"=dword:1', '\t; [HKLM]') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('what regedit ignores', '\ufeffWindows Registry Editor Version 5.00', 'zz,zz'),
  },
);

const section = fc.tuple(
  fc.tuple(fc.constantFrom('', '', '', '-'), anyKey, fc.boolean()).map(([minus, key, short]) => {
    const path = short ? key.replace('HKEY_LOCAL_MACHINE', 'hklm').replace('HKEY_CURRENT_USER', 'HKCU') : key;
    return `[${minus}${path}]`;
  }),
  fc.constantFrom('', ' ', ' ; ]'),
  fc.array(line, { maxLength: 6 }),
);

export interface RegText {
  text: string;
  encoding: 'utf-16le' | 'utf-8';
  bom: boolean;
}

/** A file that a person, a script or regedit could have made. */
export const anyRegText: fc.Arbitrary<RegText> = fc
  .record({
    header: fc.constantFrom('Windows Registry Editor Version 5.00', 'REGEDIT4'),
    eol: fc.constantFrom('\r\n', '\n'),
    sections: fc.array(section, { maxLength: 5 }),
    finalEol: fc.boolean(),
    encoding: fc.constantFrom('utf-16le' as const, 'utf-8' as const),
    bom: fc.boolean(),
  })
  .map(({ header, eol, sections, finalEol, encoding, bom }) => {
    const lines = [header, '', ...sections.flatMap(([head, tail, body]) => [head + tail, ...body])];
    if (!finalEol) lines.push('; end');
    const text = (lines.join('%EOL%') + (finalEol ? '%EOL%' : '')).replaceAll('%EOL%', eol);
    return { text: encoding === 'utf-8' ? text.replace(/\p{Cs}/gu, '?') : text, encoding, bom };
  });

export function encodeRegText({ text, encoding, bom }: RegText): Uint8Array {
  return new Uint8Array(Buffer.from(bom ? `\ufeff${text}` : text, encoding));
}
