import type { BackupLine, Confirmation } from '../../../core/model/events.ts';
import { inList } from './list-words.ts';

/** What a backup is from, and whether a rollback would take it. */
export function backupInJapanese(
  { createdAt, reason, problem, where, foreign }: BackupLine,
  all: readonly Pick<BackupLine, 'where'>[],
): string {
  const what = problem ?? `${reason === 'rollback' ? 'rollback の前' : 'apply の前'}、${createdAt}`;
  const places = new Set(all.map((line) => line.where));
  const folder = where === 'machine' ? 'コンピューターのフォルダー' : 'ユーザーのフォルダー';
  const remarks = [
    ...(places.size > 1 || foreign === 'folder' ? [folder] : []),
    ...(foreign === 'folder' ? ['管理者の実行では使用されません'] : []),
    ...(foreign === 'machine' && problem === null ? ['別のコンピューター'] : []),
  ];
  return remarks.length === 0 ? what : `${what}  (${inList(remarks)})`;
}

/** The text about a confirmed change. */
export function confirmedInJapanese({ backup, by }: Confirmation): string {
  const how = by === 'command' ? '確定しました' : '正常性チェックにより確定しました';
  return `${how}。変更は維持されます。後で元に戻すには: p2s-fix rollback ${backup}`;
}
