import { fuzzTests } from '../support/fuzz/suite.ts';
import { EVIDENCE_TARGETS } from '../support/fuzz/targets-evidence.ts';

fuzzTests('what machines tell of VPN trouble', EVIDENCE_TARGETS);
