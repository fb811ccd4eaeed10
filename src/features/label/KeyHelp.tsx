import { Fragment } from 'react';
import { Icon } from '../../ui/Icon';
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
              <kbd className="whitespace-nowrap">
                <Keys keys={keys} />
              </kbd>
            </dt>
            <dd className="text-muted">{what}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

const ARROWS = { '←': 'left', '→': 'right', '↑': 'up', '↓': 'down' } as const;

/** Arrows are drawn. */
function Keys({ keys }: { keys: string }) {
  return keys.split(/([←→↑↓])/).map((part, i) => {
    const name = ARROWS[part as keyof typeof ARROWS];
    // The parts of a text stay as they are.
    return name ? <Icon key={i} name={name} label={`${name} arrow`} /> : <Fragment key={i}>{part}</Fragment>;
  });
}
