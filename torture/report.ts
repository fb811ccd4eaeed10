/** docs/reliability.md: what was tried, and how it ended. The runner writes all of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Result } from './runSuite';
import { SUITES } from './suites';

const FILE = 'docs/reliability.md';

const INTRODUCTION = `# Reliability

What Tandem promises is that no work is lost and nothing is silently wrong, whatever fails. \`npm run torture\` tries to disprove it. A
script loads a model from a hub, embeds, imports labelled rows, trains heads, trains the encoder, saves the model, and opens everything
again after a reload. It runs once undisturbed; then once more for every operation in it and every way in which that can fail. After each
run the embeddings, rows, losses, metrics and answers have to be those of the undisturbed one to the last bit (to 1e-5 where a GPU
computed), both runs have to be there with their whole history, nothing may take longer than 30 seconds to answer (180 on a GPU that
is none), and every error on the way has to be a sentence written for people.

Other suites damage the files of models and of data, and measure memory. The run itself writes the table: each row has the date, and how
many of all cases were tried, since trying all of them takes hours on a small machine. \`npm test\` tries a sample of each suite but memory.
Findings carry the number of their case, and can be repeated: \`npm run torture -- --only=files --seed=1 --case=12\`.
`;

const HEADER = ['What fails', 'Cases tried', 'How they ended', 'Findings', 'Seed', 'Date and machine'];

/** Rows of suites that did not run now stay as they are. */
export function writeReport(results: Result[], seed: number): void {
  const earlier = existsSync(FILE) ? rowsIn(readFileSync(FILE, 'utf8')) : new Map<string, string>();
  const rows = SUITES.flatMap((suite) => {
    const result = results.find((one) => one.suite === suite);
    return result ? rowOf(result, seed) : (earlier.get(suite.title) ?? []);
  });
  const table = [line(HEADER), line(HEADER.map(() => '---')), ...rows].join('\n');
  writeFileSync(FILE, `${INTRODUCTION}\n${table}\n`);
}

/** Lines of a table by what their first cell begins with. */
function rowsIn(text: string): Map<string, string> {
  return new Map(
    text.split('\n').flatMap((row) => {
      const [, title] = /^\| \*\*(.+?)\*\*/.exec(row) ?? [];
      return title ? [[title, row] as const] : [];
    }),
  );
}

function rowOf({ suite, count, tried, kinds, ended, findings, seconds }: Result, seed: number): string {
  const endings = [...ended].map(([how, times]) => (suite.sample === 0 ? how : `${times} ${how}`)).join('; ');
  const found =
    findings.length === 0
      ? 'none'
      : `${findings.length}: ${[...new Set(findings.map(({ number, what }) => `case ${number}: ${what.slice(0, 160)}`))].slice(0, 5).join('; ')}`;
  const date = new Date().toISOString().slice(0, 10);
  return line([
    `**${suite.title}** ${suite.what}`,
    `${tried} of ${count}${kinds > 0 ? `, ${Math.min(tried, kinds)} of ${kinds} from different places in the code` : ''}`,
    endings,
    found,
    String(seed),
    `${date}, ${machine()}, ${Math.ceil(seconds / 60)} min`,
  ]);
}

const machine = () => `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, no GPU`;

const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
