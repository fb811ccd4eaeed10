/** A folder of Parquet files with its card, as this program writes it, loaded by Hugging Face's datasets. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { parquetWriter } from '../src/data/formats/parquet/parquetWriter';

const python = process.env.TANDEM_PYTHON ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import datasets']).status === 0;

const EMOJI = '🎉🎉 Mira Olden flew to Porto.';
const LOAD = `
import json, sys
from datasets import load_dataset
found = load_dataset(sys.argv[1], cache_dir=sys.argv[2])
print(json.dumps({split: {"features": {k: str(v) for k, v in rows.features.items()}, "rows": rows.to_list()} for split, rows in found.items()}))
`;

const title = 'load_dataset finds classes, lists, numbers, spans and answers';

it.skipIf(!hasPython)(hasPython ? title : `${title} (skipped: ${python} has no datasets)`, async () => {
  const spans = [
    { start: 5, end: 15, label: 'PER' },
    { start: 24, end: 29, label: 'LOC' },
  ];
  const files = await parquetWriter.write(
    {
      name: 'trips',
      predicted: false,
      columns: [
        { name: 'label', values: 'names' },
        { name: 'topics', values: 'lists' },
        { name: 'score', values: 'numbers' },
        { name: 'entities', values: 'spans' },
        { name: 'answers', values: 'answers' },
      ],
      rows: [
        {
          text: EMOJI,
          other: 'Who flew?',
          split: 'train',
          words: Uint32Array.of(0, 4, 5, 9, 10, 15, 16, 20, 21, 23, 24, 29, 29, 30),
          labels: { label: 'trip', topics: ['air', 'sea'], score: 2, entities: spans, answers: [{ start: 5, end: 15, label: 'answer' }] },
        },
        { text: 'Nobody went.', other: 'Who went?', split: 'train', labels: { label: 'none', topics: [], entities: [] } },
        { text: 'To the sea', other: 'Where?', split: 'test', labels: {} },
      ],
    },
    () => {},
  );
  const folder = mkdtempSync(join(tmpdir(), 'tandem-parquet-'));
  try {
    for (const { path, parts } of files) {
      mkdirSync(join(folder, 'set', dirname(path)), { recursive: true });
      writeFileSync(join(folder, 'set', path), Buffer.concat(parts.map((part) => Buffer.from(part as string))));
    }
    const env = { ...process.env, HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'home') };
    const found = JSON.parse(
      execFileSync(python, ['-c', LOAD, join(folder, 'set'), join(folder, 'cache')], { encoding: 'utf8', env }),
    ) as Record<string, { features: Record<string, string>; rows: Record<string, unknown>[] }>;
    expect(found.train.features.label).toContain("names=['none', 'trip']");
    expect(found.train.features.topics).toContain('ClassLabel');
    expect(found.train.features.score).toContain('float64');
    expect(found.train.rows).toEqual([
      {
        context: EMOJI,
        question: 'Who flew?',
        label: 1,
        topics: [0, 1],
        score: 2,
        entities: [
          { start: 3, end: 13, label: 'PER', text: 'Mira Olden' },
          { start: 22, end: 27, label: 'LOC', text: 'Porto' },
        ],
        answers: { text: ['Mira Olden'], answer_start: [3] },
        tokens: ['🎉🎉', 'Mira', 'Olden', 'flew', 'to', 'Porto', '.'],
      },
      { context: 'Nobody went.', question: 'Who went?', label: 0, topics: [], score: null, entities: [], answers: null, tokens: null },
    ]);
    expect(found.test.rows).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
