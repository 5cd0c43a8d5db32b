import { create } from 'zustand';

/** How a part of a result is shown. */
export type ResultView = 'table' | 'tree' | 'raw' | 'markdown';

interface ResultViews {
  /** The last choice for what is JSON, if there was one. */
  json: 'table' | 'tree' | 'raw' | undefined;
  /** The same for text. */
  text: 'raw' | 'markdown';
}

export const useResultView = create<ResultViews>(() => ({ json: undefined, text: 'raw' }));

export function chooseResultView(kind: 'json' | 'text', view: ResultView): void {
  useResultView.setState({ [kind]: view });
}
