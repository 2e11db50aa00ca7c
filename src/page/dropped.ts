interface Folder {
  kind: 'directory';
  values(): AsyncIterable<Handle>;
}
type Handle = Folder | { kind: 'file'; getFile(): Promise<File> };
/** Not in every browser. */
type Item = DataTransferItem & { getAsFileSystemHandle?: () => Promise<Handle | null> };

/**
 * Every file that was dropped, those in folders too. Asks at once: when the event is over, nothing says what was dropped.
 * Chromium reads a folder for a page that lies on disk by a handle only, and Firefox by an entry only.
 */
export async function droppedFiles({ items, files }: DataTransfer): Promise<File[]> {
  const ofFiles = [...items].filter(({ kind }) => kind === 'file') as Item[];
  const found = ofFiles.map(async (item): Promise<File[]> => {
    const [handle, entry, file] = [item.getAsFileSystemHandle?.(), item.webkitGetAsEntry(), item.getAsFile()];
    if (entry?.isDirectory !== true) return file === null ? [] : [file];
    const folder = await handle;
    return folder == null ? belowEntry(entry) : belowHandle(folder);
  });
  return ofFiles.length === 0 ? [...files] : (await Promise.all(found)).flat();
}

async function belowHandle(handle: Handle): Promise<File[]> {
  if (handle.kind === 'file') return [await handle.getFile()];
  const found: File[] = [];
  for await (const one of handle.values()) found.push(...(await belowHandle(one)));
  return found;
}

async function belowEntry(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return [await new Promise<File>((done, no) => (entry as FileSystemFileEntry).file(done, no))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  // A reader gives some of them at a time, and at last none.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, no) => reader.readEntries(done, no));
    if (some.length === 0) return found;
    found.push(...(await Promise.all(some.map(belowEntry))).flat());
  }
}
