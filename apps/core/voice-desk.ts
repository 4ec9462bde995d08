// The system's own phone joined to calls and to the configuration: which service answers at which number.

import type { Clock, Log } from '#base';
import { type CallServer, numbering, type ServiceKind, serviceNumbers } from '#calls';
import type { OpenSession } from '#media';
import { type OpenOwnSession, Voice, type VoiceService } from '#voice';
import type { House } from './house.ts';

export interface VoiceDeskOptions {
  readonly house: Pick<House, 'administration'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly session: OpenOwnSession;
  /** Made after the phone, whose ways it is given. */
  readonly calls: () => CallServer;
}

export class VoiceDesk {
  readonly voice: Voice;
  readonly #options: VoiceDeskOptions;
  readonly #services = new Map<ServiceKind, VoiceService>();

  constructor(options: VoiceDeskOptions) {
    const { clock, log, calls, house } = options;
    const { administration } = house;
    this.#options = options;
    this.voice = new Voice({
      ...{ clock, log },
      session: (open: OpenSession) => options.session(open),
      toCalls: (message, flow) => calls().receive(message, flow),
      serviceAt: (number) => this.#at(number),
      callerNow: (id, service) => calls().talkingWith(id, service),
      intercomCode: () => administration.configuration.single(numbering).intercom,
      addressTowards: (number) => calls().seatOf(number)?.bindings.at(-1)?.flow.localAddress ?? '127.0.0.1',
    });
  }

  /** From now on calls to numbers of this kind are this service's. */
  serve(kind: ServiceKind, service: VoiceService): void {
    this.#services.set(kind, service);
  }

  /** The numbers as they are configured, and each change of them from now on. */
  follow(): void {
    const { administration } = this.#options.house;
    const { services } = this.#options.calls();
    for (const record of administration.configuration.records(serviceNumbers).values()) services.set(record);
    administration.onChange(serviceNumbers, ({ key, after }) => {
      if (after === undefined) services.remove(key);
      else services.set(after);
    });
  }

  close(): Promise<void> {
    return this.voice.close();
  }

  #at(number: string): VoiceService | undefined {
    const record = this.#options.house.administration.configuration.records(serviceNumbers).get(number);
    return record?.enabled === true ? this.#services.get(record.kind) : undefined;
  }
}
