import type { ToolProgressView } from '../../src-preload/contract.ts';
import { cleanText } from '../base/clean-text.ts';

/** What a server says of how far a call is. MCP 2025-11-25, progress. */
interface Reported {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}

/** How often a window hears of one call at most, in milliseconds. */
const every = 250;
const longestMessage = 200;

/**
 * Passes on how far a call is: at once, then at most every 250 ms, and the newest last, however often the server says it.
 * Nothing after `stop`.
 */
export function passOnProgress(tell: (progress: ToolProgressView) => void) {
  let pause: NodeJS.Timeout | undefined;
  let newest: Reported | undefined;
  const say = () => {
    pause = undefined;
    if (!newest) return;
    tell(progressView(newest));
    newest = undefined;
    pause = setTimeout(say, every).unref();
  };
  return {
    report: (reported: Reported): void => {
      newest = reported;
      if (!pause) say();
    },
    stop: (): void => {
      clearTimeout(pause);
      newest = undefined;
    },
  };
}

/** A total that nothing can be measured by is left out. */
function progressView({ progress, total, message }: Reported): ToolProgressView {
  const words = cleanText(message ?? '', longestMessage);
  return {
    progress,
    ...(total !== undefined && Number.isFinite(total) && total > 0 && { total }),
    ...(words && { message: words }),
  };
}
