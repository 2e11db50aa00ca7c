import { createHeadReader } from '../../../src/path/transport/http-head.ts';
import { describePage } from '../../../src/path/tunnel/page.ts';
import { type FuzzTarget, target } from './fuzz.ts';
import { mutated } from './mutate.ts';

const RESPONSES = [
  'HTTP/1.1 302 Found\r\nLocation: https://login.example:8443/?session=s3cr3t\r\nServer: portal/1\r\n\r\n',
  'HTTP/1.1 511 Network Authentication Required\r\nContent-Type: text/html\r\n\r\n<form><input type=password>',
  'HTTP/1.1 200\r\n\r\n<meta http-equiv="refresh" content="0; url=http://login.example/s3cr3t">',
  `HTTP/1.0 200 OK\n\n${'<meta '.repeat(60)}${'<input '.repeat(60)}`,
].map((text) => Buffer.from(text, 'latin1'));

export const PAGE_TARGETS: readonly FuzzTarget[] = [
  target({
    name: 'page in place of a gateway',
    codes: [],
    make: (random) => mutated(random, RESPONSES),
    run: (bytes) => {
      const outcome = createHeadReader().push(bytes);
      if (outcome.kind !== 'head') return;
      const page = JSON.stringify(describePage(outcome.head, outcome.rest.toString('latin1'), 'gw.example'));
      if (!/^[ -~]*$/.test(page)) throw new Error('shows what is not printable');
      if (page.length > 4000) throw new Error('shows without end');
      if (/"locationHost":"[^"]*[/?]/.test(page)) throw new Error('shows what follows the host');
    },
  }),
];
