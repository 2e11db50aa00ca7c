/**
 * A PowerShell expression of pure ASCII with the value `text`: a single-quoted string, in which only the quotes are
 * special, and every other character as a number. All five characters that PowerShell takes for a single quote are
 * either doubled (U+0027) or numbers.
 */
export function powerShellString(text: string): string {
  const parts = text.match(/[\x20-\x7e]+|[^\x20-\x7e]/g) ?? [];
  const expressions = parts.map((part) =>
    /^[\x20-\x7e]/.test(part) ? `'${part.replaceAll("'", "''")}'` : `[char]${part.charCodeAt(0)}`,
  );
  // The first one decides that + joins texts.
  return expressions.length === 1 && expressions[0]?.startsWith("'")
    ? expressions[0]
    : `(${["''", ...expressions].join(' + ')})`;
}

/** The number of the page about execution policies, to which PowerShell links whenever one refuses a script. */
export const POLICY_LINK = 'LinkID=135170';

/**
 * The one line that runs a bundled script in a session. The request goes in as base64, a script that may not run
 * answers on the wire as well (code `not-run`), and every part is allowed in Constrained Language Mode.
 *
 * @param file absolute path of the script
 * @param request the request of `encodeRequest`
 */
export function sessionCommand(file: string, request: string, nonce: string): string {
  const base64 = Buffer.from(request, 'latin1').toString('base64');
  const notRun = `{"nonce":"${nonce}","type":"error","error":{"code":"not-run","fullyQualifiedErrorId":"`;
  // The link is in the message of every refusal by execution policy, in every language.
  const link = `$(if ("$_" -match '${POLICY_LINK}') { ',${POLICY_LINK}' })`;
  const id = `($_.FullyQualifiedErrorId -creplace '[^A-Za-z0-9_.,:-]', '?') + ${link}`;
  return `try { & ${powerShellString(file)} -RequestBase64 '${base64}' } catch { '${notRun}' + ${id} + '"}}' }`;
}
