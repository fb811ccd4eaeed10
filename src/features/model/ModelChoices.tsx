import { useModel } from '../stores';
import { FromDisk } from './FromDisk';
import { FromHub } from './FromHub';
import { ModelDownload } from './ModelDownload';
import { ModelFacts } from './ModelFacts';
import { StoredModels } from './StoredModels';

/** The model in use, and where others come from. */
export function ModelChoices() {
  const loaded = useModel((state) => state.loaded);
  return (
    <>
      {loaded && <ModelFacts model={loaded} />}
      {loaded && <ModelDownload model={loaded} />}
      <StoredModels />
      <FromHub />
      <FromDisk />
    </>
  );
}
