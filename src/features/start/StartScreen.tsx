import { useEffect, useState } from 'react';
import { plural } from '../../ui/format';
import { PredictionCard } from '../predict/PredictionCard';
import { useEmbed, useModel, usePredict, useProject, useStart } from '../stores';

const DOORS = [
  {
    href: '#data',
    title: 'Sort and tag my own texts',
    text: 'Open a file, label some texts, train on your labels, and use the model here or take it along. No labels are needed to begin.',
  },
  { href: '#embed', title: 'Explore sentences', text: 'Turn sentences into vectors and see which of them are alike.' },
  {
    href: '#exercise',
    title: 'Follow the exercise',
    text: 'Step by step: sentence embeddings, two heads on one encoder, freezing, and a joint loss.',
  },
];

/** The first screen: what this is for, three ways in, and answers that were computed just now. Left out once a person has begun, unless asked for. */
export function StartScreen({ asked }: { asked: boolean }) {
  const saved = useProject((state) => state.saved);
  // What one begins while it is shown does not take it away from under one's hands.
  const [untouched] = useState(saved === 'never');
  if (!asked && !untouched) return null;
  return (
    <section aria-label="Start" className="grid gap-x-8 gap-y-4 rounded-lg border border-line bg-panel p-4 sm:p-5 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <div>
          <h2 className="text-xl leading-snug font-semibold tracking-tight text-balance">
            Teach a model to sort your texts and find the names in them, right here in the page.
          </h2>
          <p className="pt-1 text-muted">It runs and learns on your own machine: nothing you type is sent anywhere.</p>
        </div>
        <ul className="flex flex-col gap-2">
          {DOORS.map(({ href, title, text }, i) => (
            <li key={href}>
              <a
                href={href}
                className={`block rounded-md border px-3 py-2 hover:border-accent ${i === 0 ? 'border-accent bg-accent-soft' : 'border-line-strong'}`}
              >
                <span className="block font-semibold">{title}</span>
                <span className={`block ${i === 0 ? '' : 'text-muted'}`}>{text}</span>
              </a>
            </li>
          ))}
        </ul>
      </div>
      <Answers />
    </section>
  );
}

/** Once the first embedding is on the screen, which they must not hold up. */
function Answers() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const sample = usePredict((state) => state.sample);
  const settled = usePredict((state) => state.settled);
  const hasEmbedded = useEmbed(({ result }) => result !== undefined);
  const answers = useStart((state) => state.answers);
  const answer = useStart((state) => state.answer);
  const isReady = sample !== undefined && hasEmbedded;
  useEffect(() => {
    if (isReady && handle !== undefined) void answer(handle);
  }, [isReady, handle, answer]);
  if (settled && !sample) return null;
  if (!sample || !answers) return <p className="min-h-64 text-muted">{sample ? 'Answering three sentences…' : ''}</p>;
  return (
    <div className="flex min-h-64 min-w-0 flex-col">
      <h3 className="font-semibold">Answered on this machine just now</h3>
      <ul className="-mx-3 divide-y divide-line">
        {answers.map((prediction) => (
          <PredictionCard key={prediction.text} prediction={prediction} tasks={sample.tasks} view="entities" />
        ))}
      </ul>
      <p className="pt-2 text-muted">
        By two heads on one encoder, trained on {plural(sample.rows, 'sentence')} that come with the page; these three are not among them.{' '}
        <a href="#predict" className="text-accent underline">
          Try your own text
        </a>
      </p>
    </div>
  );
}
