// The requirements of the SRG for session managers (EVVM Session Management, prefix SRG-NET-), said honestly. Its law: "met" names
// the check that looked; what nothing can look at while the system runs is not met, or for a person to show, with the reason.

import type { Profile } from '../line.ts';
import { access } from './srg/access.ts';
import { calls } from './srg/calls.ts';
import { identities } from './srg/identities.ts';
import { platform } from './srg/platform.ts';
import { recording } from './srg/recording.ts';
import { linesOf } from './srg/rule.ts';

export const sessionManagementSrg: Profile = {
  id: 'session-management-srg',
  title: 'Session management SRG',
  lines: [access, recording, identities, calls, platform].flat().flatMap(linesOf),
};
