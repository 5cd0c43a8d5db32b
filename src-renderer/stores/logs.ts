import { create } from 'zustand';
import type { Events, LogLevel, LogView, Result } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

/** As many as the main process keeps. */
const mostEntries = 500;

/** The messages of each server whose log was opened. */
export const useLogs = create<Record<string, LogView>>(() => ({}));

export async function loadLog(serverId: string): Promise<void> {
  const result = await request('logs:list', { serverId });
  if (result.ok) useLogs.setState({ [serverId]: result.value });
}

/** Ignored for a log that was not opened: it is read whole then. */
export function noteLogged({ serverId, entry }: Events['logs:added']): void {
  const log = useLogs.getState()[serverId];
  if (!log || log.entries.some(({ id }) => id === entry.id)) return;
  useLogs.setState({ [serverId]: { ...log, entries: [...log.entries, entry].slice(-mostEntries) } });
}

export async function setLogLevel(serverId: string, level: LogLevel): Promise<Result<null>> {
  const log = useLogs.getState()[serverId];
  if (log) useLogs.setState({ [serverId]: { ...log, level } });
  return request('logs:set-level', { serverId, level });
}

export async function clearLog(serverId: string): Promise<Result<null>> {
  const result = await request('logs:clear', { serverId });
  const log = useLogs.getState()[serverId];
  if (result.ok && log) useLogs.setState({ [serverId]: { ...log, entries: [] } });
  return result;
}

export function forgetLogs(): void {
  useLogs.setState({}, true);
}
