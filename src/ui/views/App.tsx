import { Box, Static, useInput, useStdin } from 'ink';
import { type ReactElement, useEffect } from 'react';
import { browseFrame } from '../browse/frame.ts';
import type { Keys } from '../browse/keys.ts';
import { type Display, DisplayContext } from '../display.ts';
import { liveFrame } from '../live-frame.ts';
import { printedLines } from '../printed-lines.ts';
import type { Printed, UiState } from '../state.ts';
import { Lines } from './Lines.tsx';

export interface FrameProps {
  state: UiState;
  display: Display;
}

export interface AppProps extends FrameProps {
  onKey: (input: string, key: Keys) => void;
  /** Called when key input is active; without raw mode, when the view is mounted. */
  onListening: () => void;
  /** Called when the view is unmounted, for any reason. */
  onGone: () => void;
}

/** Printed pages, which Ink writes once, above the live frame. */
export function App({ state, display, onKey, onListening, onGone }: AppProps): ReactElement {
  const { isRawModeSupported } = useStdin();
  // Raw mode while the view is mounted: typed text must not break the frame.
  useInput(onKey, { isActive: isRawModeSupported === true });
  // Effects run in order: this one runs after the effect that starts key input.
  useEffect(() => {
    onListening();
    return onGone;
  }, [onListening, onGone]);
  return (
    <DisplayContext value={display}>
      <Static items={[...state.printed]}>
        {(printed: Printed, index) => (
          <Box key={index} flexDirection="column" width={display.columns}>
            <Lines lines={printedLines(printed, index === 0, display)} single={false} />
          </Box>
        )}
      </Static>
      <Frame state={state} display={display} />
    </DisplayContext>
  );
}

/** The part that is redrawn: the report browser, or the running steps. */
export function Frame({ state, display }: FrameProps): ReactElement {
  return (
    <DisplayContext value={display}>
      {state.browse === null ? (
        <Live state={state} display={display} />
      ) : (
        <Lines lines={browseFrame(state, display).rows} single />
      )}
    </DisplayContext>
  );
}

function Live({ state, display }: FrameProps): ReactElement {
  const { header, body, footer } = liveFrame(state, display);
  return (
    <Box flexDirection="column" width={display.columns}>
      <Lines lines={[...header, ...body, ...footer]} single />
    </Box>
  );
}
