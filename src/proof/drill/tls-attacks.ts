// Attacks on encryption: no encryption, old versions, weak suites, certificates that are none, renegotiation in the midst.

import { connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { type Clock, limits } from '#base';
import { type Answered, isEncrypted, type Target } from '../probes/live.ts';
import { type Finding, stopped, through } from './finding.ts';
import { sourceFor } from './say.ts';

/** Blank, or what is wrong with a chain that a listener shows. */
export type JudgeShown = (chain: readonly Uint8Array[]) => string;

export async function attackTls(door: Answered, judge: JudgeShown, clock: Clock): Promise<readonly Finding[]> {
  if (!isEncrypted(door.speaks)) return [unencrypted(door)];
  return [oldVersions(door), weakSuite(door), inTheClear(door), certificate(door, judge), await again(door, clock)];
}

function unencrypted(door: Answered): Finding {
  if (door.speaks === 'http')
    return stopped(
      door,
      'listen on the way',
      'nothing is served there but what is public',
      'which addresses are asked for',
    );
  return through(
    door,
    'listen on the way',
    'who calls whom, and the keys of encrypted media; whoever is on the way can alter all of it',
    'Switch it off in Unsecured Interfaces, and give the telephones SIP over TLS.',
  );
}

function oldVersions(door: Answered): Finding {
  const attack = 'TLS 1.0 and 1.1';
  if (door.oldVersions.length === 0) return stopped(door, attack, 'the handshake is refused');
  const words = `${door.oldVersions.join(' and ')} taken: what is said can be read and altered on the way`;
  return through(door, attack, words, 'Set its application to High in TLS Security Levels.');
}

function weakSuite(door: Answered): Finding {
  const attack = 'weak cipher suites';
  if (door.weakSuite === '') return stopped(door, attack, 'the handshake is refused');
  const words = `${door.weakSuite} taken: what is recorded today can be read once the key is known, or altered`;
  return through(door, attack, words, 'Set its application to High in TLS Security Levels.');
}

function inTheClear(door: Answered): Finding {
  const attack = 'speak without encryption';
  if (door.plainAnswer === '') return stopped(door, attack, 'the connection is closed without an answer');
  return through(door, attack, `answered in the clear: ${door.plainAnswer}`, 'Tell the makers: this must not be.');
}

function certificate(door: Answered, judge: JudgeShown): Finding {
  const attack = 'faults of the certificate';
  if (door.handshake === undefined) return stopped(door, attack, 'a client certificate is asked for first');
  const why = judge(door.handshake.chain);
  if (why === '') return stopped(door, attack, 'it is in date, strong, for servers, and signed by its authority');
  return through(door, attack, `${why} People learn to accept any`, 'Issue another in the form of its certificate.');
}

/** In TLS 1.2 a client may ask to begin again, which costs the server more than the client (RFC 5746). */
async function again(door: Target, clock: Clock): Promise<Finding> {
  const attack = 'TLS renegotiation';
  const outcome = await renegotiate(door, clock);
  if (outcome !== 'taken') return stopped(door, attack, outcome);
  return through(door, attack, 'one connection can keep a processor busy', 'Tell the makers: this must not be.');
}

function renegotiate(door: Target, clock: Clock): Promise<string> {
  const { address: host, port } = door;
  const localAddress = sourceFor(door);
  const place = connectPlain({ host, port, ...(localAddress === undefined ? {} : { localAddress }) });
  const socket = connect({ socket: place, rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
  return new Promise((resolve) => {
    const end = (words: string): void => {
      cancel();
      socket.destroy();
      resolve(words);
    };
    const cancel = clock.after(limits.proof.probeMs, () => end('it is not answered'));
    socket.on('error', () => end('it is refused'));
    socket.on('close', () => end('the connection is closed'));
    socket.once('secureConnect', () => {
      socket.renegotiate({ rejectUnauthorized: false }, (fault) => end(fault === null ? 'taken' : 'it is refused'));
    });
  });
}
