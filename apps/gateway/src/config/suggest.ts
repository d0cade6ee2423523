/** The known word that a misspelt one most likely means: at most a third of its letters wrong. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const candidates = known
    .map((candidate) => ({ candidate, wrong: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, wrong }) => wrong <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.wrong - b.wrong);
  return candidates[0]?.candidate;
}

/** How many letters must be put in, taken out or replaced (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(from).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(to).entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
