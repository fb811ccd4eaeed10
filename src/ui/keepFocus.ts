/**
 * Where a control that has the focus goes away or is disabled, browsers give the focus to the whole page: the next Tab begins
 * at its top, and screen readers lose their place. Here the control that is nearest to where it was gets it instead.
 */
const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';
/** Until then whoever took the control away may say itself where the focus goes. */
const FRAMES = 2;
/** What is disabled for less than this, as while a file is read, gets its focus back, in ms. */
const PATIENCE = 10_000;

interface Focused {
  /** The element itself, then all it is in. */
  path: Element[];
  box: DOMRect;
  /** When it, or what it was in, was seen to be disabled. */
  disabledSince?: number;
}

/** @returns a function that ends it */
export function keepFocus(): () => void {
  let focused: Focused | undefined;
  let waiting = false;
  const remember = () => {
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body)
      focused = { path: pathOf(activeElement), box: activeElement.getBoundingClientRect() };
  };
  const restore = () => {
    waiting = false;
    if (!focused || document.activeElement !== document.body) return;
    const [element] = focused.path as HTMLElement[];
    const place = focused.path.find(({ isConnected }) => isConnected);
    if (place?.closest(':disabled')) {
      focused.disabledSince ??= performance.now();
      if (performance.now() - focused.disabledSince < PATIENCE) {
        setTimeout(restore, PATIENCE);
        return;
      }
    }
    if (!canHaveFocus(element)) next(focused)?.focus({ preventScroll: true });
    else if (focused.disabledSince !== undefined) element.focus({ preventScroll: true });
    // Someone left it, by a click beside all controls.
    else focused = undefined;
  };
  const observer = new MutationObserver(() => {
    // Of a control that is disabled or hidden, browsers take the focus only when they draw.
    const lost = document.activeElement === document.body || focused?.path[0].closest(':disabled, [hidden], [inert]');
    if (waiting || !focused || !lost) return;
    waiting = true;
    afterFrames(FRAMES, restore);
  });
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled', 'hidden', 'open', 'inert'] });
  // Where the control is just before something is done with it.
  const events = ['focusin', 'keydown', 'pointerdown'] as const;
  for (const event of events) addEventListener(event, remember, true);
  return () => {
    observer.disconnect();
    for (const event of events) removeEventListener(event, remember, true);
  };
}

function pathOf(element: Element): Element[] {
  const path = [element];
  for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) path.push(parent);
  return path;
}

const canHaveFocus = (element: Element) =>
  element.isConnected && !element.matches(':disabled') && element.checkVisibility({ visibilityProperty: true });

/** The nearest control of the smallest surroundings that are still there and have one; where a tab was left, the panel of the other. */
function next({ path, box }: Focused): HTMLElement | undefined {
  for (const around of path.slice(1)) {
    if (around.getAttribute('role') === 'tabpanel' && !canHaveFocus(around))
      return document.querySelector<HTMLElement>('[role="tabpanel"][data-state="active"]') ?? undefined;
    if (!canHaveFocus(around)) continue;
    const controls = [...around.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(canHaveFocus);
    const [nearest] = controls
      .map((control) => ({ control, far: distance(control.getBoundingClientRect(), box) }))
      .sort((a, b) => a.far - b.far);
    if (nearest) return nearest.control;
  }
  return undefined;
}

/** Between the corners where reading begins; a line further is more than any place on the line. */
const distance = (a: DOMRect, b: DOMRect) => Math.abs(a.left - b.left) + 4 * Math.abs(a.top - b.top);

function afterFrames(frames: number, done: () => void): void {
  if (frames === 0) done();
  else requestAnimationFrame(() => afterFrames(frames - 1, done));
}
