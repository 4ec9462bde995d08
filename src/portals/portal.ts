// The portal: the line to the core on one side, its doors to the network on the other, and what stands between them.

import type { Duplex } from 'node:stream';
import type { Clock, Log } from '#base';
import type { PortalConfiguration } from '../../apps/core/portal-protocol.ts';
import { makeApp } from './http/app.ts';
import { askAboutClients } from './http/clients.ts';
import { Connections } from './http/connections.ts';
import { Door } from './http/door.ts';
import { plainAnswers } from './http/plain.ts';
import { CoreLine } from './line/core-line.ts';
import { makeManagement } from './management/management.ts';
import { allRoutes } from './rest/routes.ts';
import type { Site } from './site/site.ts';

export interface PortalOptions {
  /** The line to the core. */
  readonly stream: Duplex;
  readonly site: Site;
  readonly clock: Clock;
  readonly log: Log;
  /** The core is gone: a portal alone is of no use. */
  readonly onEnd: () => void;
}

export interface Portal {
  close(): void;
}

/** Opens the portal; its listeners open when the core says which. */
export async function openPortal({ stream, site, clock, log, onEnd }: PortalOptions): Promise<Portal> {
  let hosts: ReadonlySet<string> = new Set();
  let plain: PortalConfiguration['plain'];
  let before: Promise<void> = Promise.resolve();
  const configure = (configuration: PortalConfiguration): void => {
    hosts = new Set(configuration.hosts.map((host) => host.toLowerCase()));
    plain = configuration.plain;
    // One configuration after the other, each answered.
    before = before.then(async () => line.tellListening(await door.apply(configuration)));
  };
  stream.pause();
  const line = new CoreLine({ stream, log, onConfigure: configure, onEnd });
  const app = await makeApp({ line, routes: allRoutes(clock), site, hosts: () => hosts, clock, log });
  const http = plainAnswers({ plain: () => plain, hosts: () => hosts, httpsPort: () => door.httpsPort });
  const management = makeManagement({ line, clock, log });
  const answers = { https: app, management, http };
  const door = new Door({ connections: new Connections(), answers, judge: askAboutClients(line, clock), log });
  stream.resume();
  return { close: () => door.close() };
}
