/**
 * The present turn of the event loop. What is read in one turn had arrived when the first of it was answered: an answer
 * made in it is as true for all of them, with every age and `maxAge` in it. And what is written at its end is written at
 * once: a client on this machine wakes once, not for each answer.
 */
export class Turn<Who extends object, Answer> {
  #answers = new Map<Who, Map<string, Answer>>();
  #writes: (() => void)[] = [];
  #hasEnd = false;

  /** The answers of this turn to one viewer, by what was asked. Whoever adds to them in a later turn adds for nobody. */
  answersTo(who: Who): Map<string, Answer> {
    let answers = this.#answers.get(who);
    if (answers === undefined) {
      answers = new Map();
      this.#answers.set(who, answers);
      this.#end();
    }
    return answers;
  }

  /** @param write must not throw */
  atEnd(write: () => void): void {
    this.#writes.push(write);
    this.#end();
  }

  #end(): void {
    if (this.#hasEnd) return;
    this.#hasEnd = true;
    setImmediate(() => {
      const writes = this.#writes;
      this.#answers = new Map();
      this.#writes = [];
      this.#hasEnd = false;
      for (const write of writes) write();
    });
  }
}
