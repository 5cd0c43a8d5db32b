import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import type { ErrorView, RequestName, Remedy, Requests } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { useIsAllowed } from '../hooks/use-is-allowed.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useServers } from '../stores/servers.ts';
import { signIn, useSignIns } from '../stores/sign-ins.ts';
import { closeDialog, openDialog, select } from '../stores/window.ts';
import { useErrorWords } from '../words/use-error-words.ts';

const AllowHosts = lazy(() => import('./AllowHosts.tsx'));

interface Props {
  error: ErrorView;
  serverId?: string | undefined;
  /**
   * The address that the user entered: only that one can be allowed, or for a server of the user's own network the
   * sign-in service that the main process names.
   */
  url?: string | undefined;
  /** The effect of "Try again" and "Change the address" in this place. */
  onRetry?: (() => void) | undefined;
  onEditAddress?: (() => void) | undefined;
  /** Takes over an address of a server that is not saved yet. */
  onUseAddress?: ((address: string) => void) | undefined;
  /** Shows the settings of a server that is not saved yet. */
  onEditSettings?: (() => void) | undefined;
  /** Reviews the scopes that a call needs; without it, those that the server needs. */
  onReview?: (() => void) | undefined;
  variant?: 'filled' | 'default';
}

/** The request that each remedy finally makes; a place can replace some of them. */
const requests: Record<Remedy, RequestName> = {
  retry: 'connections:connect',
  sign_in: 'connections:connect',
  enter_key: 'connections:use-key',
  use_loopback: 'connections:connect',
  register_again: 'connections:connect',
  review_access: 'connections:connect',
  edit_address: 'servers:change-address',
  use_address: 'servers:change-address',
  edit_settings: 'servers:change-settings',
  open_existing: 'servers:list',
  turn_on: 'servers:set-enabled',
  allow_address: 'origins:allow',
  allow_hosts: 'hosts:allow',
};

/** The button that may fix an error. Renders nothing if no button would, or if only an admin may. */
export function RemedyButton({ variant = 'default', ...props }: Props) {
  const { error, serverId } = props;
  const t = useTranslations('remedy');
  const errorWords = useErrorWords();
  const isAllowed = useIsAllowed();
  const server = useServers((state) => (serverId === undefined ? undefined : state.servers[serverId]));
  const signingIn = useSignIns((state) => serverId !== undefined && state.asking[serverId] === true);
  const allowing = useRequest();
  /** Main asks the user for confirmation. */
  const allow = async (input: Requests['origins:allow']['input']) => {
    const result = await allowing.send(() => request('origins:allow', input));
    return result.ok && result.value.allowed;
  };
  const moveTo = async (id: string, url: string) => {
    const result = await allowing.send(() => request('servers:change-address', { serverId: id, url }));
    if (result.ok) void signIn(id);
  };
  const turnOn = async (id: string) => {
    const result = await allowing.send(() => request('servers:set-enabled', { serverId: id, enabled: true }));
    if (result.ok) props.onRetry?.();
  };
  const act = actOf(props, { allow, moveTo, turnOn });
  const { remedy } = error;
  if (!remedy || !act) return null;
  if (remedy === 'allow_hosts' && serverId !== undefined)
    return (
      <Suspense fallback={null}>
        <AllowHosts error={error} serverId={serverId} variant={variant} onAllowed={act} />
      </Suspense>
    );
  const ofPlace: Partial<Record<Remedy, unknown>> = {
    retry: props.onRetry,
    edit_address: props.onEditAddress,
    use_address: props.onUseAddress,
    edit_settings: props.onEditSettings,
  };
  if (!ofPlace[remedy] && !isAllowed(requests[remedy], server)) return null;
  const refused = allowing.error && errorWords(allowing.error);
  const named = String(error.values['server'] ?? error.values['host'] ?? '');
  return (
    <>
      <Button variant={variant} onClick={act} loading={signingIn || allowing.waiting}>
        {t(remedy, { server: named })}
      </Button>
      {refused && (
        <p role="alert">
          <strong>{refused.what}</strong> {refused.next}
        </p>
      )}
    </>
  );
}

/** What a remedy changes before the next try. */
interface Changes {
  allow: (input: Requests['origins:allow']['input']) => Promise<boolean>;
  moveTo: (serverId: string, url: string) => Promise<void>;
  turnOn: (serverId: string) => Promise<void>;
}

function actOf(
  { error, serverId, url, onRetry, onEditAddress, onUseAddress, onEditSettings, onReview }: Omit<Props, 'variant'>,
  { allow, moveTo, turnOn }: Changes,
) {
  const withServer = (act: (id: string) => void) => (serverId === undefined ? undefined : () => act(serverId));
  switch (error.remedy) {
    case 'retry':
      return onRetry ?? withServer((id) => void signIn(id));
    case 'sign_in':
      return withServer((id) => void signIn(id));
    case 'enter_key':
      return withServer((id) => openDialog({ kind: 'key', serverId: id }));
    case 'use_loopback':
      return withServer((id) => void signIn(id, { returnPath: 'loopback' }));
    case 'register_again':
      return withServer((id) => void signIn(id, { registerAgain: true }));
    case 'edit_address':
      return onEditAddress ?? withServer((id) => openDialog({ kind: 'address', serverId: id }));
    case 'use_address': {
      const { address } = error.values;
      if (typeof address !== 'string') return undefined;
      return onUseAddress ? () => onUseAddress(address) : withServer((id) => void moveTo(id, address));
    }
    case 'edit_settings':
      return onEditSettings ?? withServer((id) => select(id, 'settings'));
    case 'open_existing': {
      const existing = error.values['serverId'];
      if (typeof existing !== 'string') return undefined;
      return () => {
        closeDialog();
        select(existing);
      };
    }
    case 'turn_on':
      return withServer((id) => void turnOn(id));
    case 'allow_address': {
      const { origin, forServer } = error.values;
      const forOwn = typeof forServer === 'string' && isAt(url, forServer) ? { forServer } : undefined;
      if (typeof origin !== 'string' || !(forOwn ?? isAt(url, origin))) return undefined;
      const again = onRetry ?? withServer((id) => void signIn(id));
      return () => void allow({ url: origin, ...forOwn }).then((allowed) => allowed && again?.());
    }
    case 'allow_hosts':
      return withServer((id) => void signIn(id));
    case 'review_access':
      return onReview ?? withServer((id) => openDialog({ kind: 'review', serverId: id }));
    case undefined:
      return undefined;
  }
}

function isAt(url: string | undefined, origin: string): boolean {
  const typed = url === undefined || url.includes('://') ? url : `https://${url}`;
  return typed !== undefined && URL.canParse(typed) && new URL(typed).origin === origin;
}
