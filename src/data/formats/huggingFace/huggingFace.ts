/**
 * Folders of the Hugging Face Hub: data files in any format, and a card that says which of them are which split of which
 * configuration, and what the numbers of classes are called.
 */

import { TandemError } from '../../../errors';
import { plural } from '../../../plural';
import type { SourceFile, Table } from '../../records';
import { splitOfName } from '../../splitNames';
import type { Reading } from '../format';
import { type Card, type Config, cardOf, isInfoFile, isReadme, isSavedFile } from './huggingFaceCard';
import { nameTable } from './huggingFaceNames';

export interface Carded {
  /** Those that the card counts among its data; all where there is no card. */
  files: SourceFile[];
  /** Gives a file's table the names and the split that the card has for it. */
  finish(table: Table, file: SourceFile, reading: Reading): Table;
}

/**
 * Asks under the id `config`, where a data set has several.
 *
 * @param papers files beside the data
 * @throws TandemError `bad-input` for what `save_to_disk` wrote
 */
export function withCard(data: SourceFile[], papers: SourceFile[], reading: Reading): Carded {
  const saved = data.find(isSavedFile);
  if (saved) {
    const what = `${saved.name} belongs to a data set written by Dataset.save_to_disk, which only the library datasets can read`;
    throw new TandemError(
      'bad-input',
      `${what}. In Python, load_from_disk(folder)["train"].to_parquet("train.parquet") writes a file that can be read here.`,
    );
  }
  const files = data.filter((file) => !isInfoFile(file));
  const card = files.length > 0 ? cardOf([...papers.filter(isReadme), ...data.filter(isInfoFile)], reading.report) : undefined;
  if (!card) return { files: files.length > 0 ? files : data, finish: (table) => table };
  const { config, own } = chooseConfig(card, files, reading);
  const said = new Set<string>();
  return {
    files: own,
    finish: (table, file, own) =>
      withSplit(nameTable(table, { config, card: card.name, opened: file.opened, said }, own), splitFor(file, card, config)),
  };
}

function chooseConfig(card: Card, data: SourceFile[], { report, ask }: Reading): { config: Config; own: SourceFile[] } {
  const filesOf = (config: Config) => data.filter((file) => config.files.length === 0 || matching(file, card, config) !== undefined);
  const present = card.configs.filter((config) => filesOf(config).length > 0);
  if (present.length === 0) return { config: { ...card.configs[0], files: [] }, own: data };
  const likely = present.find(({ isDefault }) => isDefault) ?? present[0];
  const ordered = [likely, ...present.filter((config) => config !== likely)];
  const answer =
    ordered.length === 1
      ? likely.name
      : ask({
          id: 'config',
          text: `${card.name} describes ${plural(card.configs.length, 'configuration')} of the data set. Which one should be read?`,
          options: ordered.map((config) => ({ value: config.name, title: `${config.name} (files: ${filesOf(config).length})` })),
          open: !likely.isDefault,
        });
  const unclaimed = data.filter((file) => !present.some((config) => filesOf(config).includes(file)));
  if (unclaimed.length > 0) {
    const names = unclaimed.slice(0, 5).map(({ name }) => name);
    report(undefined, `${card.name} does not list ${names.join(', ')} as data (${plural(unclaimed.length, 'file')}); left out`, 'warning');
  }
  const config = ordered.find(({ name }) => name === answer) ?? likely;
  return { config, own: filesOf(config) };
}

function matching({ name }: SourceFile, { folder }: Card, { files }: Config): Config['files'][number] | undefined {
  const path = name.startsWith(folder) ? name.slice(folder.length) : name;
  return files.find(({ pattern }) => pattern.test(path));
}

/** The card's name of the split, where the name of the file does not say the same. */
function splitFor(file: SourceFile, card: Card, config: Config): string | undefined {
  const split = matching(file, card, config)?.split;
  if (split === undefined) return undefined;
  const known = splitOfName(split);
  return known === undefined || known !== splitOfName(file.name) ? split : undefined;
}

function withSplit(table: Table, split: string | undefined): Table {
  if (split === undefined || table.roles?.split) return table;
  const place = table.columns.includes('split') ? table.columns.indexOf('split') : table.columns.length;
  const records = table.records.map(({ line, values }) => {
    const own = [...values];
    own[place] = split;
    return { line, values: own };
  });
  const columns = place < table.columns.length ? table.columns : [...table.columns, 'split'];
  return { ...table, columns, records, ...(table.roles ? { roles: { ...table.roles, split: 'split' } } : {}) };
}
