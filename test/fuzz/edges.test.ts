import { fuzzTests } from '../support/fuzz/suite.ts';
import { EDGE_TARGETS } from '../support/fuzz/targets-edges.ts';

fuzzTests('what files and scripts say', EDGE_TARGETS);
