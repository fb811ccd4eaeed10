/** The formats there are. A new one is a file beside this one and a line here; the first that recognises a file reads it. */
import { conll } from './conll';
import { csv } from './csv';
import type { Format } from './format';
import { jointBert } from './jointBert';
import { jsonl } from './jsonl';
import { labelled } from './labelled';
import { text } from './text';
import { xlsx } from './xlsx';

export const FORMATS: Format[] = [xlsx, jointBert, jsonl, conll, csv, labelled, text];
