// Streams of services that make no sound: each has a port, says at once that it has played, and keeps in which room it is.

import { ok } from '#base';
import { type MediaSession, type RoomPart, RtpSocket, type SessionListener } from '#media';
import type { OpenOwnSession } from '#voice';
import { taken } from '../walks/exchange.ts';

export class Rooms {
  /** Every stream that is open, with its room. */
  readonly streams = new Map<object, { room: string; part: RoomPart | undefined }>();

  readonly open: OpenOwnSession = async () => {
    const socket = taken(await RtpSocket.open({ address: '127.0.0.1' }));
    const stream = { room: '', part: undefined as RoomPart | undefined };
    let listener: SessionListener = {};
    let played = 0;
    const session: MediaSession = {
      ...{ address: socket.address, port: socket.port },
      listen: (given) => {
        listener = given;
      },
      play: () => {
        const id = ++played;
        setImmediate(() => listener.played?.(id));
        return id;
      },
      record: () => 'PCMU',
      statistics: async () => {
        throw new Error('nobody asks');
      },
      ...{ connect: () => undefined, stopPlaying: () => undefined, skip: () => undefined, halt: () => undefined },
      ...{ stopRecording: () => undefined, sendDigits: () => undefined },
      join: (room = '', part = undefined) => void Object.assign(stream, { room, part }),
      close: async () => {
        this.streams.delete(session);
        await socket.close();
      },
    };
    this.streams.set(session, stream);
    return ok(session);
  };

  /** Who is in rooms now: `ROOM`, `ROOM muted`, `ROOM deaf`, sorted. */
  get taken(): string[] {
    return [...this.streams.values()]
      .filter(({ room }) => room !== '')
      .map(({ room, part }) => `${room}${part?.isMuted ? ' muted' : ''}${part?.isDeaf ? ' deaf' : ''}`)
      .sort();
  }
}
