import { fuzzTests } from '../support/fuzz/suite.ts';
import { REVOCATION_TARGETS } from '../support/fuzz/targets-revocation.ts';

fuzzTests('what revocation servers send', REVOCATION_TARGETS);
