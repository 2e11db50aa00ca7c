import { OWNER_NAMES } from '../../../../core/causes/rule.ts';
import type { FleetMachine } from '../../../../core/fleet/result.ts';
import { byGravity } from '../../../../core/model/finding.ts';
import { ownersOfCause } from '../../../facts/fleet-causes.ts';
import { namesOfSettings, settingNames } from '../../../facts/setting-name.ts';
import { errorTitle } from '../../../messages/fleet.ts';
import { reportedFindings } from '../../../messages/fleet-machine.ts';
import { groupedBy } from '../../../model/first-of.ts';
import { actionText } from '../../../text/change-text.ts';
import type { Texts } from '../../../text/texts.ts';
import type { Block, Fact } from '../model.ts';

/** The computers of a fleet as one table; omits a column that is empty for all. */
export function machinesBlock(title: string, machines: readonly FleetMachine[], texts: Texts): Block {
  const { words } = texts;
  const names = [
    words('page.machine'),
    words('page.cause'),
    words('page.owner'),
    'WinINET',
    'WinHTTP',
    words('change.plan'),
    words('page.findings'),
    words('page.system'),
    words('page.exit-code'),
  ];
  const rows = machines.map((machine) => ({
    cells: cellsOf(machine, texts),
    facts: factsOf(machine, texts),
  }));
  const used = names.map((_, at) => rows.some(({ cells }) => cells[at] !== ''));
  const isUsed = (_: string, at: number) => used[at] === true;
  return {
    kind: 'machines',
    title,
    columns: names.filter(isUsed),
    rows: rows.map(({ cells, facts }) => ({ cells: cells.filter(isUsed), facts })),
  };
}

function cellsOf(machine: FleetMachine, { words }: Texts): string[] {
  const { computer, cause, path, os, proxy, changes, findings, exitCode } = machine;
  const owners = ownersOfCause(cause, [machine]).map((owner) => words.of(OWNER_NAMES[owner]));
  const found = [...findings]
    .sort(byGravity)
    .map(({ code }) => code)
    .filter((code) => code !== cause);
  return [
    computer,
    path?.code ?? cause,
    owners.join(words('between.items')),
    proxy === null ? '' : (proxy.winInet ?? words('settings.unknown')),
    proxy === null ? '' : (proxy.winHttp ?? words('settings.unknown')),
    groupedBy(changes, ({ action }) => action)
      .map(([action, some]) => words.of(actionText(action, namesOfSettings(some.map(({ store }) => store)))))
      .join('; '),
    [...new Set(found)].join(words('between.items')),
    os === null ? '' : (os.version ?? words('settings.unknown')),
    String(exitCode),
  ];
}

/** Details besides the columns. */
function factsOf(machine: FleetMachine, texts: Texts): Fact[] {
  const { words } = texts;
  const { computer, name, user, result, error } = machine;
  const facts: (Fact | null)[] = [
    name === null || name === computer ? null : [words('page.name'), name],
    user === null ? null : [words('page.vpn-user'), user.name ?? user.sid ?? words('machine.unknown-user')],
    ...reportedFindings(machine, texts.finding).map(({ message }): Fact => [words('page.findings'), message]),
    result === null || result.changed.length === 0
      ? null
      : [words('page.change'), settingNames(result.changed, words)],
    result?.backup == null ? null : [words('page.backup'), result.backup],
    ...machine.migrations.map(
      (one): Fact => [
        one.gateway,
        texts
          .migration(one)
          .map(({ text }) => text)
          .join(' / '),
      ],
    ),
    error === null ? null : [words('page.error'), `${error.code}: ${messageOf(machine, error, texts)}`],
    ...Object.entries(error?.evidence ?? {}).map(
      ([key, value]): Fact => [key, typeof value === 'string' ? value : JSON.stringify(value)],
    ),
  ];
  return facts.filter((fact) => fact !== null);
}

/** In the language of the page. */
function messageOf({ cause }: FleetMachine, error: NonNullable<FleetMachine['error']>, texts: Texts): string {
  const { messages } = error;
  if (messages !== undefined) return texts.error({ type: 'error', error, messages }).message;
  return texts.words.of(errorTitle(cause) ?? error.message);
}
