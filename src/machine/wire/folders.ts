import * as z from 'zod';
import { ENTRY_KINDS } from '../../core/security/folder-access.ts';
import type { FolderObservation } from '../folders.ts';
import { check } from './local.ts';

const folderObservationSchema = z.object({
  user: z.object({ sid: z.string().nullable(), elevated: z.boolean().nullable() }),
  programs: z.string().nullable(),
  folders: z.array(
    z.object({
      path: z.string(),
      kind: z.enum(ENTRY_KINDS),
      other: z.string().nullable(),
    }),
  ),
});

/** Facts for exactly these paths. Throws P2sError `powershell-failed`. */
export function parseFolderObservation(result: unknown, paths: readonly string[]): FolderObservation {
  const asked = folderObservationSchema.refine(
    ({ folders }) =>
      folders.length === paths.length && folders.every(({ path }, index) => path === paths[index]),
    { path: ['folders'], message: 'not the folders that were asked for' },
  );
  return check(asked, result, 'Get-P2SFolderAccess');
}
