/**
 * JSON of printable ASCII and line breaks; everything else is `\uXXXX`, so PowerShell reads it in any code page.
 *
 * @param indent blanks for each level; 0: one line
 */
export function asciiJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(
    /[^\n -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
