import { MAX_FILE_BYTES } from '../core/fleet/file-limit.ts';
import type { Language } from '../report/text/language.ts';
import type { Answer } from './answer.ts';
import { showAnswer } from './answer-view.ts';
import { createClient, unpackedText } from './client.ts';
import { copyText, element, saveAs, textsOf, translate } from './elements.ts';
import type { Kind, PageFile } from './runs.ts';
import type { Sample } from './samples.ts';
import { EN } from './texts.ts';

/** Batch size: reading a size blocks the browser on the disk, so the page handles keys between batches. */
const AT_ONCE = 50;
/** Limit of listed files: a browser takes seconds to show ten thousand lines. */
const MAX_LISTED = 50;
/** Delay after the last key, so that not every letter starts a run. */
const PAUSE_MS = 400;

const input = (id: string) => element<HTMLInputElement>(id);
let files: PageFile[] = [];
let kinds: readonly Kind[] = [];
let language: Language = /^ja\b/i.test(navigator.language) ? 'ja' : 'en';
let asked = 0;
/** Aborts the answers that are shown. */
let shown = new AbortController();
let timer: ReturnType<typeof setTimeout> | undefined;

const client = createClient(await unpackedText(element('worker').textContent ?? ''));
start();

function start(): void {
  element<HTMLSelectElement>('language').value = language;
  element('language').addEventListener('change', () => {
    language = element<HTMLSelectElement>('language').value as Language;
    showTexts();
    showFiles();
    void judge();
  });
  for (const id of ['file', 'folder'])
    input(id).addEventListener('change', async () => {
      await addAll([...(input(id).files ?? [])]);
      input(id).value = '';
    });
  const drop = element('drop');
  for (const type of ['dragenter', 'dragover'])
    document.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  for (const type of ['dragleave', 'drop'])
    document.addEventListener(type, () => drop.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    if (event.dataTransfer !== null) void addAll(droppedFiles(event.dataTransfer));
  });
  document.addEventListener('paste', (event) => void addAll([...(event.clipboardData?.files ?? [])]));
  for (const id of ['text', 'proxy', 'bypass', 'pac', 'gateways', 'direct', 'redact'])
    element(id).addEventListener('input', soon);
  for (const radio of document.querySelectorAll('input[name=source]')) radio.addEventListener('change', soon);
  for (const sample of Object.keys(EN.sampleNames) as Sample[]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.text = `sampleNames.${sample}`;
    button.addEventListener('click', async () => {
      const reply = await client.ask({ type: 'sample', sample });
      if (reply.type === 'sample') await put([reply.file]);
    });
    element('samples').append(button);
  }
  element('clear').addEventListener('click', () => {
    input('text').value = '';
    void put([]);
    input('file').focus();
  });
  element('cancel').addEventListener('click', cancel);
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && !element('cancel').hidden) cancel();
  });
  element('copy-line').addEventListener('click', async () => {
    const isCopied = await copyText(element('line'));
    say(isCopied ? textsOf(language).copied : textsOf(language).selected);
  });
  void client.ask({ type: 'script' }).then((reply) => {
    if (reply.type !== 'script') return;
    saveAs(element<HTMLAnchorElement>('script'), reply.name, reply.bytes);
    element('hash').textContent = reply.sha256;
  });
  showTexts();
}

function cancel(): void {
  asked += 1;
  client.cancel();
  work(false);
  say(textsOf(language).cancelled);
}

function showTexts(): void {
  document.documentElement.lang = language;
  translate(document.body, language);
}

/** Shows an error for a file that cannot be read, for example because it was moved. */
async function addAll(chosen: readonly File[] | Promise<readonly File[]>): Promise<void> {
  try {
    await add(await chosen);
  } catch (error) {
    say(textsOf(language).failed(error instanceof Error ? error.message : String(error)));
  }
}

async function add(chosen: readonly File[]): Promise<void> {
  if (chosen.length === 0) return;
  const more: PageFile[] = [];
  for (let at = 0; at < chosen.length; at += AT_ONCE)
    more.push(...(await contentsOf(chosen.slice(at, at + AT_ONCE))));
  await put([...files, ...more]);
  const left = chosen.find(({ size }) => size > MAX_FILE_BYTES);
  if (left !== undefined) say(textsOf(language).tooLarge(left.name));
}

function contentsOf(chosen: readonly File[]): Promise<PageFile[]> {
  const read = chosen.filter(({ size }) => size <= MAX_FILE_BYTES);
  return Promise.all(
    read.map(async (file) => ({
      name: file.webkitRelativePath || file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
      modifiedAt: file.lastModified,
    })),
  );
}

async function put(next: PageFile[]): Promise<void> {
  files = next;
  kinds = [];
  showFiles();
  await judge();
}

function showFiles(): void {
  const texts = textsOf(language);
  element('list').replaceChildren(
    ...files.slice(0, MAX_LISTED).map((file, at) => {
      const line = document.createElement('li');
      const name = document.createElement('span');
      name.className = 'name';
      name.textContent = file.name;
      const kind = document.createElement('span');
      kind.className = 'quiet';
      const found = kinds[at];
      kind.textContent = found === undefined ? '' : texts.kinds[found];
      const remove = document.createElement('button');
      remove.type = 'button';
      remove.textContent = '\u00d7';
      remove.setAttribute('aria-label', texts.remove(file.name));
      remove.addEventListener('click', () => void put(files.filter((other) => other !== file)));
      line.append(name, kind, remove);
      return line;
    }),
  );
  const left = files.length - MAX_LISTED;
  element('unlisted').textContent = left > 0 ? texts.more(left) : '';
  element('clear').hidden = files.length === 0 && input('text').value === '';
}

function soon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void judge(), PAUSE_MS);
}

async function judge(): Promise<void> {
  clearTimeout(timer);
  asked += 1;
  const mine = asked;
  const text = input('text').value;
  const texts = textsOf(language);
  element('clear').hidden = files.length === 0 && text === '';
  if (files.length === 0 && text.trim() === '') return show([], '');
  work(true);
  const question = { files, text, options: options(), language, redact: input('redact').checked };
  const reply = await client.ask({ type: 'question', question }, (news) => {
    if (mine !== asked) return;
    if (news.type === 'progress') return say(texts.working(news.done, news.of));
    kinds = news.kinds;
    showFiles();
  });
  if (mine !== asked) return;
  if (reply.type === 'answers') show(reply.answers, '');
  else if (reply.type === 'failed') show([], texts.failed(reply.reason));
}

function options() {
  const chosen = document.querySelector<HTMLInputElement>('input[name=source]:checked');
  return {
    source: chosen?.value === 'winhttp' ? ('winhttp' as const) : ('wininet' as const),
    proxy: input('proxy').value.trim(),
    bypass: input('bypass').value.trim(),
    pac: input('pac').value.trim(),
    direct: input('direct').checked,
    gateways: input('gateways')
      .value.split(/[\s,;]+/)
      .filter((name) => name !== ''),
  };
}

function show(answers: readonly Answer[], status: string): void {
  say(status);
  work(false);
  document.body.classList.toggle('answered', answers.length > 0);
  element('beyond').hidden = !answers.some(({ argv }) => argv[0] === 'audit');
  shown.abort();
  shown = new AbortController();
  const sections = answers.map((answer) => showAnswer(answer, textsOf(language), shown.signal));
  element('answers').replaceChildren(...sections);
  const results = sections.map((one) => one.getAttribute('aria-label'));
  const leftOut = files.filter((_, at) => kinds[at] === 'unknown').map(({ name }) => name);
  if (leftOut.length > 0) results.push(`${leftOut.join(', ')}: ${textsOf(language).kinds.unknown}.`);
  element('announced').textContent = results.join(' ');
  // Whoever types goes on typing.
  if (!/^(?:INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '')) sections[0]?.focus();
}

function say(status: string): void {
  element('status').textContent = status;
}

/** Also shows the last question and whether it is answered. */
function work(isRunning: boolean): void {
  element('cancel').hidden = !isRunning;
  element('answers').setAttribute('aria-busy', String(isRunning));
  element('answers').dataset.asked = String(asked);
}

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
async function droppedFiles({ items, files }: DataTransfer): Promise<File[]> {
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
