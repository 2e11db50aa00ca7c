import { GROUPS, type Option } from '../../core/options/option.ts';
import { commandOfUse, OPTION_NAMES, ROWS } from '../../core/options/table.ts';

/** An option, or its `--no-` twin, as help and completion show it. */
export interface WrittenOption {
  /** Behind the hyphens. */
  written: string;
  help: string;
  row: Option;
}

/** The options of a command with any of its actions, in the order of help. */
export function writtenOptions(command: string): WrittenOption[] {
  return OPTION_NAMES.flatMap((name) => {
    const row: Option = ROWS[name];
    const isOf = ({ uses }: Pick<Option, 'uses'>) => uses.some((use) => commandOfUse(use) === command);
    if (row.written === false || !isOf(row)) return [];
    const twin =
      row.off !== undefined && isOf(row.off) ? [{ written: `no-${name}`, help: row.off.help, row }] : [];
    return [{ written: name, help: row.help, row }, ...twin];
  });
}

/** Options by group, in the order of the reference. */
export function grouped(
  options: readonly WrittenOption[],
): (readonly [title: string, members: WrittenOption[]])[] {
  return GROUPS.map((title) => [title, options.filter(({ row }) => row.group === title)] as const).filter(
    ([, members]) => members.length > 0,
  );
}
