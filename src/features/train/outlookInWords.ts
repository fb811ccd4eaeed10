/** What more labels would bring, in a sentence. */
import type { MetricSpec } from '../../tasks/kind';
import type { Outlook } from '../../train/curve/powerLaw';
import { count } from '../../ui/format';

export function outlookInWords({ gain, why = '' }: Outlook, print: MetricSpec['print']): string {
  if (!gain) return why;
  const points = (value: number) => {
    const scaled = print === 'percent' ? 100 * value : value;
    return scaled < 1 ? scaled.toFixed(1) : String(Math.round(scaled));
  };
  const unit = print === 'percent' ? ' points' : '';
  return `Another ${count(gain.labels)} labels are worth about +${points(gain.gain)}${unit} (${points(gain.low)} to ${points(gain.high)}), if scores keep rising as they do here.`;
}
