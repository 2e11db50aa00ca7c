import { OWNER_NAMES } from '../../core/causes/rule.ts';
import { verdictRow } from '../../core/causes/verdicts.ts';
import type { CauseId } from '../../core/explain/causes.ts';
import { numberText } from '../../core/explain/code-number.ts';
import type { Explanation } from '../../core/explain/explain.ts';
import type { Cause, Proof } from '../../core/explain/model.ts';
import { FINDING_RULES } from '../../core/findings/rules/rules.ts';
import type { FindingCode } from '../../core/model/finding.ts';
import { causeById, meaningOfCode } from './code-meaning.ts';
import { clauses, listed } from './parts.ts';
import { type Line, sentence, type Text, text, textOfCode, translated } from './text.ts';

/** The meaning of a code, as lines for people. */
export function explanationLines(explanation: Explanation): Line[] {
  const { proxy, basis, acts, causes, sources, also = [], unknown = [] } = explanation;
  const mark = basis === 'documented' ? [] : [' ', text(`explain-basis.${basis}`)];
  return [
    { depth: 0, text: headText(explanation), strong: true },
    { depth: 0, text: [meaningText(explanation), ...mark] },
    ...(explanation.kind === 'finding' && explanation.meaning.includes('{')
      ? [{ depth: 0, text: text('explain.braces') }]
      : []),
    ...(acts === undefined
      ? []
      : [
          {
            depth: 0,
            text: text('explain.acts', { who: ownersText(explanation.id) }),
          },
        ]),
    ...(proxy === null ? [] : [{ depth: 0, text: text(`explain-proxy.${proxy}`) }]),
    ...(causes.length === 0 ? [] : [{ depth: 0, text: headingText(explanation) }]),
    ...causes.flatMap((cause, index) => causeLines(cause, index + 1)),
    ...nextLines(explanation),
    ...(also.length === 0 ? [] : [{ depth: 0, text: text('explain.also') }]),
    ...also.map((other) => ({ depth: 1, text: [nameText(other), ': ', meaningText(other)] })),
    ...(unknown.length === 0
      ? []
      : [{ depth: 0, text: text('explain.unknown', { codes: unknown.join(', ') }) }]),
    ...(sources.length === 0 ? [] : [{ depth: 0, text: text('explain.sources') }]),
    ...sources.map(({ title, url }) => ({ depth: 1, text: `${title}: ${url}` })),
  ];
}

function ownersText(verdict: string): Text {
  return listed(verdictRow(verdict).owners.map((owner) => OWNER_NAMES[owner]));
}

type Explained = Pick<Explanation, 'kind' | 'id' | 'name' | 'meaning'>;

/** Every spelling that a log may use, and the name; the list of a setting. */
function headText(explanation: Explanation): Text {
  const { kind, name, list } = explanation;
  const forms = formsText(explanation);
  if (forms !== null) return `${forms}  ${name}`;
  if (list !== undefined) return `${name}: ${list}`;
  const isOwn = kind !== 'message' && kind !== 'setting' && kind !== 'code';
  return isOwn ? [name, ' (', text(`explain-kind.${kind}`), ')'] : nameText(explanation);
}

/** The name of Windows stays as it is; that of a message is a text. */
function nameText({ kind, id, name }: Explained): Text {
  if (kind === 'code') return `${numberText(Number(id))} ${name}`;
  return kind === 'message' ? translated(`meaning.name.${id}`, name) : name;
}

function meaningText({ kind, id, meaning }: Explained): Text {
  switch (kind) {
    case 'code':
      return meaningOfCode(Number(id), meaning);
    case 'finding':
      return FINDING_RULES[id as FindingCode].title;
    case 'route':
      return sentence(translated(`migration-route.${id}`, meaning));
    case 'cause':
      return causeById(id, meaning);
    case 'verdict':
      return verdictRow(id).says;
    case 'error':
      return sentence(translated(`meaning.error.${id}`, meaning));
    default:
      return translated(`meaning.${id}`, meaning);
  }
}

function headingText({ kind, causes }: Explanation): Text {
  if (kind === 'verdict' || kind === 'finding') return text('explain.proves');
  return text(causes.length === 1 ? 'explain.cause' : 'explain.causes');
}

function formsText({ hex, signed, unsigned, win32 }: Explanation): string | null {
  if (hex === undefined) return null;
  const numbers = `${hex} (${signed}, ${unsigned})`;
  return win32 == null ? numbers : `${win32} = ${numbers}`;
}

function causeLines({ id, actor, cause, look, proofs }: Cause & { id: CauseId }, number: number): Line[] {
  return [
    { depth: 1, text: [`${number}. `, causeById(id, cause), ' (', text(`actor.${actor}`), ')'] },
    ...(proofs.length === 0
      ? []
      : [{ depth: 2, text: text('explain.proofs', { proofs: proofsText(proofs) }) }]),
    ...(look === null
      ? []
      : [{ depth: 2, text: text('explain.look', { where: textOfCode('cause-look', id, look) }) }]),
  ];
}

/** In the words of the path check and the audit. */
export function proofsText(proofs: readonly Proof[]): Text {
  return clauses(proofs.map(proofText));
}

function proofText(proof: Proof): Text {
  switch (proof.kind) {
    case 'finding':
      return text('explain-proof.finding', { code: proof.finding });
    case 'check':
      return text('explain-proof.check', { stage: proof.stage, reason: proof.reason });
    case 'verdict':
      return proof.reason === undefined
        ? text('explain-proof.verdict', { verdict: proof.verdict })
        : text('explain-proof.verdict-reason', { verdict: proof.verdict, reason: proof.reason });
  }
}

/** The command that looks for the proofs, or compares a setting with the others. */
function nextLines({ kind, causes }: Explanation): Line[] {
  const proofs = causes.flatMap((cause) => cause.proofs);
  const isFinding = kind === 'setting' || proofs.some((proof) => proof.kind === 'finding');
  if (causes.length === 0 && !isFinding) return [];
  if (proofs.length === 0 && !isFinding) return [{ depth: 0, text: text('explain.no-proof') }];
  return [{ depth: 0, text: text(isFinding ? 'explain.try-audit' : 'explain.try-verify') }];
}
