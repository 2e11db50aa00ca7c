import type { Language } from '../report/text/language.ts';
import { EN, JA, type PageTexts } from './texts.ts';

export const textsOf = (language: Language): PageTexts => ({ en: EN, ja: JA })[language];

/** An element that exists in the page. */
export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** Sets the text of each element by its text name: `data-text="sources.wininet"`. */
export function translate(root: HTMLElement, language: Language): void {
  for (const one of root.querySelectorAll<HTMLElement>('[data-text]')) {
    const names = (one.dataset.text ?? '').split('.');
    const found = names.reduce<unknown>(
      (texts, name) => Reflect.get(texts as object, name),
      textsOf(language),
    );
    if (typeof found === 'string') one.textContent = found;
  }
}

/** False when the clipboard is not available; the text is then selected, so that a key press can copy it. */
export async function copyText(from: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(from.textContent ?? '');
    return true;
  } catch {
    const details = from.closest('details');
    if (details !== null) details.open = true;
    getSelection()?.selectAllChildren(from);
    return false;
  }
}

/** A link that saves these bytes. */
export function saveAs(link: HTMLAnchorElement, name: string, bytes: Uint8Array): void {
  link.download = name;
  link.href = URL.createObjectURL(
    new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }),
  );
}
