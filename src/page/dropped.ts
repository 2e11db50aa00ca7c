interface Folder {
  kind: 'directory';
  values(): AsyncIterable<Handle>;
}
type Handle = Folder | { kind: 'file'; getFile(): Promise<File> };
/** Not in every browser. */
type Item = DataTransferItem & { getAsFileSystemHandle?: () => Promise<Handle | null> };

/**
 * All dropped files, including those in folders. Reads the items at once, because they are empty after the event.
 * For a page on disk, Chromium reads a folder only by a handle, and Firefox only by an entry.
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
  // A reader returns entries in batches, then an empty one.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, no) => reader.readEntries(done, no));
    if (some.length === 0) return found;
    found.push(...(await Promise.all(some.map(belowEntry))).flat());
  }
}
