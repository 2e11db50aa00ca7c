import { fuzzTests } from '../support/fuzz/suite.ts';
import { NETWORK_TARGETS } from '../support/fuzz/targets-network.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what servers on the network answer', NETWORK_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
