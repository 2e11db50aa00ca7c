import type { VpnEvent } from '../../../../core/evidence/vpn-events.ts';
import type { Check } from '../../../../core/model/check.ts';
import { say } from '../../../../core/model/say.ts';
import type { StoreView } from '../../../../core/stores/stores.ts';
import type { RunRecord } from '../../../model/record.ts';
import { settingName } from '../../../text/setting-name.ts';
import type { Words } from '../../../text/words.ts';
import type { Block, Fact, Section } from '../model.ts';

/** Longer values are truncated; the JSON output has them complete. */
const MAX_VALUE = 2000;

/** The evidence of the report: each setting as stored, each check with its observations. */
export function evidenceSection(record: RunRecord, words: Words): Section {
  const { before, paths, diagnostics, machine, evidence, findings } = record;
  const stores = [...(before?.stores ?? []), ...record.stores];
  const checks = [...(before?.paths ?? []), ...(before?.paths === paths ? [] : paths)].flatMap(
    (path) => path.checks,
  );
  const nameOf = (id: string) => settingName(id, words, machine?.vpnUser);
  const blocks: Block[] = [
    ...stores.filter(({ raw }) => raw !== null).map((store) => storeBlock(store, nameOf(store.id))),
    ...checks.filter(({ evidence }) => Object.keys(evidence).length > 0).map(checkBlock),
    ...(evidence?.events ?? []).map(eventBlock),
    ...findings
      .filter(({ evidence }) => Object.keys(evidence).length > 0)
      .map((finding) => findingBlock(finding, finding.store === null ? null : nameOf(finding.store))),
    ...(diagnostics.length === 0
      ? []
      : [
          {
            kind: 'details',
            title: words(say('Diagnostics')),
            facts: diagnostics.map((text, index) => [String(index + 1), text] as const),
          } as const,
        ]),
  ];
  const shown = distinct(blocks);
  return {
    id: 'evidence',
    title: words(say('Evidence ({count})', { count: shown.length })),
    blocks: shown,
    in: ['file'],
    closed: true,
  };
}

/** An unchanged setting is listed once, not before and after. */
function distinct(blocks: readonly Block[]): Block[] {
  return [...new Map(blocks.map((block) => [JSON.stringify(block), block])).values()];
}

function storeBlock({ raw }: StoreView, name: string): Block {
  return { kind: 'details', title: name, facts: factsOf({ ...raw }) };
}

function checkBlock({ gateway, stage, url, via, stores, status, durationMs, evidence }: Check): Block {
  const route = via === 'direct' ? via : via === 'unknown' ? 'route not known' : `via ${via}`;
  const title = [status, stage, url ?? gateway, `(${stores}, ${route},`];
  return {
    kind: 'details',
    title: `${title.join(' ')} ${Math.round(durationMs)} ms)`,
    facts: factsOf({ ...evidence }),
  };
}

function eventBlock({ source, id, at, ...rest }: VpnEvent): Block {
  return { kind: 'details', title: `${at} ${source} ${id}`, facts: factsOf(rest) };
}

function findingBlock({ code, evidence }: RunRecord['findings'][number], name: string | null): Block {
  return {
    kind: 'details',
    title: name === null ? code : `${code}: ${name}`,
    facts: factsOf({ ...evidence }),
  };
}

function factsOf(evidence: Record<string, unknown>): Fact[] {
  return Object.entries(evidence)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, cut(typeof value === 'string' ? value : JSON.stringify(value))]);
}

function cut(text: string): string {
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}...` : text;
}
