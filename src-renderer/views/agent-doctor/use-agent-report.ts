import { useEffect, useMemo, useState } from 'react';
import type { AgentReport, ErrorView, ProgramId, Requests } from '../../../src-preload/contract.ts';
import { listen, request } from '../../bridge.ts';

interface Answered {
  asked: Requests['doctor:agent']['input'] | null;
  report: AgentReport | null;
  error: ErrorView | null;
}

/** What the doctor for agents finds, looked up again when something that it looks at has changed. */
export function useAgentReport(program: ProgramId | undefined, serverId: string) {
  const [round, setRound] = useState(0);
  const [answered, setAnswered] = useState<Answered | null>(null);
  useEffect(() => {
    const look = () => setRound((before) => before + 1);
    const stops = [
      listen('wiring:changed', look),
      listen('programs:changed', look),
      listen('servers:changed', (server) => server.id === serverId && look()),
    ];
    return () => stops.forEach((stop) => stop());
  }, [serverId]);
  const asked = useMemo(
    // A number that is not sent makes it another question.
    () => (program === undefined ? null : { round, input: { program, serverId } }),
    [program, serverId, round],
  );
  useEffect(() => {
    if (!asked) return undefined;
    let isCurrent = true;
    void request('doctor:agent', asked.input).then((result) => {
      if (!isCurrent) return;
      setAnswered(
        result.ok
          ? { asked: asked.input, report: result.value, error: null }
          : { asked: asked.input, report: null, error: result.error },
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [asked]);
  const isLooking = answered?.asked !== asked?.input;
  const report = answered?.report ?? null;
  return {
    // That of another program would be read as this one's.
    report: report?.program === program ? report : null,
    error: isLooking ? null : (answered?.error ?? null),
    isLooking,
    look: () => setRound(round + 1),
  };
}
