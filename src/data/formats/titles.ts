/** What a person calls each format. */
export const FORMAT_TITLES = {
  jointbert: 'JointBERT (seq.in, seq.out, label)',
  jsonl: 'JSON Lines',
  conll: 'CoNLL (IOB)',
  csv: 'CSV or TSV',
  labelled: 'Label and text per line',
} as const;

export type FormatName = keyof typeof FORMAT_TITLES;
