import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { InputView } from '../../stores/tool-calls.ts';
import css from './tools.module.css';

interface Props {
  view: InputView;
  onChoose: (view: InputView) => void;
}

const views = ['form', 'json'] as const;

/** Switches a tool's input between form and JSON. */
export function InputSwitch({ view, onChoose }: Props) {
  const t = useTranslations('tools.view');
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
