/** README.md of what goes out: what it is, how it is opened, where it comes from, and how good it is. */
import { isFromDisk } from '../model/diskName';
import type { FolderFile } from '../model/modelFiles';
import { cardHead, type Origin, originOf } from '../model/origin';
import type { Head } from '../tasks/head';
import type { Metrics } from '../tasks/taskMetrics';
import type { RunDetails } from '../train/runs/runs';
import type { TrainedModel } from './target';
import { textFile } from './textFile';

export interface CardOptions {
  /** What the hub files it under: `text-classification`. */
  pipelineTag: string;
  /** What opens it: `transformers`, `sentence-transformers`, `transformers.js`, `onnx`. */
  library: string;
  /** How it is opened, in Markdown. */
  usage: string;
  /** Heads that go out. */
  heads: Head[];
}

export async function modelCard({ encoder: { model }, run }: TrainedModel, options: CardOptions): Promise<FolderFile> {
  const { pipelineTag, library, usage, heads } = options;
  const origin = await originOf(model.files);
  const sections = [
    `# ${nameOf(model.id)}`,
    heads.length > 0 ? `Tasks: ${heads.map((one) => `**${one.name}** (${one.kind.title.toLowerCase()})`).join(', ')}.` : '',
    usage.trim(),
    `## Origin\n\n| | |\n| --- | --- |\n${originRows(origin, run)
      .map(([key, value]) => `| ${key} | ${value} |`)
      .join('\n')}`,
    run?.about?.notes ? `## Notes\n\n${run.about.notes}` : '',
    run ? `## Metrics\n\n${metricsTable(run, heads)}` : '',
    run ? `## Settings\n\n\`\`\`json\n${JSON.stringify(run.options, null, 2)}\n\`\`\`` : '',
    'Made with Tandem. `parity.json` holds five texts with what the model said of them when this was saved.',
  ];
  // A folder of one's own means nothing to others.
  const unnamed = isFromDisk(origin.base) ? { base_model: undefined } : {};
  const head = cardHead(origin, { ...unnamed, library_name: library, pipeline_tag: pipelineTag });
  return textFile('README.md', `${head}\n${sections.filter(Boolean).join('\n\n')}\n`);
}

/** `tuned/all-MiniLM-L6-v2.m5x1` → `all-MiniLM-L6-v2.m5x1`. */
export const nameOf = (id: string): string => id.replace(/@.*$/, '').replace(/^.*\//, '');

function originRows({ base, licence }: Origin, run: RunDetails | undefined): [string, string][] {
  const rows: [string, string][] = [
    ['Base model', base],
    ['Licence of the base model', licence ?? 'not stated'],
  ];
  if (!run) return rows;
  const { name, train, validation, test } = run.dataset;
  const learned = run.tuned ? 'encoder and heads' : 'heads, on a frozen encoder';
  return [
    ...rows,
    ...(run.about?.name ? [['Run', cell(run.about.name)] as [string, string]] : []),
    ['Data', cell(name)],
    ['Rows', `${train} to train on, ${validation} to validate, ${test} to test`],
    ['What learned', learned],
    ['Seed', `${run.options.seed}`],
    ['Trained', new Date(run.started).toISOString().slice(0, 10)],
  ];
}

/** A row per metric, a column per split. */
function metricsTable(run: RunDetails, heads: Head[]): string {
  const splits = (
    [
      ['validation', run.metrics],
      ['test', run.test],
      [`${run.crossValidation?.folds}-fold cross-validation`, run.crossValidation?.metrics],
    ] as [string, Metrics | undefined][]
  ).filter((split): split is [string, Metrics] => split[1] !== undefined);
  const rows = heads.flatMap(({ name, kind }) =>
    kind.metrics.flatMap((spec) => {
      const values = splits.map(([, metrics]) => metrics[name]?.[spec.id]);
      if (values.every((value) => value === undefined || !Number.isFinite(value))) return [];
      return [[cell(name), spec.name, ...values.map((value) => (value === undefined ? '–' : String(Number(value.toPrecision(4)))))]];
    }),
  );
  if (rows.length === 0) return 'The run has none.';
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const header = ['task', 'metric', ...splits.map(([name]) => name)];
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

const cell = (text: string): string => text.replace(/[|\n\r]/g, ' ');
