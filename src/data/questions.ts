/** What a reader had to assume, with the alternatives: shown to a person, who may answer otherwise. */

export interface Question {
  /** What `ReadOptions.answers` names it. */
  id: string;
  /** In a sentence. */
  text: string;
  /** The likely one first; none where the answer is `names`. */
  options: { value: string; title: string }[];
  /** The answer that was read with: a person's, or the likely one. Of `names`, '' is no answer. */
  answer: string;
  /** Whether the files leave it open; otherwise they say it, and the question is a way to correct that. */
  open: boolean;
  /** Set where the answer is a list of names in a text, separated by commas. */
  names?: boolean;
  /** Set where the answer changes labels alone: the texts are the same with any. */
  labels?: boolean;
}

/** Asks, and gives the answer to read with. */
export type Ask = (question: Omit<Question, 'answer'>) => string;

/** The questions of one reading. A question asked of several files is one, as long as they suggest the same answer. */
export class Questions {
  private readonly asked = new Map<string, Question>();

  constructor(private readonly answers: Readonly<Record<string, string>> = {}) {}

  /**
   * For the parts of a data set that come from one file.
   *
   * @param labels whether what it asks is about labels alone
   */
  askerOf(file: string, labels = false): Ask {
    return (asked) => {
      const question = labels ? { ...asked, labels } : asked;
      const likely = question.options[0]?.value ?? '';
      const known = this.asked.get(question.id);
      const differs = known !== undefined && this.given(question) === undefined && known.answer !== likely;
      const own = differs ? { ...question, id: `${question.id} of ${file}`, text: `${file}: ${question.text}` } : question;
      const answer = this.given(own) ?? likely;
      this.asked.set(own.id, { ...own, open: own.open || (!differs && known?.open === true), answer });
      return answer;
    };
  }

  /** What was asked; open questions first. */
  get all(): Question[] {
    const all = [...this.asked.values()];
    return [...all.filter(({ open }) => open), ...all.filter(({ open }) => !open)];
  }

  /** Answers that nothing asked for, or that are none of the options, in words. */
  get unused(): string[] {
    return Object.entries(this.answers).flatMap(([id, value]) => {
      const question = this.asked.get(id);
      if (!question) return [`the answer to "${id}" is not used: these files do not raise that question`];
      if (question.names || question.options.some((option) => option.value === value)) return [];
      return [`"${value}" is not an answer to "${id}": choose one of ${question.options.map((option) => `"${option.value}"`).join(', ')}`];
    });
  }

  private given({ id, options, names }: Omit<Question, 'answer'>): string | undefined {
    const given = Object.hasOwn(this.answers, id) ? this.answers[id] : undefined;
    return names || options.some(({ value }) => value === given) ? given : undefined;
  }
}
