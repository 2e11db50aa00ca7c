import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commentsIn, titlesIn } from '../support/texts/comments.ts';
import { type Literal, literalsIn } from '../support/texts/literals.ts';
import { PLAIN, type Term } from '../support/texts/plain-terms.ts';
import { matchesOf, proseIn } from '../support/texts/prose.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The same for what users read; comments also name things of the code, such as a store or a machine. */
const OF_TEXTS: readonly Term[] = [
  [/(?<!\bcertificate |Microsoft )\bstores?\b/i, 'proxy setting, setting'],
  [/\blook(?:s|ed|ing)?\b(?! up)/i, 'read, check, inspect'],
  [/\bways?\b/i, 'route'],
  [/\bund(?:o|oes|oing|one|id)\b/i, 'roll back, restore, revert'],
  [/\bwaits\b(?! (?:at least|up to|a day|\d))/i, 'unconfirmed change; is delayed'],
  // A number of notes is one of findings with severity info.
  [/(?<!\u00b7 )\bnotes?\b|\bnoted\b/i, 'record, journal, finding'],
  [/(?<!\bin )\bmemory\b/i, 'history, record'],
  [/\b(?:nobody|somebody|somebody's|others)\b/i, 'the one who acts: a user, another program'],
  [/(?<!--|100,000 )\bmachines?\b(?!-wide)/i, 'computer, fleet'],
  [/\bby (?:itself|themselves)\b/i, 'automatically, alone'],
  [/(?<!\bthere )\b(?:is|are) no (?!longer\b|more than\b)/i, 'is not a'],
  [/\badmin[:,]/i, 'Administrator:'],
  [/\b(?:from|works?|runs?|known|trusted|was) here\b(?! on\b)/i, 'this computer, this network'],
];

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].concat(
  ['docs', 'contributing'].flatMap((folder) =>
    readdirSync(`${ROOT}${folder}`)
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
);

/** A script in a text, and a list of the names of members. */
const UNCHECKED = /^(?:pac\/sandbox|report\/model\/redact-events)/;
const OTHER_LETTERS = /[\u3040-\u30ff\u4e00-\u9fff]/;
/** Parts of a text that are not read: files, options and an action of a script are typed; `{store}` is a value. */
const TYPED = /\bwininet\/machine\b|\S+\.(?:json|reg|ps1)\b(?: undo\b)?|(?<=\s)--?[a-z][\w-]*|\{\w+\}/gi;

/** Texts with a space that are an address in a file, or a stable word of a record. */
const CODES: readonly string[] = ['{}, stores["{}"]', 'undone {}'];

/** The sentences of the program: a text without a space is a code, a key or an id. */
function sentencesIn(folder: string): Literal[] {
  return literalsIn(folder)
    .filter(({ file, text }) => !UNCHECKED.test(file) && !OTHER_LETTERS.test(text))
    .filter(({ text }) => /\S \S/.test(text) && !CODES.includes(text))
    .map((literal) => ({ ...literal, text: literal.text.replaceAll(TYPED, '\u00b7') }));
}

/** The texts that people read, by source. */
const SOURCES = {
  program: sentencesIn(`${ROOT}src`),
  documentation: pages.flatMap((file) => proseIn(file, readFileSync(`${ROOT}${file}`, 'utf8'))),
};

describe.each(Object.entries(SOURCES))('the terms of the %s', (_, texts) => {
  it.each([...PLAIN, ...OF_TEXTS])('have no %s, but %s', (variant) => {
    expect(texts.flatMap((text) => matchesOf(variant, text))).toEqual([]);
  });
});

/** What a script reports as a code, and the name of a task. */
const CODES_OF_SCRIPTS = /'silent'|'p2s-fix\\put back'/g;
const scripts = readdirSync(`${ROOT}ps1`, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.ps[dm]?1$/.test(name))
  .map((name) => {
    const text = readFileSync(`${ROOT}ps1/${name}`, 'utf8').replaceAll(CODES_OF_SCRIPTS, '\u00b7');
    return { file: `ps1/${name}`, line: 1, text };
  });

/** The sentences of a script: the texts in quotes, outside comments; `undo` is an action of one. */
const QUOTED = /'((?:[^'\n]|'')*)'|"((?:[^"\n`]|`.)*)"/g;
const sentences = scripts.flatMap(({ text, ...script }) =>
  [...text.replaceAll(/<#[\s\S]*?#>|^\s*#.*$/gm, '').matchAll(QUOTED)]
    .map(([, single = '', double = '']) => ({ ...script, text: single + double }))
    .filter(({ text }) => /[a-z] [a-z]/i.test(text)),
);

describe('the terms of the scripts', () => {
  it.each(PLAIN)('have no %s, but %s', (variant) => {
    expect(scripts.length).toBeGreaterThan(50);
    expect(scripts.flatMap((script) => matchesOf(variant, script))).toEqual([]);
  });

  it.each(OF_TEXTS)('have no %s in sentences, but %s', (variant) => {
    expect(sentences.length).toBeGreaterThan(150);
    const found = sentences.map((one) => ({
      ...one,
      text: one.text.replaceAll(/\bundo(?=[.)])/g, '\u00b7').replaceAll(TYPED, '\u00b7'),
    }));
    expect(found.flatMap((text) => matchesOf(variant, text))).toEqual([]);
  });
});

/** Names of parameters and fields that stand in comments without a mark, and a method of HTTP. */
const NAMES = /\bnote\b|\bGET through\b/g;

/** What contributors read. */
const CODE = {
  comments: ['src', 'test'].flatMap((folder) => commentsIn(`${ROOT}${folder}`)),
  'test titles': titlesIn(`${ROOT}test`),
};

describe.each(Object.entries(CODE))('the terms of the %s', (_, texts) => {
  const read = texts.map((text) => ({ ...text, text: text.text.replaceAll(NAMES, '\u00b7') }));

  it.each(PLAIN)('have no %s, but %s', (variant) => {
    expect(read.length).toBeGreaterThan(3000);
    expect(read.flatMap((text) => matchesOf(variant, text))).toEqual([]);
  });
});

describe('the words that are checked', () => {
  const page = ['# A', '', 'It is', 'told once', 'more, `told` and [a](told.md).'].join('\n');

  it('are those outside code, addresses and generated parts', () => {
    const rest = '\n\n```sh\ntold\n```\n\n<!-- generated: x -->\n\ntold\n\n<!-- end of generated -->\n';
    const [, paragraph = { file: '', line: 0, text: '' }, ...more] = proseIn('a.md', page + rest);
    expect(more).toEqual([]);
    expect(matchesOf(/\btold\b/, paragraph)).toEqual([expect.stringMatching(/^a\.md:4: It is told once/)]);
  });

  it('are found across the end of a line', () => {
    const [, paragraph = { file: '', line: 0, text: '' }] = proseIn('a.md', page);
    expect(matchesOf(/once more/, paragraph)).toHaveLength(1);
  });

  it('are in every page', () => {
    const files = new Set(SOURCES.documentation.map(({ file }) => file));
    expect([...files].sort()).toEqual([...pages].sort());
  });
});
