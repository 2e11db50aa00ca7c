const COMMAND =
  /p2s-fix(?: (?:verify|migrate|audit|apply)(?= ))?(?: (?:--[\w-]+(?:=[^\s;()]*[^\s;().,])?|…|"[^"]*"|\d+(?=[\s;().,]|$)|[^\s;()]*[/\\:\d][^\s;()]*[^\s;().,]))+/g;

/** Each command that a text names, as the words of a command line. A state that is left open is filled in. */
export function commandsIn(text: string): string[][] {
  return [...text.matchAll(COMMAND)].map(([command]) =>
    command
      .replace(/--proxy (?:…|HOST:PORT)/, '--proxy named.example:8080')
      .split(' ')
      .slice(1)
      .map((word) => word.replaceAll('"', '')),
  );
}

/** Options that a text names outside its commands: the call that was made is to be made with them. */
export function optionsIn(text: string): string[] {
  const options = /--(?:compare-direct|ca(?= FILE)|deadline)\b/g;
  return [...text.replace(COMMAND, '').matchAll(options)].map(([option]) => option);
}

/** Makes a change, or names the state that an apply is to make. */
export const ofApply = (words: readonly string[]) => words[0] === '--apply' || words[0] === 'apply';
