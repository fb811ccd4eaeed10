/** Models of the hub that many people start from, and what each is for. */
export interface Suggestion {
  id: string;
  /** In a few words. */
  what: string;
  /** What is downloaded, in MB. */
  megabytes: number;
  /** As its config.json calls it. */
  modelType: string;
}

export const SUGGESTIONS: Suggestion[] = [
  { id: 'BAAI/bge-small-en-v1.5', what: 'search in English, small', megabytes: 134, modelType: 'bert' },
  { id: 'BAAI/bge-base-en-v1.5', what: 'search in English, better', megabytes: 438, modelType: 'bert' },
  { id: 'intfloat/multilingual-e5-small', what: 'search in 100 languages', megabytes: 471, modelType: 'bert' },
  {
    id: 'sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2',
    what: 'similarity in 50 languages',
    megabytes: 471,
    modelType: 'bert',
  },
  { id: 'nomic-ai/modernbert-embed-base', what: 'search in long English texts', megabytes: 596, modelType: 'modernbert' },
  { id: 'google-bert/bert-base-uncased', what: 'to train on tasks of your own', megabytes: 440, modelType: 'bert' },
  { id: 'google-bert/bert-base-multilingual-cased', what: 'to train, 104 languages', megabytes: 714, modelType: 'bert' },
  { id: 'FacebookAI/roberta-base', what: 'to train, English', megabytes: 499, modelType: 'roberta' },
  { id: 'answerdotai/ModernBERT-base', what: 'to train, long texts in English', megabytes: 599, modelType: 'modernbert' },
];
