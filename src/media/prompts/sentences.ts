// The sentences that are said, as the files of a language have them: `name = Sentence.`, one a line, # in front of a remark.

export interface Sentence {
  /** `area.name`. */
  readonly name: string;
  readonly text: string;
}

const line = /^([a-z0-9][a-z0-9-]*) = (\S.*)$/;

/** Throws where a line is neither, or a name comes twice: it is read when the system is built. */
export function parseSentences(area: string, file: string): Sentence[] {
  const seen = new Set<string>();
  return file.split('\n').flatMap((text, at) => {
    if (text.trim() === '' || text.startsWith('#')) return [];
    const [, name, sentence] = line.exec(text.trimEnd()) ?? [];
    if (name === undefined || sentence === undefined || seen.has(name))
      throw new Error(
        `${area}.txt, line ${at + 1}: ${seen.has(name ?? '') ? 'the name is there twice' : 'not "name = Sentence."'}`,
      );
    seen.add(name);
    return [{ name: `${area}.${name}`, text: sentence }];
  });
}
