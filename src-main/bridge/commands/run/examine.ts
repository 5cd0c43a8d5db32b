import type { AgentCheck, AgentReport } from '../../../../src-preload/contract/agent-doctor.ts';
import { isJson, printJson, type Command } from '../command.ts';
import { CommandEnd, filled } from '../command-words.ts';
import { mayRun } from '../consent.ts';
import { programOf, targetOf } from '../target.ts';
import type { Target } from '../../listener/choose-target.ts';
import { mendingOf } from './mending.ts';

/**
 * Why a server does not work in a program: what the window's doctor finds, each finding with one command that mends it.
 * The command fails where something was found.
 */
export async function examine(command: Command, programName: string, serverName: string): Promise<void> {
  const { parts, line, terminal } = command;
  const program = programOf(command, programName);
  const target = targetOf(command, serverName);
  await mayRun(command);
  const { agentDoctor } = parts;
  if (line.options.repair === true) await agentDoctor.repair();
  const report = await agentDoctor.examine(target.session, program, target.server.id);
  const isGood = report.checks.every(({ state }) => state !== 'bad');
  if (isJson(command)) {
    await printJson(command, viewOf(command, target, report, isGood));
  } else {
    for (const check of report.checks) await printCheck(command, target, report, check);
    const { found, nothingFound } = parts.words().agentDoctor;
    await terminal.print(filled(isGood ? nothingFound : found, { program: report.name, server: target.server.name }));
  }
  if (!isGood) throw new CommandEnd('failed', '');
}

function viewOf(command: Command, target: Target, report: AgentReport, ok: boolean) {
  const { program, name, checks } = report;
  return {
    program,
    name,
    server: target.alias,
    ok,
    checks: checks.map(({ remedy, ...check }) => ({
      ...check,
      command: mendingOf(command, target, report, { ...check, remedy })?.command ?? null,
    })),
  };
}

const signs = { good: '+', bad: '-', unknown: '?' } as const;

async function printCheck(command: Command, target: Target, report: AgentReport, check: AgentCheck): Promise<void> {
  const { terminal, parts } = command;
  const { agentDoctor } = parts.words();
  const { name, state, finding, values, at } = check;
  const named = { ...values, program: report.name, server: target.server.name, when: at === null ? '' : timeOf(at) };
  await terminal.print(`${signs[state]} ${agentDoctor.check[name]}: ${filled(agentDoctor.finding[finding], named)}`);
  if (values['path'] !== undefined) await terminal.print(`  ${values['path']}`);
  const mending = mendingOf(command, target, report, check);
  if (mending) await terminal.print(`  ${mending.words}`);
}

/** The computer's own time, in the same order in every language: `2026-11-30 09:05`. */
function timeOf(at: number): string {
  const time = new Date(at);
  return new Date(at - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16).replace('T', ' ');
}
