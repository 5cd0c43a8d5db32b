import type { ToolProgressView } from '../../src-preload/contract.ts';
import { cleanText } from '../base/clean-text.ts';

/** A server's progress notification. MCP 2025-11-25, progress. */
interface Reported {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}

/** The minimum time between two progress messages of a call, in milliseconds. */
const every = 250;
const longestMessage = 200;

/**
 * Forwards a call's progress: the first at once, then at most one per 250 ms, and always the latest. Nothing after
 * `stop`.
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
      // The library's own, in English, while the user is asked something.
      if (reported.message?.startsWith('Fulfilling input required by ')) return;
      newest = reported;
      if (!pause) say();
    },
    stop: (): void => {
      clearTimeout(pause);
      newest = undefined;
    },
  };
}

/** A total that is not a positive number is omitted. */
function progressView({ progress, total, message }: Reported): ToolProgressView {
  const words = cleanText(message ?? '', longestMessage);
  return {
    progress,
    ...(total !== undefined && Number.isFinite(total) && total > 0 && { total }),
    ...(words && { message: words }),
  };
}
