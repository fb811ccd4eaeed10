import { Button } from '../../ui/Button';
import { useStores } from '../stores';
import { showInLabel } from './showInLabel';

/** Puts rows that are still to be decided first in the Label tab. */
export function GoThrough({ title, rows }: { title: string; rows: { index: number }[] }) {
  const stores = useStores();
  const go = () => {
    const numbers = rows.map(({ index }) => index);
    void showInLabel(stores, title, numbers);
  };
  return (
    <Button className="h-7" disabled={rows.length === 0} onClick={go}>
      Go through them in Label
    </Button>
  );
}
