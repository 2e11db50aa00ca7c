/** The names of the schemes in Proxy-Authenticate values (RFC 9110 11.7.1), never their parameters. */
export function authSchemesIn(values: readonly string[]): string[] {
  const names = values
    .flatMap((value) => value.replace(/"(?:[^"\\]|\\.)*"/g, '').split(','))
    .map((part) => /^\s*([A-Za-z][A-Za-z0-9-]*)(?=\s|$)(?!\s*=)/.exec(part)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set(names)].slice(0, 10);
}
