import { fuzzTests } from '../support/fuzz/suite.ts';
import { REVOCATION_TARGETS } from '../support/fuzz/targets-revocation.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what revocation servers send', REVOCATION_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
