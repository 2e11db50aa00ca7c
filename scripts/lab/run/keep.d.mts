/** Types of keep.mjs; what each thing does is stated there. */
export interface Kept {
  ask(call: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export interface End {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export declare function keep(process: {
  readonly name: string;
  readonly start: (port: number) => Promise<End>;
  readonly kill: () => void;
}): Promise<Kept>;
