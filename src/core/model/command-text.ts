/** One word of a command as text, for cmd.exe and PowerShell alike, as far as names, addresses and lists go. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_.:,/\\@=-]+$/.test(word) ? word : `"${word.replaceAll('"', '')}"`;
}

/** The words of a command that was put together from quoted ones. */
export function wordsOfCommand(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, inner]) => inner ?? word);
}
