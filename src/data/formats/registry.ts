/** The formats there are. A new one is a file beside this one and a line here; the first that recognises a file reads it. */
import { brat } from './brat';
import { clinc } from './clinc';
import { conll } from './conll';
import { csv } from './csv';
import { doccano } from './doccano';
import type { Format } from './format';
import { gliner } from './gliner';
import { jointBert } from './jointBert';
import { jsonl } from './jsonl';
import { labelled } from './labelled';
import { massive } from './massive';
import { parquet } from './parquet';
import { prodigy } from './prodigy';
import { rasa } from './rasa';
import { snips } from './snips';
import { text } from './text';
import { webAnno } from './webAnno';
import { xlsx } from './xlsx';

export const FORMATS: Format[] = [
  parquet,
  xlsx,
  jointBert,
  brat,
  rasa,
  massive,
  snips,
  clinc,
  webAnno,
  prodigy,
  doccano,
  gliner,
  jsonl,
  conll,
  csv,
  labelled,
  text,
];
