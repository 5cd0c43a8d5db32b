import { CircleX } from 'lucide-react';
import type { ErrorView, ServerView } from '../../src-preload/contract.ts';
import { useCountedDown } from '../hooks/use-counted-down.ts';
import shared from '../shared.module.css';
import { useErrorWords } from '../words/use-error-words.ts';
import { CopyRedirect } from './CopyRedirect.tsx';
import { RemedyButton } from './RemedyButton.tsx';
import { ServerWords } from './ServerWords.tsx';

interface Props {
  error: ErrorView;
  /** When a server that is busy asked to be tried again. */
  until?: number | undefined;
  server?: Pick<ServerView, 'name' | 'host'> & { id?: string; url?: string };
  onRetry?: () => void;
  onEditAddress?: () => void;
  onUseAddress?: (address: string) => void;
  onEditSettings?: () => void;
  onReview?: (() => void) | undefined;
}

/** An error next to its cause: what went wrong, what to do, and a button for it. */
export function ErrorNote({ error, until, server, ...places }: Props) {
  const { what, next } = useErrorWords()(useCountedDown(error, until), server);
  // Read out once, and not again each second.
  const live = error.code === 'busy' ? 'off' : undefined;
  return (
    <div className={shared['error']} role="alert">
      <CircleX size={15} aria-hidden />
      <div>
        <p aria-live={live}>
          <strong>{what}</strong> {next}
        </p>
        {error.serverText && (
          <ServerWords from={server?.name ?? String(error.values['host'] ?? '')} text={error.serverText} />
        )}
        <RemedyButton error={error} serverId={server?.id} url={server?.url} {...places} />
        <CopyRedirect error={error} />
      </div>
    </div>
  );
}
