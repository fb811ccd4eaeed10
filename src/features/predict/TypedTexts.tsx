import { useDeferredValue, useEffect } from 'react';
import { toLines } from '../../stores/embedStore';
import { firstPart } from '../../stores/pairs';
import { answeringTasks } from '../../stores/predictStore';
import { duration } from '../../ui/format';
import { SentencesField } from '../SentencesField';
import { useEmbed, useKinds, useModel, usePredict } from '../stores';

const HINTS = {
  none: 'One text per line',
  text: 'One pair per line: text, a tab, second text',
  question: 'One question per line: question, a tab, text',
};

/** Of a text of so many characters lines are made once nothing is typed for a moment: that takes longer than a key. */
const [LONG, PAUSE_MS] = [200_000, 400];

/** The field for texts, which are answered as one types where the device is fast enough. */
export function TypedTexts() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const text = useEmbed((state) => state.text);
  const predict = usePredict((state) => state.predict);
  const type = usePredict((state) => state.type);
  const tooSlow = usePredict((state) => state.tooSlow);
  const tasks = usePredict(answeringTasks);
  const kinds = useKinds((state) => state.kinds);
  const first = firstPart(tasks, kinds);
  const typed = useDeferredValue(text);
  useEffect(() => {
    if (handle === undefined) return;
    if (typed.length < LONG) return type(handle, toLines(typed));
    const timer = setTimeout(() => type(handle, toLines(typed)), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [handle, type, typed]);
  return (
    <>
      <SentencesField
        hint={HINTS[first ?? 'none']}
        tabs={first !== undefined}
        action="Predict"
        busy={false}
        onSubmit={() => handle !== undefined && void predict(handle, toLines(text))}
      />
      {tooSlow !== undefined && (
        <p role="status" className="px-3 pb-3 text-muted">
          The latest prediction took {duration(tooSlow / 1000)}, so what you type is not predicted until you press Predict.
        </p>
      )}
    </>
  );
}
