import type { Requests } from '../../src-preload/contract.ts';
import type { Area } from './area.ts';
import { activity } from './areas/activity.ts';
import { agentDoctor } from './areas/agent-doctor.ts';
import { app } from './areas/app.ts';
import { authorities } from './areas/authorities.ts';
import { commandPath } from './areas/command-path.ts';
import { connections } from './areas/connections.ts';
import { desktop } from './areas/desktop.ts';
import { elicitation } from './areas/elicitation.ts';
import { forwardings } from './areas/forwardings.ts';
import { history } from './areas/history.ts';
import { hosts } from './areas/hosts.ts';
import { lock } from './areas/lock.ts';
import { logs } from './areas/logs.ts';
import { offer } from './areas/offer.ts';
import { origins } from './areas/origins.ts';
import { page } from './areas/page.ts';
import { people } from './areas/people.ts';
import { programs } from './areas/programs.ts';
import { reports } from './areas/reports.ts';
import { prompts } from './areas/prompts.ts';
import { resources } from './areas/resources.ts';
import { servers } from './areas/servers.ts';
import { toolInputs } from './areas/tool-inputs.ts';
import { tools } from './areas/tools.ts';
import { transfer } from './areas/transfer.ts';
import { updates } from './areas/updates.ts';
import { wiring } from './areas/wiring.ts';

export type Answers = Area<Requests>;

/** The handlers of all requests in the contract. */
export const answers: Answers = {
  ...app,
  ...page,
  ...servers,
  ...connections,
  ...tools,
  ...offer,
  ...resources,
  ...prompts,
  ...logs,
  ...elicitation,
  ...toolInputs,
  ...people,
  ...activity,
  ...history,
  ...transfer,
  ...origins,
  ...hosts,
  ...authorities,
  ...desktop,
  ...updates,
  ...reports,
  ...lock,
  ...programs,
  ...wiring,
  ...forwardings,
  ...agentDoctor,
  ...commandPath,
};
