/** The formats there are. A new one is a file beside this one and a line here; the first that recognises a file reads it. */
import { conll } from './conll';
import { csv } from './csv';
import { doccano } from './doccano';
import type { Format } from './format';
import { gliner } from './gliner';
import { jointBert } from './jointBert';
import { jsonl } from './jsonl';
import { labelled } from './labelled';
import { prodigy } from './prodigy';
import { text } from './text';

export const FORMATS: Format[] = [jointBert, prodigy, doccano, gliner, jsonl, conll, csv, labelled, text];
