// How each destination is reached, with the settings as they are at that moment: by mail, by webhook, by syslog over TLS.

import { type Clock, no, ok, type Result, type Secret } from '#base';
import type { Configuration, Form } from '#forms';
import { type HttpFetch, type OutboundTls, SyslogLink, sendMail } from '#outbound';
import { alarmsCodes } from '../alarms.codes.ts';
import { alarmMessage, type Sender } from '../streams/messages.ts';
import { type AlarmDelivery, alarmDelivery } from './alarm-delivery.form.ts';
import type { Send } from './courier.ts';
import { mailOf } from './email.ts';
import { type SyslogReceiver, syslogReceivers } from './syslog-receivers.form.ts';
import { postNotice } from './webhook.ts';

/** What sending needs of the rest of the system. */
export interface Surroundings {
  readonly clock: Clock;
  readonly version: string;
  readonly configuration: () => Configuration;
  /** The clear text of a sealed secret. */
  readonly reveal: (form: Form, key: string, field: string) => Result<Secret>;
  readonly fetch: HttpFetch;
  /** What is demanded of a server; `withDevice`: our device certificate is shown to it. */
  readonly tls: (withDevice: boolean) => OutboundTls;
  readonly mayMailInClear: () => boolean;
  readonly names: () => { readonly system: string; readonly host: string };
}

export class Senders {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get settings(): AlarmDelivery {
    return this.#around.configuration().single(alarmDelivery);
  }

  receivers(): ReadonlyMap<string, SyslogReceiver> {
    return this.#around.configuration().records(syslogReceivers);
  }

  readonly email: Send = async (notices, lost) => {
    const { settings } = this;
    const { clock, tls, mayMailInClear, names } = this.#around;
    if (settings.mailSecurity === 'clear' && !mayMailInClear()) return no(alarmsCodes.refuse('alarms.mail-in-clear'));
    const password = settings.mailPassword ? this.#secret('mailPassword') : undefined;
    if (password?.ok === false) return password;
    const server = {
      ...{ host: settings.mailServer, port: settings.mailPort, security: settings.mailSecurity, tls: tls(false) },
      ...{ user: settings.mailUser, password: password?.value },
    };
    const to = settings.emailRecipients.split('\n').map((line) => line.trim());
    const letterhead = { from: settings.emailSender, to, system: names().system, atMs: clock.nowMs() };
    return await sendMail(server, mailOf(notices, lost, letterhead), { clock });
  };

  readonly webhook: Send = async (notices) => {
    const { clock, fetch, tls, names } = this.#around;
    const secret = this.#secret('webhookSecret');
    if (!secret.ok) return secret;
    const hook = { url: this.settings.webhookUrl, secret: secret.value, tls: tls(false), system: names().system };
    for (const notice of notices) {
      const sent = await postNotice(hook, notice, fetch, clock);
      if (!sent.ok) return sent;
    }
    return ok(undefined);
  };

  syslog(name: string): Send {
    return async (notices) => {
      const link = await this.openLink(name);
      if (!link.ok) return link;
      const sender = this.sender(name);
      const sent = await link.value.send(notices.map((notice) => alarmMessage(notice, sender)));
      if (sent.ok) return await link.value.finish();
      link.value.abandon();
      return sent;
    };
  }

  async openLink(name: string): Promise<Result<SyslogLink>> {
    const { clock, tls } = this.#around;
    const receiver = this.receivers().get(name);
    if (receiver === undefined) return no(alarmsCodes.refuse('alarms.destination-off', { destination: name }));
    const place = { host: receiver.server, port: receiver.port, tls: tls(receiver.clientCertificate) };
    return await SyslogLink.open(place, { clock });
  }

  sender(name: string): Sender {
    const { names, version } = this.#around;
    return { ...names(), version, mostBytes: this.receivers().get(name)?.largestMessage ?? 2_048 };
  }

  #secret(field: string): Result<Secret> {
    return this.#around.reveal(alarmDelivery, '', field);
  }
}
