import { fuzzTests } from '../support/fuzz/suite.ts';
import { PAGE_TARGETS } from '../support/fuzz/targets-page.ts';

fuzzTests('what answers in place of a gateway', PAGE_TARGETS);
