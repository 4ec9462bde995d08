// A thread of the engine: takes what the core says, and tells what its streams hear. Keys and sound come and go in messages; nothing is written.

import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '#base';
import { RtpSocket } from '../rtp/rtp-socket.ts';
import { Clips } from './clips.ts';
import type { FromThread, ThreadSettings, ToThread } from './messages.ts';
import type { SessionListener, SessionPlan } from './session.ts';
import { Studio } from './studio.ts';

// Whoever starts this thread gives it these.
const { clips, ports } = workerData as ThreadSettings;
const studio = new Studio(systemClock, new Clips(clips));
const sockets = new Map<number, RtpSocket>();

const tell = (message: FromThread): void => parentPort?.postMessage(message);

const listenerOf = (id: number): SessionListener => ({
  digit: (digit) => tell({ id, told: 'digit', digit }),
  played: (play) => tell({ id, told: 'played', play }),
  recorded: (bytes) => tell({ id, told: 'recorded', bytes }),
  recordEnded: (why) => tell({ id, told: 'record ended', why }),
  silent: (ms) => tell({ id, told: 'silent', ms }),
});

async function open(id: number, address: string): Promise<void> {
  const opened = await RtpSocket.open({ address, rtcp: true, ...(ports === undefined ? {} : { ports }) });
  if (!opened.ok) return tell({ id, told: 'not open', code: opened.refusal.code, words: opened.refusal.words });
  sockets.set(id, opened.value);
  studio.open(id, opened.value, listenerOf(id));
  tell({ id, told: 'open', address: opened.value.address, port: opened.value.port });
}

async function close(id: number): Promise<void> {
  const socket = sockets.get(id);
  sockets.delete(id);
  studio.close(id);
  await socket?.close();
  tell({ id, told: 'closed' });
}

/** Messages make plain byte arrays of buffers. */
function withBuffers(plan: SessionPlan): SessionPlan {
  const key = (given: SessionPlan['sendKey']): SessionPlan['sendKey'] =>
    given && { ...given, key: Buffer.from(given.key), ...(given.mki && { mki: Buffer.from(given.mki) }) };
  return { ...plan, sendKey: key(plan.sendKey), receiveKey: key(plan.receiveKey) };
}

parentPort?.on('message', (message: ToThread) => {
  const { id } = message;
  if (message.do === 'open') return void open(id, message.address);
  if (message.do === 'close') return void close(id);
  const stream = studio.at(id);
  if (stream === undefined) return;
  switch (message.do) {
    case 'connect':
      return stream.connect(withBuffers(message.plan));
    case 'play':
      return stream.play(message.play, message.items, message.loop);
    case 'stop playing':
      return stream.stopPlaying();
    case 'skip':
      return stream.skip(message.ms);
    case 'halt':
      return stream.halt(message.halted);
    case 'record':
      return void stream.record(message.options);
    case 'stop recording':
      return stream.stopRecording();
    case 'digits':
      return stream.sendDigits(message.digits);
    case 'join':
      return studio.join(stream, message.room, message.part);
    case 'statistics':
      return tell({ id, told: 'statistics', statistics: stream.statistics(studio.paceP99Ms) });
  }
});
