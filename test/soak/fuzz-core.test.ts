import { fuzzTests } from '../support/fuzz/suite.ts';
import { CORE_TARGETS } from '../support/fuzz/targets-core.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what machines hold', CORE_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
