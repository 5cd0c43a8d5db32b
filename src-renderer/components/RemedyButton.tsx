import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ErrorView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { signIn, useSignIns } from '../stores/sign-ins.ts';
import { closeDialog, openDialog, select } from '../stores/window.ts';

interface Props {
  error: ErrorView;
  serverId?: string | undefined;
  /** The address that a person typed: only that one can be allowed, wherever the server leads. */
  url?: string | undefined;
  /** What "Try again" and "Change the address" mean where the error stands. */
  onRetry?: (() => void) | undefined;
  onEditAddress?: (() => void) | undefined;
  /** Looks at what a call wants, where the error is of one; else it is what the server wants. */
  onReview?: (() => void) | undefined;
  variant?: 'filled' | 'default';
}

/** The one click that may mend an error. Nothing is drawn where no click would. */
export function RemedyButton({ error, serverId, url, onRetry, onEditAddress, onReview, variant = 'default' }: Props) {
  const t = useTranslations('remedy');
  const asking = useSignIns((state) => serverId !== undefined && state.asking[serverId] === true);
  const act = useAct({ error, serverId, url, onRetry, onEditAddress, onReview });
  if (!error.remedy || !act) return null;
  const server = String(error.values['server'] ?? error.values['host'] ?? '');
  return (
    <Button variant={variant} onClick={act} loading={asking}>
      {t(error.remedy, { server })}
    </Button>
  );
}

function useAct({ error, serverId, url, onRetry, onEditAddress, onReview }: Omit<Props, 'variant'>) {
  const withServer = (act: (id: string) => void) => (serverId === undefined ? undefined : () => act(serverId));
  switch (error.remedy) {
    case 'retry':
      return onRetry ?? withServer((id) => void signIn(id));
    case 'sign_in':
      return withServer((id) => void signIn(id));
    case 'use_loopback':
      return withServer((id) => void signIn(id, { returnPath: 'loopback' }));
    case 'register_again':
      return withServer((id) => void signIn(id, { registerAgain: true }));
    case 'edit_address':
      return onEditAddress ?? withServer((id) => openDialog({ kind: 'address', serverId: id }));
    case 'edit_settings':
      return withServer((id) => select(id, 'settings'));
    case 'open_existing': {
      const existing = error.values['serverId'];
      if (typeof existing !== 'string') return undefined;
      return () => {
        closeDialog();
        select(existing);
      };
    }
    case 'allow_address': {
      const { origin } = error.values;
      if (typeof origin !== 'string' || !isAt(url, origin)) return undefined;
      const again = onRetry ?? withServer((id) => void signIn(id));
      return () => void allow(origin).then((allowed) => allowed && again?.());
    }
    case 'review_access':
      return onReview ?? withServer((id) => openDialog({ kind: 'review', serverId: id }));
    case undefined:
      return undefined;
  }
}

/** The question is the main process's. */
async function allow(origin: string): Promise<boolean> {
  const result = await request('origins:allow', { url: origin });
  return result.ok && result.value.allowed;
}

function isAt(url: string | undefined, origin: string): boolean {
  const typed = url === undefined || url.includes('://') ? url : `https://${url}`;
  return typed !== undefined && URL.canParse(typed) && new URL(typed).origin === origin;
}
