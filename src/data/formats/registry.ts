/** The formats there are. A new one is a file beside this one and a line here; the first that recognises a file reads it. */
import { brat } from './brat/brat';
import { clinc } from './clinc';
import { conll } from './conll/conll';
import { conllu } from './conllu/conllu';
import { csv } from './csv/csv';
import { doccano } from './doccano/doccano';
import { fastText } from './fastText';
import { folders } from './folders/folders';
import type { Format } from './format';
import { germEval } from './germEval';
import { gliner } from './gliner';
import { jointBert } from './jointBert';
import { jsonl } from './json/jsonl';
import { labelled } from './labelled';
import { labelStudio } from './labelStudio/labelStudio';
import { massive } from './massive';
import { ontonotes } from './ontonotes';
import { parquet } from './parquet/parquet';
import { prodigy } from './prodigy/prodigy';
import { rasa } from './rasa/rasa';
import { sentimentTrees } from './sentimentTrees';
import { snips } from './snips';
import { spacy } from './spacy/spacy';
import { text } from './text';
import { webAnno } from './webAnno/webAnno';
import { xlsx } from './xlsx/xlsx';

export const FORMATS: Format[] = [
  parquet,
  xlsx,
  jointBert,
  brat,
  folders,
  rasa,
  massive,
  snips,
  clinc,
  webAnno,
  prodigy,
  doccano,
  labelStudio,
  spacy,
  gliner,
  jsonl,
  fastText,
  sentimentTrees,
  germEval,
  ontonotes,
  conllu,
  conll,
  csv,
  labelled,
  text,
];
