import { useTranslations } from 'use-intl';
import { KeyFields, type TypedKey } from '../../components/KeyFields.tsx';
import shared from '../../shared.module.css';
import type { Draft } from '../../stores/draft.ts';
import { useKeyWords } from '../../words/use-key-words.ts';
import { Choice } from '../settings/Choice.tsx';
import type { DraftFaults } from '../settings/draft-faults.ts';
import { TextField } from '../settings/TextField.tsx';

interface Props {
  draft: Draft;
  faults: DraftFaults;
  onDraft: (change: Partial<Draft>) => void;
  value: TypedKey;
  onChange: (value: TypedKey) => void;
  tried: boolean;
}

/** The fields of a key, for a server that wants a sign-in and says nothing about one. */
export function KeyOffer({ draft, faults, onDraft, value, onChange, tried }: Props) {
  const t = useTranslations();
  return (
    <section className={shared['form']} aria-label={t('key.wanted')}>
      <KeyFields place={draft.keyPlace} value={value} onChange={onChange} tried={tried} />
      <Choice
        label={t('settings.keyPlace.label')}
        help={t('settings.keyPlace.help')}
        value={draft.keyPlace}
        options={useKeyWords()}
        onChoose={(keyPlace) => onDraft({ keyPlace })}
      />
      {draft.keyPlace === 'header' && (
        <TextField name="keyHeader" placeholder="X-API-Key" draft={draft} faults={faults} onChange={onDraft} />
      )}
    </section>
  );
}
