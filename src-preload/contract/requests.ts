import type { ActivityRequests } from './activity.ts';
import type { AgentDoctorRequests } from './agent-doctor.ts';
import type { AppRequests } from './app.ts';
import type { AuthorityRequests } from './authority.ts';
import type { CommandPathRequests } from './command-path.ts';
import type { ConnectionRequests } from './connection.ts';
import type { ElicitationRequests } from './elicitation.ts';
import type { ForwardingRequests } from './forwarding.ts';
import type { HistoryRequests } from './history.ts';
import type { HostsRequests } from './hosts.ts';
import type { LockRequests } from './lock.ts';
import type { OfferRequests } from './offer.ts';
import type { OriginRequests } from './origin.ts';
import type { PageRequests } from './page.ts';
import type { PeopleRequests } from './people.ts';
import type { PreferenceRequests } from './preferences.ts';
import type { ProgramRequests } from './program.ts';
import type { ReportRequests } from './report.ts';
import type { PromptRequests } from './prompt.ts';
import type { ResourceRequests } from './resource.ts';
import type { LogRequests } from './server-log.ts';
import type { ServerRequests } from './server.ts';
import type { ToolInputRequests } from './tool-input.ts';
import type { ToolRequests } from './tool.ts';
import type { TransferRequests } from './transfer.ts';
import type { UpdateRequests } from './update.ts';
import type { WiringRequests } from './wiring.ts';

/** All requests: channel name to input and output. Every call gets a `Result`. */
export interface Requests
  extends
    AppRequests,
    PageRequests,
    ServerRequests,
    ConnectionRequests,
    ToolRequests,
    OfferRequests,
    ResourceRequests,
    PromptRequests,
    LogRequests,
    ElicitationRequests,
    ToolInputRequests,
    PeopleRequests,
    ActivityRequests,
    HistoryRequests,
    TransferRequests,
    OriginRequests,
    HostsRequests,
    AuthorityRequests,
    PreferenceRequests,
    LockRequests,
    ProgramRequests,
    AgentDoctorRequests,
    UpdateRequests,
    ReportRequests,
    WiringRequests,
    ForwardingRequests,
    CommandPathRequests {}

export type RequestName = keyof Requests;
