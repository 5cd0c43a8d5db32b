import { useTranslations } from 'use-intl';
import type { ErrorView } from '../../src-preload/contract.ts';
import { CopyButton } from './CopyButton.tsx';

/** Copies the return address that an error tells the user to register. Renders nothing for other errors. */
export function CopyRedirect({ error }: { error: ErrorView }) {
  const t = useTranslations('action');
  const { redirectUri } = error.values;
  return typeof redirectUri === 'string' && <CopyButton label={t('copyRedirect')} text={() => redirectUri} />;
}
