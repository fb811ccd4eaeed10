/** Every architecture there is. */

import { albert } from './albert';
import type { Architecture, EncoderConfig } from './architecture';
import { bert } from './bert';
import { distilBert } from './distilBert';
import { electra } from './electra';
import { modernBert } from './modernBert';
import { mpnet } from './mpnet';
import { roberta } from './roberta';

export const ARCHITECTURES: readonly Architecture[] = [bert, distilBert, roberta, electra, mpnet, albert, modernBert];

export const architectureOf = ({ architecture }: Pick<EncoderConfig, 'architecture'>): Architecture => {
  const found = ARCHITECTURES.find(({ name }) => name === architecture);
  if (!found) throw new RangeError(`no architecture is called ${architecture}`);
  return found;
};

/** In messages: "BERT, DistilBERT and RoBERTa". */
export const supportedArchitectures = (): string => {
  const titles = ARCHITECTURES.map(({ title }) => title);
  return [titles.slice(0, -1).join(', '), ...titles.slice(-1)].filter(Boolean).join(' and ');
};
