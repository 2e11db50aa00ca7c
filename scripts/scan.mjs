// `node scripts/scan.mjs BILL [SERVICE]`: asks OSV, a public database, for the vulnerabilities of the packages that a bill
// of materials names, and prints them. Exit code 1: it knows one, or there is no complete answer.
import { readFileSync } from 'node:fs';

const [, , bill, service = 'https://api.osv.dev'] = process.argv;
const { components } = JSON.parse(readFileSync(bill, 'utf8'));
// What else is inside is no package that the database knows.
const purls = components.map(({ purl }) => purl).filter((purl) => purl.startsWith('pkg:npm/'));
if (purls.length === 0) throw new Error(`${bill} names no package`);
const response = await fetch(`${service}/v1/querybatch`, {
  method: 'POST',
  body: JSON.stringify({ queries: purls.map((purl) => ({ package: { purl } })) }),
  signal: AbortSignal.timeout(60_000),
});
const { results } = response.ok ? await response.json() : {};
if (results?.length !== purls.length)
  throw new Error(`${service} has no complete answer: ${response.status}`);
const known = results.flatMap(({ vulns = [] }, at) => vulns.map(({ id }) => `${purls[at]}: ${id}\n`));
process.stdout.write(`${known.join('')}${purls.length} packages, ${known.length} known vulnerabilities\n`);
process.exitCode = known.length === 0 ? 0 : 1;
