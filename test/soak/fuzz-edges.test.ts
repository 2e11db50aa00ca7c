import { fuzzTests } from '../support/fuzz/suite.ts';
import { EDGE_TARGETS } from '../support/fuzz/targets-edges.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what files and scripts say', EDGE_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
