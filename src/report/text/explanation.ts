import { OWNER_NAMES } from '../../core/causes/rule.ts';
import { verdictRow } from '../../core/causes/verdicts.ts';
import type { CauseId } from '../../core/explain/causes.ts';
import { numberText } from '../../core/explain/code-number.ts';
import type { Explanation } from '../../core/explain/explain.ts';
import type { Cause, MissingPiece, Proof } from '../../core/explain/model.ts';
import { FINDING_RULES } from '../../core/findings/rules/rules.ts';
import type { FindingCode } from '../../core/model/finding.ts';
import { INTERNET_SETTINGS } from '../../core/model/locations.ts';
import {
  asSentence,
  capital,
  clauses,
  command,
  inARow,
  listed,
  type Phrase,
  say,
} from '../../core/model/say.ts';
import type { NamedCommand } from '../../core/options/table.ts';
import { ACTOR_TEXTS } from './labels.ts';
import type { PhraseLine } from './lines.ts';

const BASES = {
  'general-knowledge': say('(general knowledge)'),
} as const;
const PROXY_PARTS = {
  no: say('Not a proxy problem.'),
  possible: say('A proxy can be the cause.'),
  yes: say('A proxy, or its setting, is the likely cause.'),
} as const;
const KINDS_OF_CODES = {
  verdict: say('verdict of p2s-fix'),
  finding: say('finding of p2s-fix'),
  error: say('error of p2s-fix'),
  route: say('result of {command}', { command: command('migrate') }),
  cause: say('cause in p2s-fix'),
} as const;

/** The meaning of a code, as lines for people. */
export function explanationLines(explanation: Explanation): PhraseLine[] {
  const { proxy, basis, acts, causes, sources, also = [], unknown = [], unread = [] } = explanation;
  const mark = basis === 'documented' ? '' : inARow(' ', BASES[basis]);
  const when = (isShown: boolean, ...lines: Phrase[]) =>
    isShown ? lines.map((text) => ({ depth: 0, text })) : [];
  const hasValues = explanation.kind === 'finding' && explanation.meaning.includes('{');
  const others = clauses(unread.map((one) => `"${one}"`));
  return [
    { depth: 0, text: headText(explanation), strong: true },
    { depth: 0, text: inARow(meaningText(explanation), mark) },
    ...when(hasValues, say('A word in braces is a value of the run.')),
    ...(acts === undefined ? [] : when(true, say('Owner: {who}', { who: ownersText(explanation.id) }))),
    ...(proxy === null ? [] : when(true, PROXY_PARTS[proxy])),
    ...when(causes.length > 0, headingText(explanation)),
    ...causes.flatMap((cause, index) => causeLines(cause, index + 1)),
    ...nextLines(explanation),
    ...when(also.length > 0, say('Also in the same text:')),
    ...also.map((other) => ({ depth: 1, text: inARow(nameText(other), ': ', meaningText(other)) })),
    ...when(unknown.length > 0, say('Not known: {codes}', { codes: unknown.join(', ') })),
    ...when(unread.length > 0, say('Not understood: {texts}', { texts: others })),
    ...when(sources.length > 0, say('Sources:')),
    ...sources.map(({ title, url }) => ({ depth: 1, text: `${title}: ${url}` })),
  ];
}

function ownersText(verdict: string): Phrase {
  return listed(verdictRow(verdict).owners.map((owner) => OWNER_NAMES[owner]));
}

type Explained = Pick<Explanation, 'kind' | 'id' | 'name' | 'meaning'>;

/** Every spelling that a log may use, and the name; the list of a setting. */
function headText(explanation: Explanation): Phrase {
  const { kind, name, list } = explanation;
  const forms = formsText(explanation);
  if (forms !== null) return `${forms}  ${name}`;
  if (list !== undefined) return `${name}: ${list}`;
  const isOwn = kind !== 'message' && kind !== 'setting' && kind !== 'code';
  return isOwn ? inARow(name, ' (', KINDS_OF_CODES[kind], ')') : nameText(explanation);
}

/** The name of Windows stays as it is; that of a message is a text. */
function nameText({ kind, id, name }: Explained): Phrase {
  if (kind === 'code') return `${numberText(Number(id))} ${name}`;
  return kind === 'message' ? asSentence(name) : name;
}

function meaningText({ kind, id, meaning }: Explained): Phrase {
  switch (kind) {
    case 'finding':
      return FINDING_RULES[id as FindingCode].title;
    case 'verdict':
      return verdictRow(id).says;
    case 'route':
    case 'error':
      return capital(asSentence(meaning));
    default:
      return asSentence(meaning);
  }
}

function headingText({ kind, causes }: Explanation): Phrase {
  if (kind === 'verdict' || kind === 'finding') return say('It proves one of these causes:');
  return causes.length === 1 ? say('Cause:') : say('Causes, the most likely first:');
}

function formsText({ hex, signed, unsigned, win32 }: Explanation): string | null {
  if (hex === undefined) return null;
  const numbers = `${hex} (${signed}, ${unsigned})`;
  return win32 == null ? numbers : `${win32} = ${numbers}`;
}

function causeLines({ actor, cause, look, proofs }: Cause & { id: CauseId }, number: number): PhraseLine[] {
  return [
    { depth: 1, text: inARow(`${number}. `, asSentence(cause), ' (', ACTOR_TEXTS[actor], ')') },
    ...(proofs.length === 0
      ? []
      : [{ depth: 2, text: say('Proof: {proofs}', { proofs: proofsText(proofs) }) }]),
    ...(look === null ? [] : [{ depth: 2, text: say('Check: {where}', { where: asSentence(look) }) }]),
  ];
}

/** In the words of the path check and the audit. */
export function proofsText(proofs: readonly Proof[]): Phrase {
  return clauses(proofs.map(proofText));
}

function proofText(proof: Proof): Phrase {
  switch (proof.kind) {
    case 'finding':
      return say('finding {code}', { code: proof.finding });
    case 'check':
      return say('stage {stage}: {reason}', { stage: proof.stage, reason: proof.reason });
    case 'verdict':
      return proof.reason === undefined
        ? say('verdict {verdict}', { verdict: proof.verdict })
        : say('verdict {verdict} ({reason})', { verdict: proof.verdict, reason: proof.reason });
  }
}

const QUERY = ['reg', 'query', `HKCU\\${INTERNET_SETTINGS}`];
const LAST_FAILURE = `/q:*[System[Provider[@Name='RasClient'] and EventID=20227]]`;
/** What may be missing, and the command that shows it on the affected computer, as the VPN user. */
const PIECES: Readonly<Record<MissingPiece, readonly [what: Phrase, words: readonly string[]]>> = {
  winhttp: [say('the proxy of WinHTTP'), ['netsh', 'winhttp', 'show', 'proxy']],
  wininet: [say('the proxy of the user (WinINET)'), QUERY],
  'proxy-enable': [say('whether the proxy of the user is on'), [...QUERY, '/v', 'ProxyEnable']],
  'auto-config-url': [say('whether the user has a PAC file'), QUERY],
  code: [
    say('the error code'),
    ['wevtutil', 'qe', 'Application', LAST_FAILURE, '/rd:true', '/c:1', '/f:text'],
  ],
};

/** The commands that show what is missing. */
export const missingCommands = ({ missing = [] }: Explanation): NamedCommand[] =>
  missing.map((piece) => ({ words: PIECES[piece][1] }));

/** What to add to the text; else the command that looks for the proofs. */
function nextLines({ kind, causes, missing = [], proved }: Explanation): PhraseLine[] {
  const shownBy = ([what, words]: (typeof PIECES)[MissingPiece]) =>
    say('Not in this text: {what}. This shows it: {command}', { what, command: { words } });
  if (missing.length > 0) return missing.map((piece) => ({ depth: 0, text: shownBy(PIECES[piece]) }));
  if (proved === true) return [];
  const proofs = causes.flatMap((cause) => cause.proofs);
  const isFinding = kind === 'setting' || proofs.some((proof) => proof.kind === 'finding');
  if (causes.length === 0 && !isFinding) return [];
  if (proofs.length === 0 && !isFinding) return [{ depth: 0, text: say('p2s-fix cannot prove these.') }];
  return [
    {
      depth: 0,
      text: isFinding
        ? say('To find out which: {command} (reads the proxy settings, checks the path, changes nothing)', {
            command: command('audit', { gateway: ['GATEWAY'] }),
          })
        : say('To find out which: {command} (checks the path only)', {
            command: command('verify', { gateway: ['GATEWAY'] }),
          }),
    },
  ];
}
