// What is used of the synthesiser, which says nothing of its types.

declare module '@echogarden/espeak-ng-emscripten' {
  interface Speaker {
    set_voice(name: string): void;
    set_rate(wordsPerMinute: number): void;
    set_pitch(pitch: number): void;
    set_range(range: number): void;
    get_samplerate(): number;
    /** `hear` gets samples, not bytes, piece by piece, and at the end nothing. */
    synthesize(text: string, hear: (piece: Int16Array | null) => void): void;
  }
  const load: () => Promise<{ readonly eSpeakNGWorker: new () => Promise<Speaker> | Speaker }>;

  // biome-ignore lint/style/noDefaultExport: the package has one.
  export { load as default };
}
