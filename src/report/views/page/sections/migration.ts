import { say } from '../../../../core/model/say.ts';
import { checksOf } from '../../../facts/path-checks.ts';
import { PROTOCOL_COLUMNS, protocolCells } from '../../../facts/side-by-side.ts';
import type { RunRecord } from '../../../model/record.ts';
import type { Texts } from '../../../text/texts.ts';
import type { Block, Section } from '../model.ts';

/** The result of moving each gateway from SSTP: all in one table, then each with its next steps. */
export function migrationSection({ migration, checks, verdicts }: RunRecord, texts: Texts): Section {
  const rows = migration.map((one) => {
    const verdict = verdicts.find(({ gateway, stores }) => gateway === one.gateway && stores === 'current');
    const mine = checksOf(checks, one.gateway, 'current');
    const sstp = verdict === undefined ? null : texts.verdict(verdict, mine).message;
    return { name: one.gateway, cells: protocolCells(one, texts.words, sstp) };
  });
  const table: Block = {
    kind: 'table',
    title: texts.words(say('SSTP, IKEv2 and OpenVPN side by side')),
    columns: [texts.words(say('Gateway')), ...PROTOCOL_COLUMNS],
    rows,
  };
  const blocks = migration.map((one) => {
    const lines = texts.migration(one).map((line) => `${'  '.repeat(line.depth)}${line.text}`);
    return { kind: 'copy', title: one.gateway, text: lines.join('\n'), form: 'titled' } as const;
  });
  return {
    id: 'migration',
    title: texts.words(say('Moving from SSTP')),
    blocks: rows.length === 0 ? [] : [table, ...blocks],
  };
}
