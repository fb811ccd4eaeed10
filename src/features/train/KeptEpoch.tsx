import { Icon } from '../../ui/Icon';

/** What the dots on curves are. */
export function KeptEpoch() {
  return (
    <span className="text-xs text-muted">
      <Icon name="dot" /> epoch that is kept
    </span>
  );
}
