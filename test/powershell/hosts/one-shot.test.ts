import { OneShotHost } from '../../../src/powershell/one-shot.ts';
import type { AdapterUnderTest } from './bench.ts';
import { describeEnds } from './contract-ends.ts';
import { describeReplies } from './contract-replies.ts';

const adapter: AdapterUnderTest = {
  name: 'one-shot',
  make: (options) => new OneShotHost(options),
  stays: false,
};

describeReplies(adapter);
describeEnds(adapter);
