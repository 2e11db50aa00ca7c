import type { FolderPort } from '../../../src/machine/folders.ts';

/**
 * Wine accepts an access list and drops it: everything belongs to the one user, and who else may write is derived from
 * the Linux mode. So this user counts as an administrator, unless a folder is open to others. Linux's root, which Wine
 * shows as a link, and its folder for temporary files, where everybody may add files, count as folders of Windows.
 */
export function labFolders(real: FolderPort): FolderPort {
  return {
    ...real,
    async observe(question) {
      const { folders, ...answer } = await real.observe({ ...question, own: true });
      return {
        ...answer,
        folders: folders.map((folder) =>
          /^z:\\(?:tmp)?$/i.test(folder.path) ? { ...folder, kind: 'folder', other: null } : folder,
        ),
      };
    },
  };
}
