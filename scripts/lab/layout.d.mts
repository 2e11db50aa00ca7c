/** Types of layout.mjs. */

export declare const VERSIONS: {
  readonly powershell: string;
  readonly runtime: string;
  readonly node: string;
  readonly dotnetSdkMajor: number;
  readonly framework: string;
  readonly pester: string;
};
export declare const REPO: string;
export declare const CLI: string;
export declare const LAB_CLI: string;
export declare const LAB_KEPT: string;
export declare const INSIDE: { readonly node: string; readonly pwsh: string; readonly reg: string };

export interface Layout {
  readonly dir: string;
  readonly tools: string;
  readonly powershell: string;
  readonly pwsh: string;
  readonly nuget: string;
  readonly runtime: string;
  readonly frameworkProject: string;
  readonly framework: string;
  readonly pester: string;
  readonly npm: string;
  readonly template: string;
  readonly computers: string;
  readonly stamps: string;
  readonly lock: string;
}

export declare function labOf(prefix: string): string;
export declare function layoutOf(dir?: string): Layout;
export declare function windowsPath(unixPath: string): string;
