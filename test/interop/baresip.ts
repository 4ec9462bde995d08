// One real phone: Debian's baresip, with its own configuration, its own tone to send, and a recording of what it hears.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplesPerSecond, ToneDetector } from '#media';
import { freePort } from '../node.ts';
import { Control, type PhoneEvent } from './control.ts';
import { Program } from './program.ts';
import { until } from './wait.ts';
import { readSamples, writeTone } from './wav.ts';

export interface BaresipPlan {
  readonly number: string;
  readonly secret: string;
  readonly transport: 'tls' | 'tcp' | 'udp';
  /** Of the system's listener. */
  readonly port: number;
  /** The certificate authority that it trusts, and no other; for TLS. */
  readonly authorityPem?: string;
  /** 'srtp-mand': SRTP or no call. 'srtp': plain RTP with keys offered. 'none': it knows no SRTP. */
  readonly encryption: 'srtp-mand' | 'srtp' | 'none';
  readonly toneHz: number;
  /** Default: by itself, at once. */
  readonly answers?: 'by itself' | 'when told';
  /**
   * Default: yes. This version's drops everything of a party that comes later and counts its packets from a lower number on than the one
   * before did; without it, such calls are heard.
   */
  readonly jitterBuffer?: boolean;
  /** Seconds between registrations; the default is an hour. */
  readonly registerSeconds?: number;
}

const startMs = 10_000;
const callMs = 10_000;
const toneSeconds = 40;
/** How long a phone may be used. */
const lifeSeconds = 300;
/** Ports of media of all phones: below those that the operating system gives out, and each phone has its own hundred. */
export const mediaPorts = [20_000, 31_999] as const;
const portsOfOne = 100;
const hundreds = 120;
/** Where Debian's package baresip-core puts them. */
const modulePath = '/usr/lib/baresip/modules';
let nextHundred = Math.floor(Math.random() * hundreds);

export class Baresip {
  readonly number: string;
  readonly toneHz: number;
  /** The first and last port of its media. */
  readonly mediaPorts: readonly [number, number];
  readonly #directory: string;
  readonly #program: Program;
  readonly #control: Control;

  private constructor(
    plan: BaresipPlan,
    directory: string,
    ports: [number, number],
    program: Program,
    control: Control,
  ) {
    this.number = plan.number;
    this.toneHz = plan.toneHz;
    this.mediaPorts = ports;
    this.#directory = directory;
    this.#program = program;
    this.#control = control;
  }

  /** Starts the phone; whether it registers is another question. */
  static async start(plan: BaresipPlan): Promise<Baresip> {
    const directory = mkdtempSync(join(tmpdir(), 'ringfence-baresip-'));
    const first = mediaPorts[0] + portsOfOne * (nextHundred++ % hundreds);
    const ports: [number, number] = [first, first + portsOfOne - 1];
    const controlPort = await freePort();
    prepare(directory, plan, ports, controlPort);
    // Unbuffered by line, so that its words can be awaited.
    const program = new Program('stdbuf', ['-oL', 'baresip', '-f', directory, '-s', '-v'], {
      environment: { OPENSSL_CONF: join(directory, 'openssl.cnf'), TZ: 'UTC' },
    });
    try {
      await program.wrote(/baresip is ready/, startMs);
      const control = await Control.open(controlPort, startMs);
      return new Baresip(plan, directory, ports, program, control);
    } catch (fault) {
      await program.end('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
      throw fault;
    }
  }

  /** What it has logged, every SIP message that it sent and received among it. */
  get log(): string {
    return this.#program.output;
  }

  /** Waits until its log has something that fits. */
  async logged(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    return await this.#program.wrote(pattern, startMs, from);
  }

  /** Waits until it is registered. */
  async registered(): Promise<void> {
    await this.logged(/\{\d\/(UDP|TCP|TLS)\/v4\} 200 OK/);
  }

  dial(number: string): Promise<string> {
    return this.command('dial', `sip:${number}@ringfence`);
  }

  command(command: string, params = ''): Promise<string> {
    return this.#control.command(command, params);
  }

  /** How many events there have been: to be given to `happened`. */
  get mark(): number {
    return this.#control.events.length;
  }

  /** Waits for an event of this type after `mark`. */
  async happened(type: string, mark = 0, withinMs = callMs): Promise<PhoneEvent> {
    return await until(`${this.number} has ${type}`, withinMs, () =>
      this.#control.events.slice(mark).find((event) => event.type === type),
    );
  }

  /** How many samples it has heard in all its calls. */
  get heard(): number {
    return this.#recordings.reduce((sum, path) => sum + Math.max(0, statSync(path).size - 44) / 2, 0);
  }

  /** Waits until it has heard so much more. */
  async hears(seconds: number): Promise<void> {
    const enough = this.heard + seconds * samplesPerSecond;
    await until(`${this.number} hears ${seconds} s`, callMs, () => this.heard >= enough);
  }

  /** Waits until it has heard nothing for so long. */
  async silence(forMs: number): Promise<void> {
    let heard = this.heard;
    let sinceMs = performance.now();
    await until(`${this.number} hears nothing for ${forMs} ms`, callMs, () => {
      const now = this.heard;
      if (now !== heard) sinceMs = performance.now();
      heard = now;
      return performance.now() - sinceMs >= forMs;
    });
  }

  /** The share of a tone in what it heard, from sample `from` on. */
  share(toneHz: number, from = 0): number {
    const detector = new ToneDetector(toneHz);
    let place = 0;
    for (const path of this.#recordings) {
      const samples = readSamples(path);
      detector.add(samples.subarray(Math.max(0, from - place)));
      place += samples.length;
    }
    return detector.share;
  }

  async stop(): Promise<void> {
    this.#control.close();
    await this.#program.end();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get #recordings(): string[] {
    const folder = join(this.#directory, 'heard');
    return readdirSync(folder)
      .filter((name) => name.endsWith('-dec.wav'))
      .sort()
      .map((name) => join(folder, name));
  }
}

function prepare(directory: string, plan: BaresipPlan, ports: readonly [number, number], controlPort: number): void {
  const path = (name: string): string => join(directory, name);
  mkdirSync(path('heard'));
  barRecordingsOfSent(path('heard'));
  writeTone(path('tone.wav'), plan.toneHz, toneSeconds);
  if (plan.authorityPem !== undefined) writeFileSync(path('authority.pem'), plan.authorityPem);
  writeFileSync(path('openssl.cnf'), verifyingOpenssl);
  writeFileSync(path('config'), configuration(directory, plan, ports, controlPort));
  writeFileSync(path('accounts'), account(plan));
  writeFileSync(path('contacts'), '');
}

/**
 * baresip 1.0.0 forgets its recorder of heard audio at a hold, unless it has none of sent audio. So the files of the latter,
 * which are named after the second of their beginning, cannot be made: directories stand in their places.
 */
function barRecordingsOfSent(folder: string): void {
  const now = Date.now();
  for (let second = 0; second < lifeSeconds; second++) {
    const name = new Date(now + second * 1_000).toISOString().slice(0, 19).replace(/[T:]/g, '-');
    mkdirSync(join(folder, `dump-${name}-enc.wav`));
  }
}

/** baresip 1.0.0 has no option to verify the server's certificate; OpenSSL does it for it when told to. */
const verifyingOpenssl = `openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = every_connection
[every_connection]
VerifyMode = Peer
`;

const configuration = (
  directory: string,
  plan: BaresipPlan,
  [first, last]: readonly [number, number],
  controlPort: number,
): string => `poll_method epoll
sip_listen 127.0.0.1:0
${plan.authorityPem === undefined ? '' : `sip_cafile ${join(directory, 'authority.pem')}\n`}net_interface 127.0.0.1
rtp_ports ${first}-${last}
${plan.jitterBuffer === false ? 'jitter_buffer_delay 0-0\n' : ''}audio_source aufile,${join(directory, 'tone.wav')}
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
module_path ${modulePath}
module g711.so
module aufile.so
module sndfile.so
module srtp.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${controlPort}
snd_path ${join(directory, 'heard')}
`;

function account({
  number,
  secret,
  transport,
  port,
  encryption,
  answers,
  registerSeconds = 3600,
}: BaresipPlan): string {
  const media = encryption === 'none' ? '' : `;mediaenc=${encryption}`;
  const mode = answers === 'when told' ? 'manual' : 'auto';
  const outbound = `sip:127.0.0.1:${port};transport=${transport}`;
  return `<sip:${number}@ringfence;transport=${transport}>;auth_user=${number};auth_pass=${secret};outbound="${outbound}"${media};answermode=${mode};regint=${registerSeconds}\n`;
}
