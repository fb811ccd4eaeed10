/** Reads the sentences of a dropped file: one per line, or the text column of a CSV or TSV. */
import Papa from 'papaparse';
import { TandemError } from '../errors';

const TEXT_COLUMNS = /^(text|sentence|utterance|content|document|comment|review|title|query|question)s?$/i;
/** Rows looked at to find out which column holds the text. */
const SAMPLE_ROWS = 50;

/**
 * @returns the sentences without blank lines
 * @throws TandemError `bad-input` for a file that is not text, not UTF-8, or has no sentence
 */
export async function readSentences(file: File): Promise<string[]> {
  const text = await decode(file);
  const sentences = /\.[ct]sv$/i.test(file.name) ? textColumn(text, file.name) : text.split(/\r\n|\r|\n/);
  const filled = sentences.filter((sentence) => sentence.trim() !== '');
  if (filled.length === 0)
    throw new TandemError(
      'bad-input',
      `${file.name} has no sentences. Choose a text file with one sentence per line, or a CSV with a text column.`,
    );
  return filled;
}

async function decode(file: File): Promise<string> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    if (!text.includes('\0')) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new TandemError('bad-input', `${file.name} is not UTF-8 text. Save it as UTF-8 (.txt or .csv) and drop it again.`);
}

/** The column whose name says that it holds text; without a header, the one with the longest cells. */
function textColumn(text: string, name: string): string[] {
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes) {
    throw new TandemError(
      'bad-input',
      `${name} has an unclosed or misplaced quotation mark near row ${(quotes.row ?? 0) + 1}. Fix it, or save the sentences as .txt, one per line.`,
    );
  }
  const header = data[0]?.findIndex((cell) => TEXT_COLUMNS.test(cell.trim())) ?? -1;
  if (header >= 0) return data.slice(1).map((row) => row[header] ?? '');
  const widths = (data[0] ?? []).map((_, column) => data.slice(0, SAMPLE_ROWS).reduce((sum, row) => sum + (row[column]?.length ?? 0), 0));
  const widest = widths.indexOf(Math.max(...widths));
  return data.map((row) => row[widest] ?? '');
}
