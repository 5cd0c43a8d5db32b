import { CircleCheck } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ServerView, WiringPlace } from '../../../src-preload/contract.ts';
import type { MadeChange } from './changes.ts';
import { UndoButton } from './UndoButton.tsx';
import css from './use-in.module.css';

interface Props {
  server: ServerView;
  made: MadeChange;
  places: readonly WiringPlace[];
  onUndone: (made: MadeChange) => void;
}

/** What was changed just now, what the user has to do for it, and how to undo it. */
export function ChangeMade({ server, made, places, onUndone }: Props) {
  const t = useTranslations('useIn');
  const { kind, program, name, needsRestart } = made;
  const values = { program: name, server: server.name };
  const place = places.find((one) => one.program === program);
  return (
    <div className={css['made']}>
      <CircleCheck size={15} aria-hidden />
      <p>
        <strong>{t(`made.${kind}`, values)}</strong> {needsRestart && t('startAgain', values)}
      </p>
      {kind !== 'undone' && place?.isUndoable && <UndoButton server={server} place={place} onUndone={onUndone} />}
    </div>
  );
}
