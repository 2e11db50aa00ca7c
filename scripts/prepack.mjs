// Run by npm before `npm pack` and `npm publish`: a fresh clone has no dist/, and a stale one must not be published.
// What is up to date stays as it is, so that nothing changes under a program that runs from it.
import { prepare } from './prepare.mjs';

prepare();
