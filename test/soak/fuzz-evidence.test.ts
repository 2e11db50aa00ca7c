import { fuzzTests } from '../support/fuzz/suite.ts';
import { EVIDENCE_TARGETS } from '../support/fuzz/targets-evidence.ts';
import { keepFigures } from '../support/soak.ts';

fuzzTests('what machines tell of VPN trouble', EVIDENCE_TARGETS, {
  inputs: 1_000_000,
  onFigures: (figures) => keepFigures(`fuzz ${figures.name}`, { kind: 'fuzz', ...figures }),
});
