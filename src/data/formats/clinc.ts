/** CLINC150 (Larson et al., 2019): an object of splits, each a list of a text and its intent. Texts out of scope have splits of their own. */

import type { FileRecord } from '../records';
import { splitOfName } from '../splitNames';
import type { Format } from './format';
import { isObject } from './json/fields';
import { linesUnder } from './json/json';

type Pair = [string, string];

export const clinc: Format = {
  name: 'clinc',
  title: 'CLINC150 (splits of text and class)',
  recognises([file]) {
    if (!/^\s*\{\s*"[^"]*"\s*:\s*\[/.test(file.text.slice(0, 500))) return false;
    const whole = file.json?.whole;
    if (!isObject(whole)) return false;
    const names = Object.keys(whole);
    const lists = Object.values(whole);
    return (
      names.some((name) => splitOfName(name) !== undefined) && lists.every((list) => Array.isArray(list) && list.slice(0, 20).every(isPair))
    );
  },
  read({ json, text }, { report }) {
    const records: FileRecord[] = [];
    const whole = isObject(json?.whole) ? json.whole : {};
    for (const [split, list] of Object.entries(whole)) {
      const pairs: unknown[] = Array.isArray(list) ? list : [list];
      const lines = linesUnder(text, split, pairs.length);
      for (const [i, pair] of pairs.entries()) {
        if (isPair(pair)) records.push({ line: lines[i], values: [...pair, split] });
        else
          report(lines[i], `${split} holds ${JSON.stringify(pair)?.slice(0, 40)} where a text and its class are expected; it is left out`);
      }
    }
    return { columns: ['text', 'intent', 'split'], records, roles: { text: 'text', labels: ['intent'], split: 'split' } };
  },
};

const isPair = (item: unknown): item is Pair => Array.isArray(item) && item.length === 2 && item.every((part) => typeof part === 'string');
