// Music on hold, free of anybody's rights: slow broken chords of soft bells, made here note by note, and ending where they begin.

import { levelled, rate } from './sound.ts';

const beatSeconds = 0.5;
const beatsPerChord = 8;
const noteSeconds = 2.6;
/** Quieter than speech: it is in somebody's ear for minutes. */
const loudness = 0.045;

/** Roots and thirds of a calm round, in semitones from middle C. */
const chords = [
  [0, 4, 7, 11],
  [-3, 0, 4, 7],
  [-7, -3, 0, 4],
  [-5, -1, 2, 7],
  [0, 4, 7, 14],
  [-8, -5, -1, 2],
  [-7, -3, 0, 5],
  [-5, 2, 5, 9],
];
const order = [0, 2, 1, 3, 2, 1, 3, 2];

const hertz = (semitones: number): number => 261.63 * 2 ** (semitones / 12);

/** A bell without an edge: three partials, each fading faster than the one below. */
function addNote(sound: Float64Array, at: number, hz: number, gain: number): void {
  for (let place = 0; place < noteSeconds * rate; place++) {
    const seconds = place / rate;
    const attack = Math.min(1, seconds / 0.03);
    const value =
      Math.sin(2 * Math.PI * hz * seconds) * Math.exp(-1.6 * seconds) +
      0.3 * Math.sin(4 * Math.PI * hz * seconds) * Math.exp(-3 * seconds) +
      0.1 * Math.sin(6 * Math.PI * hz * seconds) * Math.exp(-5 * seconds);
    // What rings beyond the end rings on at the beginning.
    const target = (at + place) % sound.length;
    sound[target] = (sound[target] ?? 0) + gain * attack * value;
  }
}

export function music(): Float64Array {
  const beats = chords.length * beatsPerChord * 2;
  const sound = new Float64Array(Math.floor(beats * beatSeconds * rate));
  for (let beat = 0; beat < beats; beat++) {
    const chord = chords[Math.floor(beat / beatsPerChord) % chords.length] ?? [];
    const isSecondRound = beat >= beats / 2;
    const note = chord[order[(beat + (isSecondRound ? 3 : 0)) % order.length] ?? 0] ?? 0;
    const at = Math.floor(beat * beatSeconds * rate);
    addNote(sound, at, hertz(note), beat % 4 === 0 ? 0.9 : 0.6);
    if (beat % beatsPerChord === 0) addNote(sound, at, hertz((chord[0] ?? 0) - 12), 0.8);
  }
  return levelled(sound, loudness);
}
