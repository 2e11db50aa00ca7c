import { OWNER_NAMES } from '../../../../core/causes/rule.ts';
import type { FleetMachine } from '../../../../core/fleet/result.ts';
import { byGravity } from '../../../../core/model/finding.ts';
import { listed, say } from '../../../../core/model/say.ts';
import { ownersOfCause } from '../../../facts/fleet-causes.ts';
import { actionText } from '../../../text/change-text.ts';
import { groupedBy } from '../../../text/first-of.ts';
import { causeText, errorTitle } from '../../../text/fleet.ts';
import { reportedFindings } from '../../../text/fleet-machine.ts';
import { settingNames } from '../../../text/setting-name.ts';
import type { Texts } from '../../../text/texts.ts';
import type { Block, Fact } from '../model.ts';

/** The computers of a fleet as one table; omits a column that is empty for all. */
export function machinesBlock(title: string, machines: readonly FleetMachine[], texts: Texts): Block {
  const { words } = texts;
  const names = [
    words(say('Computer')),
    words(say('Cause')),
    words(say('Owner')),
    'WinINET',
    'WinHTTP',
    words(say('Plan')),
    words(say('Findings')),
    words(say('System')),
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
  const { computer, cause, path, os, proxy, changes, findings } = machine;
  const code = (path?.code ?? cause) as FleetMachine['cause'];
  const { title } = causeText(code);
  const owners = ownersOfCause(cause, [machine]).map((owner) => words(OWNER_NAMES[owner]));
  const apiOf = ({ store }: (typeof changes)[number]) => (/^winhttp/.test(store) ? 'WinHTTP' : 'WinINET');
  const found = [...findings]
    .sort(byGravity)
    .map(({ code }) => code)
    .filter((code) => code !== cause);
  return [
    computer,
    title === null ? code : words(title),
    owners.join(words.between.items),
    proxy === null ? '' : (proxy.winInet ?? words(say('unknown'))),
    proxy === null ? '' : (proxy.winHttp ?? words(say('unknown'))),
    groupedBy(changes, ({ action }) => action)
      .map(([action, some]) => words(actionText(action, listed([...new Set(some.map(apiOf))]))))
      .join('; '),
    [...new Set(found)].join(words.between.items),
    os === null ? '' : (os.version ?? words(say('unknown'))),
  ];
}

/** Details besides the columns. */
function factsOf(machine: FleetMachine, texts: Texts): Fact[] {
  const { words } = texts;
  const { computer, name, user, result, error } = machine;
  const facts: (Fact | null)[] = [
    name === null || name === computer ? null : [words(say('Name')), name],
    user === null ? null : [words(say('VPN user')), user.name ?? user.sid ?? words(say('unknown user'))],
    ...reportedFindings(machine, texts.finding).map(({ message }): Fact => [words(say('Findings')), message]),
    result === null || result.changed.length === 0
      ? null
      : [words(say('Change')), settingNames(result.changed, words)],
    result?.backup == null ? null : [words(say('Backup')), result.backup],
    ...machine.migrations.map(
      (one): Fact => [
        one.gateway,
        texts
          .migration(one)
          .map(({ text }) => text)
          .join(' / '),
      ],
    ),
    error === null ? null : [words(say('Error')), `${error.code}: ${messageOf(machine, error, texts)}`],
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
  return texts.words(errorTitle(cause) ?? error.message);
}
