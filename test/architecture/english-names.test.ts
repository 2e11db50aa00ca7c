import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type DeclaredName, declaredNamesIn, wordsOf } from '../support/texts/declared-names.ts';
import { PLAIN, type Term } from '../support/texts/plain-terms.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Words that no name has. In sentences they are allowed where they mean something else. */
const OF_NAMES: readonly Term[] = [
  [/\blook(?:s|ed|ing)?\b/i, 'read, check, inspect'],
  [/\bways?\b/i, 'route, option, direction'],
  [/\b(?:nobody|somebody)\b/i, 'the one who acts: a user, another program'],
  [/\bworlds?\b/i, 'simulated servers'],
  [/\bund(?:o|oes|oing|one|id)\b/i, 'restore, roll back, revert'],
];

/** Fields of documents and of stored files, and parameters of scripts, which keep their names. */
const FIELDS = new Map([
  ['look', 'the document: what to check for a cause'],
  ['mendedByProposal', 'the document: a verdict'],
  ['passedOver', 'the document: evidence of a check'],
  ['putBackAt', 'the stored record of an unconfirmed change, and the evidence of a finding'],
  ['rootToldBy', 'the document: evidence of a check'],
  ['silence', 'the id of a cause'],
  ['silent', 'the document: the verdict of a route'],
  ['sshSaid', 'the document: evidence of an error'],
  ['Undo', 'a parameter of two scripts'],
  ['undo', 'an action of the scripts for Intune and DSC'],
  ['undone', 'the document and stored records of a scheduled run; its event; a state of the scripts'],
  ['untriedWays', 'the document: evidence of a check'],
  ['wanted', 'the document: evidence of a finding'],
  ['ways', 'the document: the routes of a protocol, and evidence of a finding'],
  ['wish', 'a saved plan, and the configuration of an installed program'],
]);

const names = ['src', 'test', 'scripts', 'ps1'].flatMap((folder) =>
  declaredNamesIn(`${ROOT}${folder}`).map((one) => ({ ...one, file: `${folder}/${one.file}` })),
);
const mayStay = ({ name, isField, file }: DeclaredName) =>
  (isField || file.startsWith('ps1/')) && FIELDS.has(name);

describe('the names of the code', () => {
  const checked = names.filter((one) => !mayStay(one));

  it.each([...PLAIN, ...OF_NAMES])('have no %s, but %s', (variant) => {
    expect(checked.length).toBeGreaterThan(20_000);
    const found = checked.filter(({ text }) => variant.test(text));
    expect(found.map(({ file, line, name }) => `${file}:${line}: ${name}`)).toEqual([]);
  });

  it('include every field that keeps its name', () => {
    const kept = new Set(names.filter(mayStay).map(({ name }) => name));
    expect([...FIELDS.keys()].filter((name) => !kept.has(name))).toEqual([]);
  });

  it.each([
    ['rootToldBy', 'root told by'],
    ['MOST_SAID', 'most said'],
    ['Get-P2SWantedPart', 'get p2 s wanted part'],
    ['#putBack', 'put back'],
    ['SaidError', 'said error'],
  ])('are compared by their words: %s', (name, words) => {
    expect(wordsOf(name)).toBe(words);
  });
});
