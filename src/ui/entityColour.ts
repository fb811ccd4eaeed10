/** Colours of entity types: fixed for the common three, a choice by name for others. */
const KNOWN: Record<string, string> = { PER: 'text-per border-per', ORG: 'text-org border-org', LOC: 'text-loc border-loc' };
const OTHERS = [
  'text-good border-good',
  'text-accent border-accent',
  'text-bad border-bad',
  'text-warn border-warn',
  ...Object.values(KNOWN),
];

/** @param label a type, or a tag `B-X` or `I-X` of it; "O" is neutral */
export function entityColour(label: string): string {
  if (label === 'O') return 'text-muted border-line-strong';
  const type = label.replace(/^[BI]-/, '');
  const sum = [...type].reduce((total, character) => total + character.charCodeAt(0), 0);
  return KNOWN[type] ?? OTHERS[sum % OTHERS.length];
}
