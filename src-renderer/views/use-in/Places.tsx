import { useTranslations } from 'use-intl';
import type { ServerView, WiringPlace } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import type { MadeChange, WantedChange } from './changes.ts';
import { PlaceRow } from './PlaceRow.tsx';
import css from './use-in.module.css';

interface Props {
  server: ServerView;
  places: readonly WiringPlace[];
  onWant: (change: WantedChange) => void;
  onUndone: (made: MadeChange) => void;
}

/** The programs of this computer, and folded those that were not found. */
export function Places({ server, places, onWant, onUndone }: Props) {
  const t = useTranslations('useIn');
  const isHere = ({ isInstalled, state }: WiringPlace) => isInstalled || state !== 'absent';
  const here = places.filter(isHere);
  const others = places.filter((place) => !isHere(place));
  const rows = (some: readonly WiringPlace[]) =>
    some.map((place) => (
      <PlaceRow key={place.program} server={server} place={place} onWant={onWant} onUndone={onUndone} />
    ));
  return (
    <>
      <p>{t('how', { server: server.name })}</p>
      {here.length === 0 && <p className={shared['hint']}>{t('noneHere')}</p>}
      <ul className={css['places']} aria-label={t('here')}>
        {rows(here)}
      </ul>
      {others.length > 0 && (
        <details className={css['others']}>
          <summary>{t('notHere', { count: others.length })}</summary>
          <ul className={css['places']}>{rows(others)}</ul>
        </details>
      )}
    </>
  );
}
