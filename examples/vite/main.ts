import { loadDataset, MultiTaskSentenceTransformer } from 'tandem';

const rows = [
  ['The match ended in a draw.', 'sports'],
  ['The striker scored twice.', 'sports'],
  ['Shares fell by two percent.', 'business'],
  ['The bank raised its rates.', 'business'],
];
const lines = Array.from({ length: 5 }, () => rows.map(([text, topic]) => JSON.stringify({ text, topic }))).flat();
const dataset = await loadDataset(lines.join('\n'), 'jsonl');
const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks: dataset.info.tasks, seed: 7 });
await model.train(dataset, { epochs: 10 });
const { items } = await model.predict(['The goalkeeper saved a penalty.']);
const answer = document.getElementById('answer');
if (answer) answer.textContent = `Topic: ${(items[0].tasks.topic as { label: string }).label}`;
await model.dispose();
