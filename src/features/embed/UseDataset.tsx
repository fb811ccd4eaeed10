import { Button } from '../../ui/Button';
import { useData, useEmbed } from '../stores';

/** Takes the texts of the data set that is open in the Data tab. */
export function UseDataset({ onUse, disabled }: { onUse: (dataset: number) => void; disabled: boolean }) {
  const info = useData((state) => state.info);
  const isUsed = useEmbed(({ from }) => from !== undefined && from === info?.dataset);
  if (!info) return null;
  return (
    <>
      <Button disabled={disabled} title={`All texts of ${info.name}, with their labels and splits`} onClick={() => onUse(info.dataset)}>
        Use the data set
      </Button>
      {isUsed && <p className="w-full text-muted">The texts of the data set {info.name} are embedded, not these lines.</p>}
    </>
  );
}
