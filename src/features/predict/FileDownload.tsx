import { SaveAs } from '../../ui/SaveAs';
import { useData, usePredictionFile } from '../stores';

/** Saves all predictions in a format of the person's choice: where the file's own is not written, in what every tool opens. */
export function FileDownload() {
  const written = useData((state) => state.formats).filter(({ writes }) => writes);
  const save = usePredictionFile((state) => state.save);
  const own = usePredictionFile((state) => state.info?.format);
  return <SaveAs what="the predictions" formats={written} usual={written.some(({ name }) => name === own) ? own : 'csv'} save={save} />;
}
