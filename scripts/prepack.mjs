// Run by npm before `npm pack` and `npm publish`: builds dist/ again from the sources that are there, so that nothing
// else ships, whatever dist/ held.
import { prepare } from './prepare.mjs';

prepare({ rebuild: true });
