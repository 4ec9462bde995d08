// A sentence of the system in which `backquotes` mark what is typed at a command line.

export function Said({ text }: { readonly text: string }) {
  const parts = text.split('`');
  // An odd number of marks is no marking.
  if (parts.length % 2 === 0) return text;
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change their order
  return parts.map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}
