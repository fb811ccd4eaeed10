import { Panel } from '../../ui/Panel';
import { KEY_HELP } from './keys';

/** Everything that keys do in a row. */
export function KeyHelp() {
  return (
    <Panel title="Keys">
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 p-3">
        {KEY_HELP.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="whitespace-nowrap">{keys}</kbd>
            </dt>
            <dd className="text-muted">{what}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
