import { isRecord } from '../../../core/model/is-record.ts';
import { clauses, listed } from '../parts.ts';
import { type Text, text, textOfCode } from '../text.ts';
import {
  type Describe,
  type Evidence,
  eachOf,
  fromEvidence,
  sentence,
  shown,
  withRemedy,
} from './describe.ts';

/** Findings about auto-detection and PAC files. */
export const AUTOMATIC_FINDINGS = {
  'auto-detect-not-resolved': (e, store) =>
    (e.proxy === undefined
      ? sentence('finding.auto-detect-not-resolved')
      : withRemedy('finding.auto-detect-not-resolved.beside-proxy'))(e, store),
  'pac-file-unused': withRemedy('finding.pac-file-unused'),
  'automatic-resolved': (e, store) => ({
    message: resolved(e, store),
    remedy: text('finding.automatic-resolved.remedy'),
  }),
  'automatic-refused': (e, store) => ({
    message: text('finding.automatic-refused', {
      store,
      why: textOfCode('automatic-refusal', e.kind, shown(e.kind)),
      conditions: conditions(e),
      answers: listed(eachOf(e.answers, ({ url, answer }) => `${url}: ${answer}`)),
    }),
    remedy: text(
      e.kind === 'incomplete'
        ? 'finding.automatic-refused.remedy.incomplete'
        : 'finding.automatic-refused.remedy',
    ),
  }),
  'automatic-unavailable': withRemedy('finding.automatic-unavailable'),
} satisfies Record<string, Describe>;

function resolved(e: Evidence, store: Text): Text {
  const where = { store };
  if (e.kind === 'nothing-detected') return text('finding.automatic-resolved.nothing-detected', where);
  const dead =
    e.deadProxies === undefined
      ? ''
      : text('finding.automatic-resolved.dead', { proxies: shown(e.deadProxies) });
  if (e.kind === 'direct') return text('finding.automatic-resolved.direct', { ...where, dead });
  const fallbacks = e.fallbacksDropped ? text('finding.automatic-resolved.fallbacks') : '';
  const proxy = isRecord(e.proxy) ? e.proxy : {};
  return fromEvidence('finding.automatic-resolved', proxy, { ...where, dead, fallbacks });
}

/** What the answers depend on. */
function conditions({ dependsOnNetwork, variesWith }: Evidence): Text {
  const named = [dependsOnNetwork, variesWith]
    .filter((value) => (Array.isArray(value) ? value.length > 0 : value !== ''))
    .map(shown);
  if (named.length === 0) return '';
  return text('finding.automatic-refused.conditions', { conditions: clauses(named) });
}
