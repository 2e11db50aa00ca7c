/** OpenSSL's X509_check_host with X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, for one name of a certificate. */
export function matchesHost(pattern: string, host: string): boolean {
  if (pattern === '' || pattern.includes('\0')) return false;
  return isWildcard(pattern) ? matchesWildcard(pattern.slice(1), host) : sameText(pattern, host);
}

/** A star as the whole first label, before at least two labels of letters, digits and hyphens. */
function isWildcard(pattern: string): boolean {
  const [star, ...labels] = pattern.split('.');
  const isLabel = (label: string) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label);
  return star === '*' && labels.length >= 2 && labels.every(isLabel);
}

/** The star matches one label. */
function matchesWildcard(suffix: string, host: string): boolean {
  const label = host.slice(0, Math.max(0, host.length - suffix.length));
  return sameText(host.slice(label.length), suffix) && /^(?:[a-z0-9-]+|\*)$/i.test(label);
}

/** Only ASCII letters match in another case. */
function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return plain(a) === plain(b);
}
