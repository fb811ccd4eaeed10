import { count } from '../../ui/format';
import type { LoadedModel } from '../../workers/protocol';
import { poolingInWords } from '../sentenceInWords';

export function ModelFacts({ model }: { model: LoadedModel }) {
  const facts = [
    ['Layers', count(model.layers)],
    ['Hidden size', count(model.hiddenSize)],
    ['Vocabulary', count(model.vocabSize)],
    ['Parameters', `${(model.parameters / 1e6).toFixed(1)} M`],
    ['Embedding', `${count(model.sentence.embeddingSize)} values`],
    ['Longest sequence', `${count(model.maxLength)} tokens`],
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-md bg-sunken px-3 py-2 sm:grid-cols-3">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
      <div className="col-span-full">
        <dt className="text-xs text-muted">Pooling</dt>
        <dd>{capitalised([poolingInWords(model.sentence), ...model.sentence.layers].join(' · '))}</dd>
      </div>
    </dl>
  );
}

const capitalised = (text: string) => text[0].toUpperCase() + text.slice(1);
