import type { CauseId } from '../../core/explain/causes.ts';
import type { Explanation } from '../../core/explain/explain.ts';
import { type Cause, OTHER_RAS_MEANING, type Proof } from '../../core/explain/model.ts';
import { clauses } from './parts.ts';
import { type Line, type Text, text, textOfCode, translated } from './text.ts';

/** The meaning of a code, as lines for people. */
export function explanationLines(explanation: Explanation): Line[] {
  const { name, proxy, basis, causes, sources, also = [] } = explanation;
  const { win32, unsigned, meaning } = explanation;
  return [
    { depth: 0, text: `${formsText(explanation)}  ${name}`, strong: true },
    { depth: 0, text: meaningOfCode(win32 ?? unsigned, meaning) },
    { depth: 0, text: text(`explain-proxy.${proxy}`) },
    ...(basis === 'documented' ? [] : [{ depth: 0, text: text(`explain-basis.${basis}`) }]),
    { depth: 0, text: text(causes.length === 1 ? 'explain.cause' : 'explain.causes') },
    ...causes.flatMap((cause, index) => causeLines(cause, index + 1)),
    { depth: 0, text: nextText(causes) },
    ...also.map((other) => ({ depth: 0, text: text('explain.also', { name: other }) })),
    ...(sources.length === 0 ? [] : [{ depth: 0, text: text('explain.sources') }]),
    ...sources.map(({ title, url }) => ({ depth: 1, text: `${title}: ${url}` })),
  ];
}

/** What a code means; `otherwise`: the sentence of the evidence, for a code that has none of its own. */
export function meaningOfCode(code: number, otherwise: Text): Text {
  return translated(otherwise === OTHER_RAS_MEANING ? 'meaning.other' : `meaning.${code}`, otherwise);
}

/** A cause by its id, which may come from a recording. */
export function causeById(id: unknown, otherwise: Text): Text {
  return textOfCode('cause', id, otherwise);
}

/** Every spelling that a log may use. */
function formsText({ hex, signed, unsigned, win32 }: Explanation): string {
  const numbers = `${hex} (${signed}, ${unsigned})`;
  return win32 === null ? numbers : `${win32} = ${numbers}`;
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

/** The command that looks for the proofs. */
function nextText(causes: readonly Cause[]): Text {
  const proofs = causes.flatMap((cause) => cause.proofs);
  if (proofs.length === 0) return text('explain.no-proof');
  return text(proofs.some(({ kind }) => kind === 'finding') ? 'explain.try-audit' : 'explain.try-verify');
}
