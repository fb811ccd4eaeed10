import { Button } from '../../ui/Button';
import { useStorage } from '../stores';

/** Opens the list of what takes room. */
export function FreeRoom() {
  const show = useStorage((state) => state.show);
  return (
    <Button className="h-7" onClick={() => void show(true)}>
      Free up space…
    </Button>
  );
}
