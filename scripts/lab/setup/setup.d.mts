/** Types of setup.mjs. */

export declare function whyNotReady(labDir?: string): string | null;
export declare function setUpLab(options?: {
  labDir?: string | undefined;
  log?: (line: string) => void;
}): Promise<void>;
