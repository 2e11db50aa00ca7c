import { isDeepStrictEqual } from 'node:util';
import { say } from '../../../../core/model/say.ts';
import { type StoreTable, settingText, storeTable } from '../../../facts/store-table.ts';
import type { RunRecord } from '../../../model/record.ts';
import { groupedBy } from '../../../text/first-of.ts';
import { type Line, line } from '../../../text/lines.ts';
import { settingNames } from '../../../text/setting-name.ts';
import type { Texts } from '../../../text/texts.ts';
import { IN_ALL, IN_TEXT, type Section } from '../model.ts';

/** The settings with an arrow to what a change makes of them: lines, or a table of their parts. */
export function settingsSection(record: RunRecord, texts: Texts): Section {
  const { stores, machine, plan, result, before } = record;
  const isChanged = (result?.changed.length ?? 0) > 0;
  // The plan was carried out or rolled back: nothing of it is still pending.
  const open = isChanged || result?.rolledBack === true ? null : plan;
  const was = isChanged && before !== null && before.stores.length > 0 ? before.stores : null;
  const table =
    was === null
      ? storeTable(stores, machine, open, texts)
      : storeTable(was, machine, { changes: changesOf(was, stores) }, texts);
  return {
    id: 'stores',
    title: texts.words(say('Settings')),
    in: IN_ALL,
    blocks:
      stores.length === 0
        ? []
        : [
            { kind: 'lines', lines: settingLines(record, texts), in: IN_TEXT },
            { kind: 'stores', table: withIdleParts(table, texts), in: ['file'] },
          ],
  };
}

/** The parts that are off in both settings, and stay so, as one row. */
function withIdleParts(table: StoreTable, { words }: Texts): StoreTable {
  const isIdle = ({ winInet, winHttp }: StoreTable['rows'][number]) => winInet.isOff && winHttp.isOff;
  const idle = table.rows.filter(isIdle);
  if (idle.length < 2) return table;
  const off = { now: words(say('off')), after: null, isOff: true };
  const label = idle.map((row) => row.label).join(words.between.items);
  const rows = table.rows.filter((row) => !isIdle(row));
  return { ...table, rows: [...rows, { label, winInet: off, winHttp: off, differs: false }] };
}

/** What a change made of the settings, as they were read back. */
function changesOf(was: RunRecord['stores'], now: RunRecord['stores']) {
  return was.flatMap((store) => {
    const after = now.find(({ id }) => id === store.id)?.settings ?? null;
    const isSame = after === null || isDeepStrictEqual(after, store.settings);
    return isSame ? [] : [{ store: store.id, before: store.settings, after }];
  });
}

/** One line per setting, equal ones together. */
export function settingLines({ stores, plan, machine, result }: RunRecord, texts: Texts): Line[] {
  const open = (result?.changed.length ?? 0) > 0 ? [] : (plan?.changes ?? []);
  const rows = stores.map(({ id, ...store }) => {
    const change = open.find((one) => one.store === id) ?? null;
    const [api = ''] = id.split('/');
    return { id, api, text: settingText({ id, ...store }, change, texts) };
  });
  return groupedBy(rows, ({ api, text }) => `${api} ${text}`).map(([, alike]) => {
    const name = settingNames(
      alike.map(({ id }) => id),
      texts.words,
      machine?.vpnUser,
    );
    return line(2, `${name}${alike[0]?.api === 'advproxy' ? '' : ':'} ${alike[0]?.text}`);
  });
}
