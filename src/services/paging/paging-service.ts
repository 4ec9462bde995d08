// The service paging: one person is heard from the phones of a zone, and nobody hears the rooms. Its law: a phone is called only where both
// classes of service allow it, and no phone that has answered outlives the page.

import { type Clock, limits, type Result } from '#base';
import type { AuditFact } from '#records';
import type { Dialling, VoiceCall, VoiceService } from '#voice';
import type { PageZone } from './page-zones.form.ts';

/** What calls somebody in the system's own name. */
export interface Dialler {
  dial(dialling: Dialling): Promise<Result<VoiceCall>>;
}

export interface PagingOptions {
  readonly clock: Clock;
  readonly dialler: Dialler;
  /** The zone that is reached at a service number now. */
  recordAt(number: string): PageZone | undefined;
  /** Has the class of service of an extension Paging, now? */
  mayPage(extension: string): boolean;
  /** Is a phone of theirs there, free, and of a class that lets it answer by itself? */
  mayBePaged(extension: string): boolean;
  note(fact: AuditFact): void;
}

const forbidden = 403;
const notHere = 480;
const busy = 486;
const quietly = { stopOn: '' } as const;
const spoken = { isMuted: true, isDeaf: false } as const;
const speaks = { isMuted: false, isDeaf: true } as const;
const tone = { toneHz: 1_000, ms: 250 } as const;

/** One page that goes on. */
interface Page {
  readonly call: VoiceCall;
  readonly zone: PageZone;
  readonly room: string;
  readonly members: Set<VoiceCall>;
  isOver: boolean;
}

export class PagingService implements VoiceService {
  readonly #options: PagingOptions;
  /** By zone: one at a time in each. */
  readonly #pages = new Map<string, Page>();

  constructor(options: PagingOptions) {
    this.#options = options;
  }

  together(number: string): string | undefined {
    const name = this.#options.recordAt(number)?.name;
    return name === undefined ? undefined : `page:${name}`;
  }

  async take(call: VoiceCall): Promise<void> {
    const { recordAt, mayPage } = this.#options;
    const zone = recordAt(call.service);
    if (zone === undefined) return call.decline(notHere);
    const { extension } = call.caller;
    if (extension === '' || !mayPage(extension)) return call.decline(forbidden);
    if (this.#pages.has(zone.name) || this.#pages.size >= limits.pages.running) return call.decline(busy);
    const page: Page = { call, zone, room: `page:${zone.name}`, members: new Set(), isOver: false };
    this.#pages.set(zone.name, page);
    call.whenOver(() => this.#end(page));
    try {
      await call.answer();
      await this.#page(page);
    } finally {
      this.#end(page);
    }
  }

  async #page(page: Page): Promise<void> {
    const { call, zone, room } = page;
    const reached = await this.#reach(page);
    this.#note(page, reached);
    if (page.members.size === 0) return void (await call.say(['paging.nobody'], quietly));
    await call.say(['paging.speak', tone], quietly);
    call.join(room, speaks);
    await call.pause(zone.limitSeconds * 1_000);
    call.join(undefined);
    this.#end(page);
    await call.say(['paging.over'], quietly);
  }

  /** Calls all who may be at once, and gives how many were. Who has not answered by itself soon is given up. */
  async #reach(page: Page): Promise<number> {
    const { dialler, mayBePaged } = this.#options;
    const { extension } = page.call.caller;
    const members = page.zone.members.filter((member) => member !== extension && mayBePaged(member));
    await Promise.all(
      members.map(async (number) => {
        const dialling = { service: page.call.service, number, behalf: extension, answersItself: true };
        const answered = await dialler.dial({ ...dialling, patienceMs: limits.pages.answerMs });
        if (answered.ok) this.#answered(page, answered.value);
      }),
    );
    return members.length;
  }

  #answered(page: Page, member: VoiceCall): void {
    if (page.isOver || member.isOver) return member.hangUp();
    page.members.add(member);
    member.whenOver(() => page.members.delete(member));
    member.join(page.room, spoken);
  }

  #end(page: Page): void {
    if (page.isOver) return;
    page.isOver = true;
    this.#pages.delete(page.zone.name);
    for (const member of [...page.members]) member.hangUp();
  }

  /** A page makes microphones of many rooms part of a call, so it is on record who began it. */
  #note({ call, zone, members }: Page, called: number): void {
    const actor = { user: call.caller.extension, sourceIp: '', application: 'SIP', context: 'Paging' };
    const data = `Zone ${zone.name}: ${members.size} of ${zone.members.length} phones, ${called} called`;
    this.#options.note({ level: 'low', actor, action: 'page', data });
  }
}
