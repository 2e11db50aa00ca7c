export interface Row {
  name: string;
  runs: number;
  median: number;
  q1: number;
  q3: number;
  baseline?: number;
  aim?: number;
}

export interface Part {
  title: string;
  baseline: string | null;
  rows: Row[];
  besides: Row[];
  notes?: string[];
  skipped?: string;
}
