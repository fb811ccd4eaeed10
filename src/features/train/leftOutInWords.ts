/** What a run could not use, in sentences: ends of texts and questions, and labels that word pieces cannot express. */
import type { RunRecord } from '../../train/runs/runs';
import { plural } from '../../ui/format';

/** @returns `windows`: whether reading in sliding windows would help */
export function leftOutInWords({ truncated = 0, cutQuestions = 0, lost = {} }: Pick<RunRecord, 'truncated' | 'cutQuestions' | 'lost'>): {
  sentences: string[];
  windows: boolean;
} {
  const texts = truncated - cutQuestions;
  const sentences: string[] = [];
  if (texts > 0) {
    sentences.push(`${plural(texts, 'training text was', 'training texts were')} longer than the model can read, and cut.`);
  }
  if (cutQuestions > 0) {
    const which = plural(cutQuestions, 'question was', 'questions were');
    const one = cutQuestions === 1;
    sentences.push(
      `${which} longer than half of what the model can read, and cut. Sliding windows do not help ${one ? 'it' : 'them'}: shorten the ${one ? 'question' : 'questions'}.`,
    );
  }
  const labels = Object.entries(lost).map(([task, count]) => `${task}: ${plural(count, 'label')}`);
  if (labels.length > 0) {
    sentences.push(`Some labels were not learned, as they lie in what was cut or begin or end inside a word piece (${labels.join(', ')}).`);
  }
  return { sentences, windows: texts > 0 };
}
