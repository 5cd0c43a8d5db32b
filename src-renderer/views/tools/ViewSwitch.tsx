import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { ResultView } from '../../stores/result-view.ts';
import css from './tools.module.css';

interface Props {
  views: readonly ResultView[];
  view: ResultView;
  onChoose: (view: ResultView) => void;
}

/** Switches between the ways in which a part of a result can be shown. */
export function ViewSwitch({ views, view, onChoose }: Props) {
  const t = useTranslations('tools.resultView');
  const name = useId();
  return (
    <div className={css['switch']} role="radiogroup" aria-label={t('label')}>
      {views.map((one) => (
        <label key={one}>
          <input type="radio" name={name} checked={view === one} onChange={() => onChoose(one)} />
          <span>{t(one)}</span>
        </label>
      ))}
    </div>
  );
}
