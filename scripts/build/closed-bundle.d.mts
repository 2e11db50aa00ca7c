import type { Plugin } from 'esbuild';

export declare const CLOSED_REQUIRE: string;
export declare const closedBundle: Plugin;
