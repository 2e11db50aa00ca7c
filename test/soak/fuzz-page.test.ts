import { fuzzTests } from '../support/fuzz/suite.ts';
import { PAGE_TARGETS } from '../support/fuzz/targets-page.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what answers in place of a gateway', PAGE_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
