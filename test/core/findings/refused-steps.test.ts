import { expect, it } from 'vitest';
import { AUTOMATIC } from '../../../src/core/findings/rules/automatic.ts';
import { DESIRED } from '../../../src/core/findings/rules/desired.ts';
import { toText } from '../../../src/core/model/say.ts';

it.each([
  [
    'SOCKS',
    DESIRED['alignment-refused'].steps({ reason: 'socks-only' }),
    /^Name a proxy that accepts CONNECT/,
  ],
  ['a PAC answer', AUTOMATIC['automatic-refused'].steps({ kind: 'unsupported' }), /^Name a proxy/],
  ['a list', DESIRED['alignment-refused'].steps({ reason: 'several-proxies' }), /^To set WinHTTP alone/],
])('%s: what to name', (_what, [step], text) => {
  expect(toText(step?.action ?? '')).toMatch(text);
});
