/** The formats there are. A new one is a file beside this one and a line here; the first that recognises a file reads it. */
import { brat } from './brat';
import { clinc } from './clinc';
import { conll } from './conll';
import { csv } from './csv';
import type { Format } from './format';
import { jointBert } from './jointBert';
import { jsonl } from './jsonl';
import { labelled } from './labelled';
import { massive } from './massive';
import { rasa } from './rasa';
import { snips } from './snips';
import { text } from './text';
import { webAnno } from './webAnno';

export const FORMATS: Format[] = [jointBert, brat, rasa, massive, snips, clinc, webAnno, jsonl, conll, csv, labelled, text];
