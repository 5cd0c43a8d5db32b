import { memo } from 'react';
import { useTranslations } from 'use-intl';
import type { ToolView } from '../../../src-preload/contract.ts';
import css from './tools.module.css';

interface Props {
  tool: ToolView;
  chosen: boolean;
  reachable: boolean;
  index: number;
  onChoose: (name: string) => void;
}

/** Memoized, so that a change renders only its own row. */
export const ToolRow = memo(function ToolRow({ tool, chosen, reachable, index, onChoose }: Props) {
  const t = useTranslations('tools');
  const name = tool.shownName ?? tool.name;
  const mark = markOf(tool);
  return (
    <button
      type="button"
      className={css['tool']}
      data-tool-row
      data-index={index}
      aria-current={chosen ? 'true' : undefined}
      tabIndex={reachable ? 0 : -1}
      title={name}
      onClick={() => onChoose(tool.name)}
    >
      <span>{tool.title ?? name}</span>
      {mark && <span className={css['toolMark']}>{t(mark)}</span>}
    </button>
  );
});

/** The mark in a row's second line. */
export function markOf({ annotations: { readOnly, destructive } }: ToolView): 'readOnly' | 'destructive' | undefined {
  return readOnly ? 'readOnly' : destructive ? 'destructive' : undefined;
}
