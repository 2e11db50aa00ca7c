import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { PathState } from '../../report/facts/paths.ts';
import { useDisplay } from '../display.ts';
import { pathLines } from '../path-lines.ts';
import { Lines, line } from './Lines.tsx';

/** The complete results of all gateways' routes. */
export function PathView({
  paths,
  part,
}: {
  paths: readonly PathState[];
  part: 'audit' | 'change';
}): ReactElement {
  const display = useDisplay();
  return (
    <Box flexDirection="column" rowGap={1}>
      {paths.map((path) => {
        const untouched = path.checks.length === 0 && path.verdict === null;
        const lines = untouched
          ? [line(0, display.texts.words('path.not-checked', { gateway: path.gateway }))]
          : pathLines(path, part, display);
        return <Lines key={`${path.gateway} ${path.stores}`} lines={lines} single={false} />;
      })}
    </Box>
  );
}
