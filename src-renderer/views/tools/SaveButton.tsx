import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { MediaType } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { DoneButton } from '../../components/DoneButton.tsx';

export interface Media {
  type: 'image' | 'audio';
  mimeType: MediaType;
  data: string;
}

/** Saves to a file. Main asks for the path, as the page has no access to the disk. */
export function SaveButton({ type, mimeType, data }: Media) {
  const t = useTranslations();
  return (
    <DoneButton
      label={t(`tools.save.${type}`)}
      Icon={Download}
      done={t('action.saved')}
      act={() => request('app:save-media', { mimeType, data })}
    />
  );
}
