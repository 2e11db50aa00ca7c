import { SessionHost } from '../../../src/powershell/open.ts';
import type { AdapterUnderTest } from './bench.ts';
import { describeEnds } from './contract-ends.ts';
import { describeReplies } from './contract-replies.ts';

const adapter: AdapterUnderTest = {
  name: 'session',
  make: (options) => new SessionHost(options),
  stays: true,
};

describeReplies(adapter);
describeEnds(adapter);
