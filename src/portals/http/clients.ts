// Asks the core about the certificates that clients show: in turn by place, within a time, and what cannot be answered is a no.

import { type Clock, limits } from '#base';
import type { CertificateVerdictLine } from '../../../apps/core/portal-protocol.ts';
import type { CoreLine } from '../line/core-line.ts';
import { Turns } from '../line/turns.ts';
import { placeOf } from './connections.ts';
import type { JudgeClient } from './handshake.ts';

const notJudged: CertificateVerdictLine = { accepted: false, fingerprint: '', why: 'it could not be judged in time' };

export function askAboutClients(line: CoreLine, clock: Clock): JudgeClient {
  const turns = new Turns(clock);
  return async (chain, address) => {
    const turn = await turns.take(placeOf(address));
    if (!turn.ok) return notJudged;
    const late = new AbortController();
    const cancel = clock.after(limits.portals.clientVerdictMs, () => late.abort());
    try {
      const params = { chain: chain.map((der) => der.toString('base64')) };
      const from = { address, agent: '' };
      const answer = await line.ask('certificate.check', params, { from }, { signal: late.signal });
      return answer.ok ? answer.value : notJudged;
    } finally {
      cancel();
      turn.value();
    }
  };
}
