import { useState } from 'react';
import { relabel } from '../../stores/workflows';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { DropArea } from '../../ui/DropArea';
import { plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import type { DatasetOptions } from '../../workers/protocol';
import { OpenFile } from '../reading/OpenFile';
import { TextsReading } from '../reading/TextsReading';
import { useLabels, useSecond, useStores } from '../stores';
import { AgreementTable } from './AgreementTable';
import { Disagreements } from './Disagreements';

/** Labels of the same texts by someone else: how far both agree, and decisions where they do not. */
export function SecondPanel() {
  const agreement = useSecond((state) => state.agreement);
  const [chosen, setChosen] = useState<string>();
  const shown = agreement?.columns.find(({ column }) => column === chosen) ?? agreement?.columns[0];
  return (
    <div className="flex flex-col gap-3">
      <Panel title="Second person">
        <Source />
        {agreement && <AgreementTable agreement={agreement} chosen={shown?.column} onChoose={setChosen} />}
      </Panel>
      {shown && <Disagreements key={shown.column} of={shown} />}
    </div>
  );
}

/** Their file: chosen or dropped, how it was read, and how much of it is of these texts. */
function Source() {
  const stores = useStores();
  const { second, data } = stores;
  const reading = useSecond((state) => state.reading);
  const info = useSecond((state) => state.info);
  const options = useSecond((state) => state.options);
  const error = useSecond((state) => state.error);
  const agreement = useSecond((state) => state.agreement);
  const stale = useLabels((state) => state.stale);
  const { dismiss, close } = second.getState();
  /** With the labels that were given since. */
  const withLabels = async (then: (dataset: number) => Promise<void>) => {
    await relabel(stores);
    const dataset = data.getState().info?.dataset;
    if (dataset !== undefined) await then(dataset);
  };
  const open = (files: File[]) => void withLabels((dataset) => second.getState().open(dataset, files));
  const correct = (changed: DatasetOptions) => void withLabels((dataset) => second.getState().correct(dataset, changed));
  return (
    <DropArea onFiles={open}>
      <OpenFile
        input="Files of a second person’s labels"
        name="Open their labels…"
        has={info !== undefined}
        disabled={reading}
        reading={reading}
        error={error}
        onFiles={open}
        onDismiss={dismiss}
      >
        {info && (
          <Button kind="quiet" onClick={close}>
            Close
          </Button>
        )}
        {agreement && stale && (
          <Button onClick={() => void withLabels((dataset) => second.getState().compare(dataset))}>Compare again</Button>
        )}
      </OpenFile>
      {info?.refused !== undefined && <Alert kind="error">{info.refused}</Alert>}
      {info ? (
        <div className="max-w-xl">
          <TextsReading info={info} options={options} busy={reading} correct={correct} second labels />
        </div>
      ) : (
        <p className="text-muted">
          Open, or drop here, a file in which someone else labelled the same texts: any file that the Data tab reads. Rows are matched by
          their texts. Your labels change only where you say so.
        </p>
      )}
      {agreement && (
        <p role="status">
          {plural(agreement.rows, 'text is', 'texts are')} in both
          {agreement.onlyMine > 0 && `, ${plural(agreement.onlyMine, 'is', 'are')} only here`}
          {agreement.onlyTheirs > 0 && `, ${plural(agreement.onlyTheirs, 'is', 'are')} only in their file`}.
        </p>
      )}
    </DropArea>
  );
}
