import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ServerView, WiringPlace } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { useErrorWords } from '../../words/use-error-words.ts';
import { stateTone, useWiringWords } from '../../words/use-wiring-words.ts';
import type { MadeChange, WantedChange } from './changes.ts';
import { UndoButton } from './UndoButton.tsx';
import css from './use-in.module.css';

interface Props {
  server: ServerView;
  place: WiringPlace;
  onWant: (change: WantedChange) => void;
  onUndone: (made: MadeChange) => void;
}

/** What adds the entry, by what is in the file now. */
const acts = { absent: 'add', replaceable: 'replace', vanished: 'putBack' } as const;

/** A program with what its settings have for the server, and what changes that. */
export function PlaceRow({ server, place, onWant, onUndone }: Props) {
  const t = useTranslations('useIn');
  const words = useWiringWords();
  const errorWords = useErrorWords();
  const { program, name, path, state, isUndoable, problem } = place;
  const refused = problem && errorWords(problem, server);
  const act = state in acts ? acts[state as keyof typeof acts] : undefined;
  const want = (isRemoval: boolean) => () => onWant({ program, isRemoval });
  return (
    <li className={css['place']} data-program={program}>
      <div>
        <p className={css['name']}>{name}</p>
        <p data-tone={stateTone[state]}>{refused ? `${refused.what} ${refused.next ?? ''}` : words.state(place)}</p>
        {path !== null && <p className={`${shared['hint']} ${shared['mono']}`}>{path}</p>}
      </div>
      {act && path !== null && (
        <Button
          variant={act === 'putBack' ? 'filled' : 'default'}
          aria-label={t(`${act}In`, { program: name, server: server.name })}
          onClick={want(false)}
        >
          {t(act)}
        </Button>
      )}
      {isUndoable && <UndoButton server={server} place={place} onUndone={onUndone} />}
      {state === 'wired' && (
        <Button
          variant="subtle"
          color="gray"
          aria-label={t('removeIn', { program: name, server: server.name })}
          onClick={want(true)}
        >
          {t('remove')}
        </Button>
      )}
    </li>
  );
}
