/**
 * An ASCII-only PowerShell expression with the value `text`: a single-quoted string, in which only quotes are
 * special, and every other character as a number. All five characters that PowerShell reads as a single quote are
 * either doubled (U+0027) or numbers.
 */
export function powerShellString(text: string): string {
  const parts = text.match(/[\x20-\x7e]+|[^\x20-\x7e]/g) ?? [];
  const expressions = parts.map((part) =>
    /^[\x20-\x7e]/.test(part) ? `'${part.replaceAll("'", "''")}'` : `[char]${part.charCodeAt(0)}`,
  );
  // The first operand makes + a string concatenation.
  return expressions.length === 1 && expressions[0]?.startsWith("'")
    ? expressions[0]
    : `(${["''", ...expressions].join(' + ')})`;
}

/** The id of the page about execution policies, to which PowerShell links when one refuses a script. */
export const POLICY_LINK = 'LinkID=135170';

/**
 * The line that runs a bundled script in a session. The request is base64. A script that may not run also replies
 * on the wire (code `not-run`). Every part is allowed in Constrained Language Mode.
 *
 * @param file absolute path of the script
 * @param request the request of `encodeRequest`
 */
export function sessionCommand(file: string, request: string, nonce: string): string {
  const base64 = Buffer.from(request, 'latin1').toString('base64');
  const notRun = `{"nonce":"${nonce}","type":"error","error":{"code":"not-run","fullyQualifiedErrorId":"`;
  // Every refusal by execution policy contains the link, in every language.
  const link = `$(if ("$_" -match '${POLICY_LINK}') { ',${POLICY_LINK}' })`;
  const id = `($_.FullyQualifiedErrorId -creplace '[^A-Za-z0-9_.,:-]', '?') + ${link}`;
  return `try { & ${powerShellString(file)} -RequestBase64 '${base64}' } catch { '${notRun}' + ${id} + '"}}' }`;
}
