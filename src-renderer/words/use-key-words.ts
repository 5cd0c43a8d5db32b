import { useTranslations } from 'use-intl';
import { keyPlaces, type KeyPlace } from '../../src-preload/contract/grant.ts';

/** What is sent, which is the same in every language. */
const samples: Partial<Record<KeyPlace, string>> = {
  bearer: 'Authorization: Bearer …',
  authorization: 'Authorization: …',
};

/** The ways to send a key, with a label for each. */
export function useKeyWords(): readonly (readonly [KeyPlace, string])[] {
  const t = useTranslations('settings.keyPlace');
  return keyPlaces.map((place) => [place, t(place, { sample: samples[place] ?? '' })]);
}
