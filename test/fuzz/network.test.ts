import { fuzzTests } from '../support/fuzz/suite.ts';
import { NETWORK_TARGETS } from '../support/fuzz/targets-network.ts';

fuzzTests('what servers on the network answer', NETWORK_TARGETS);
