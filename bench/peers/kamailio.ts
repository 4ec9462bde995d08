// Debian's Kamailio as shipped: a stateful, record-routing, authenticating proxy and registrar with its users in memory.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processTree, waitUntil } from '../process.ts';
import type { BenchServer, ServerPlan } from '../server.ts';

const modules = '/usr/lib/x86_64-linux-gnu/kamailio/modules/';
const binary = '/usr/sbin/kamailio';

/** Starts Kamailio on one core, as shipped or with its fast allocator (`-x fm`). Throws when it is not installed. */
export async function startKamailio(plan: ServerPlan, options: readonly string[] = []): Promise<BenchServer> {
  if (!existsSync(binary)) throw new Error('Kamailio is not installed: apt-get install kamailio kamailio-tls-modules');
  const directory = join(plan.directory, 'kamailio');
  mkdirSync(directory, { recursive: true });
  const config = join(directory, 'kamailio.cfg');
  writeFileSync(config, configuration(plan, directory));
  writeFileSync(join(directory, 'tls.cfg'), tlsConfiguration(plan));
  const child = spawn(
    'taskset',
    ['-c', String(plan.core), binary, '-DD', '-E', '-f', config, '-Y', directory, '-m', '512', '-M', '16', ...options],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let complaints = '';
  child.stderr.on('data', (bytes: Buffer) => {
    complaints = (complaints + bytes.toString()).slice(-4_000);
  });
  await waitUntil(
    () => processTree(child.pid ?? 0).length >= 5,
    10_000,
    () => `Kamailio did not start: ${complaints}`,
  );
  // Its workers exist before its shared table of users is filled.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  return {
    name: options.length === 0 ? 'kamailio' : 'kamailio-fm',
    pids: () => processTree(child.pid ?? 0),
    stop: async () => {
      child.kill('SIGTERM');
      await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(undefined)));
    },
  };
}

const configuration = (plan: ServerPlan, directory: string): string => `#!KAMAILIO
debug=0
log_stderror=yes
children=4
tcp_children=4
tcp_max_connections=16384
max_while_loops=200000
tls_max_connections=16384
auto_aliases=no
listen=udp:127.0.0.1:${plan.udpPort}
enable_tls=yes
listen=tls:127.0.0.1:${plan.tlsPort}
mpath="${modules}"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "auth.so"
loadmodule "htable.so"
loadmodule "tls.so"
modparam("tls", "config", "${join(directory, 'tls.cfg')}")
modparam("usrloc", "db_mode", 0)
modparam("auth", "qop", "auth")
modparam("htable", "htable", "users=>size=15;")
modparam("rr", "enable_full_lr", 1)

event_route[htable:mod-init] {
  $var(n) = ${plan.firstNumber};
  while ($var(n) < ${plan.firstNumber + plan.extensions}) {
    $sht(users=>$var(n)) = "${plan.secretPrefix}" + $var(n);
    $var(n) = $var(n) + 1;
  }
}

request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  if (has_totag()) {
    if (loose_route()) { t_relay(); exit; }
    if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
    sl_send_reply("404", "Not Here");
    exit;
  }
  t_check_trans();
  if (is_method("REGISTER")) {
    if (!pv_www_authenticate("$td", "$sht(users=>$au)", "0")) { www_challenge("$td", "1"); exit; }
    if (!save("location")) sl_reply_error();
    exit;
  }
  if (is_method("INVITE")) {
    if (!pv_proxy_authenticate("$fd", "$sht(users=>$au)", "0")) { proxy_challenge("$fd", "1"); exit; }
    consume_credentials();
    record_route();
  }
  if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
  t_relay();
}
`;

const tlsConfiguration = (plan: ServerPlan): string => `[server:default]
method = TLSv1.2+
verify_certificate = no
require_certificate = no
private_key = ${plan.keyFile}
certificate = ${plan.certificateFile}

[client:default]
method = TLSv1.2+
verify_certificate = no
require_certificate = no
`;
